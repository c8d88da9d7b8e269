import {
  createReferral,
  getReferral,
  listReferrals,
  replaceReferral,
} from '@fotfeste/contracts/guides/referrals.ts'
import { checkReferral, checkReferralOpen } from '@fotfeste/domain/matching/referral.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { holdPerson } from '../queries/persons.ts'
import * as query from '../queries/referrals.ts'
import { nothing, shownReferral } from './shown.ts'

const unknownPerson = refuse(
  'person-unknown',
  'No settled person has this id here: settle the person first, or wait until settlement’s feed has told of it.',
  '/personId',
)
const alreadyReferred = refuse(
  'already-referred',
  'The person has an open referral: change that one instead.',
  '/personId',
)

/** Referrals (henvisninger) of refugees who want a guide. Withdrawal stands in withdraw-consent. */
export function referrals(kit: Kit<Tables>): void {
  serve(kit, createReferral, async ({ body }, { trx, caller, today, at, newId }) => {
    const person = await holdPerson(trx, caller.tenant, body.personId)
    if (!person) return unknownPerson
    const wrong = checkReferral(body, person.birthDate, today)
    if (wrong) return wrong
    const { birthDate, gender } = person
    const held = { state: 'waiting', withdrawnOn: null, version: 1, changedAt: at } as const
    const id = newId<'Referral'>()
    const referral = { ...body, ...held, id, birthDate, gender, protected: person.protected }
    return {
      status: 201,
      body: shownReferral(referral),
      version: 1,
      location: `/v1/referrals/${id}`,
      persons: [body.personId],
      save: [query.insertReferral(trx, caller.tenant, referral)],
      conflicts: { referral_one_open: alreadyReferred },
    }
  })

  serve(kit, getReferral, async ({ params }, { trx, caller }) => {
    const referral = await query.findReferral(trx, caller.tenant, params.referralId)
    if (!referral) return nothing
    const { version, personId } = referral
    return { status: 200, body: shownReferral(referral), version, persons: [personId] }
  })

  serve(kit, listReferrals, async ({ query: asked }, { trx, caller }) => {
    const { limit, cursor, state = null, personId = null } = asked
    const page = { after: readCursor(cursor)?.[1] ?? null, limit: limit + 1, state, personId }
    const found = await query.listReferrals(trx, caller.tenant, page)
    const of = { item: shownReferral, cursor: ({ id }: query.HeldReferral) => ['', id] as const }
    const body = pageOf(found, limit, of)
    return { status: 200, body, persons: body.items.map((referral) => referral.personId) }
  })

  serve(kit, replaceReferral, async ({ params, body }, context) => {
    const { trx, caller, today, at, expectVersion } = context
    const held = await query.lockReferral(trx, caller.tenant, params.referralId)
    if (!held) return nothing
    expectVersion(held.version)
    const referral = { ...held, ...body, version: held.version + 1, changedAt: at }
    const wrong = checkReferralOpen(held.state) ?? checkReferral(referral, held.birthDate, today)
    if (wrong) return wrong
    return {
      status: 200,
      body: shownReferral(referral),
      version: referral.version,
      persons: [held.personId],
      save: [query.updateReferral(trx, caller.tenant, referral)],
    }
  })
}
