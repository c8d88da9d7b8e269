import { householdChanged } from '@fotfeste/contracts/settlement/events.ts'
import {
  createHousehold,
  getHousehold,
  listHouseholds,
  replaceHousehold,
} from '@fotfeste/contracts/settlement/households.ts'
import {
  changeHousehold,
  composeHousehold,
  isProtectedHousehold,
  type Relation,
} from '@fotfeste/domain/settlement/household.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import { isRefusal, type Refusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  bringCaseAlong,
  type Candidate,
  findHousehold,
  type HeldHousehold,
  insertHousehold,
  listHouseholds as listRows,
  lockCandidates,
  lockHousehold,
  replaceMembers,
} from '../queries/households.ts'
import { spreadProtection } from '../queries/protection.ts'
import { hasOpenCase } from '../queries/settlement-cases.ts'
import { eventOf } from './event.ts'
import { pageById, sliceOf } from './page.ts'

const notFound = refuse('not-found', 'The municipality has no household with this id.')
const inAnother = refuse(
  'already-in-household',
  'A person lives in one household: take the person out of the other one first.',
  '/members',
)

type Named = { readonly personId: PersonId; readonly relation: Relation }
type Member = Named & Candidate

/** A household as the answer shows one. */
const shown = ({ id, members, version, changedAt }: HeldHousehold) => ({
  householdId: id,
  members: [...members],
  version,
  changedAt,
})

const personsOf = ({ members }: Pick<HeldHousehold, 'members'>) =>
  members.map(({ personId }) => personId)

/** Joins what was asked with what is known of each person; unknown persons and those of another household stop it. */
function membersOf(
  named: readonly Named[],
  known: readonly Candidate[],
  home: Id<'Household'> | null,
): Refusal<'person-unknown' | 'already-in-household'> | readonly Member[] {
  const byId = new Map(known.map((candidate) => [candidate.personId, candidate]))
  const unknown = named.findIndex(({ personId }) => !byId.has(personId))
  if (unknown >= 0)
    return refuse('person-unknown', 'Register the person first.', `/members/${unknown}/personId`)
  if (known.some(({ householdId }) => householdId !== null && householdId !== home))
    return inAnother
  return named.map((member) => {
    const candidate = byId.get(member.personId)
    assert(candidate !== undefined, 'every member is known')
    return { ...candidate, ...member }
  })
}

const create: Handler<typeof createHousehold, Tables> = async (
  { body },
  { trx, caller, today, at, newId },
) => {
  const known = await lockCandidates(
    trx,
    caller.tenant,
    body.members.map(({ personId }) => personId),
  )
  const members = membersOf(body.members, known, null)
  if (isRefusal(members)) return members
  const composed = composeHousehold(members, today)
  if (isRefusal(composed)) return composed
  const household = { id: newId<'Household'>(), version: 1, members: body.members, changedAt: at }
  const isProtected = isProtectedHousehold(members)
  return {
    status: 201,
    body: shown(household),
    version: 1,
    location: `/v1/households/${household.id}`,
    persons: personsOf(household),
    save: insertHousehold(trx, { tenant: caller.tenant, household, isProtected }),
    conflicts: { household_member_once: inAnother },
  }
}

const read: Handler<typeof getHousehold, Tables> = async ({ params }, { trx, caller }) => {
  const household = await findHousehold(trx, caller.tenant, params.householdId)
  if (!household) return notFound
  const persons = personsOf(household)
  return { status: 200, body: shown(household), version: household.version, persons }
}

const replace: Handler<typeof replaceHousehold, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const { householdId } = params
  const [known, held, isOpen] = await Promise.all([
    lockCandidates(
      trx,
      caller.tenant,
      body.members.map(({ personId }) => personId),
    ),
    lockHousehold(trx, caller.tenant, householdId),
    hasOpenCase(trx, caller.tenant, householdId),
  ])
  if (!held) return notFound
  expectVersion(held.version)
  const members = membersOf(body.members, known, householdId)
  if (isRefusal(members)) return members
  const changed = changeHousehold({ members: held.members, hasOpenCase: isOpen }, members, today)
  if (isRefusal(changed)) return changed
  const household = { ...held, version: held.version + 1, members: body.members, changedAt: at }
  const isProtected = isProtectedHousehold(members)
  const saved = { tenant: caller.tenant, household, isProtected }
  return {
    status: 200,
    body: shown(household),
    version: household.version,
    persons: personsOf(household),
    save: [
      ...replaceMembers(trx, saved),
      bringCaseAlong(trx, saved),
      ...spreadProtection(
        trx,
        caller.tenant,
        members.map(({ personId }) => personId),
      ),
    ],
    event: eventOf(householdChanged, {
      subject: householdId,
      isProtected,
      data: {
        householdId,
        members: members.map(({ personId, birthDate, relation }) => ({
          personId,
          birthDate,
          relation,
        })),
        protected: isProtected,
      },
    }),
    conflicts: { household_member_once: inAnother },
  }
}

const list: Handler<typeof listHouseholds, Tables> = async ({ query }, { trx, caller }) => {
  const rows = await listRows(trx, caller.tenant, sliceOf(query))
  const body = pageById(rows, query, { id: ({ id }) => id, item: shown })
  const persons = body.items.flatMap(personsOf)
  return { status: 200, body, persons }
}

/** Households (husstander). */
export function households(kit: Kit<Tables>): void {
  serve(kit, createHousehold, create)
  serve(kit, listHouseholds, list)
  serve(kit, getHousehold, read)
  serve(kit, replaceHousehold, replace)
}
