import {
  claimRefund,
  demandRepayment,
  getClaims,
  listClaims,
  recoverClaim,
  resumeSetOff,
  stopSetOff,
} from '@fotfeste/contracts/payroll/claims.ts'
import { postRecovery } from '@fotfeste/domain/ledger/post-recovery.ts'
import * as steps from '@fotfeste/domain/stipend/claim-steps.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { addOre, NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { endStop, insertDemand, insertRecovery, insertStop } from '../queries/claim-entries.ts'
import {
  type Claim,
  type ClaimInFull,
  claimsOfPerson,
  type Demand,
  holdCalculation,
  listOpenClaims,
} from '../queries/claims.ts'
import { findPerson, lockPerson } from '../queries/persons.ts'
import { openLedger } from './posting.ts'

const noPerson = refuse('not-found', 'No such person in the programme that your token may see.')
const noClaim = refuse(
  'not-found',
  'Nothing was ever claimed for this month: GET /v1/persons/{personId}/claims lists what was.',
)

type At = { readonly personId: PersonId; readonly month: Month }

/** Loads a month's claim for a step on it, with the person locked and the calculation held off. */
async function load({ trx, caller, today }: Context<Tables>, { personId, month }: At) {
  const [, person, claims] = await Promise.all([
    holdCalculation(trx),
    lockPerson(trx, personId),
    claimsOfPerson(trx, personId),
  ])
  const claim = claims.find((one) => one.month === month)
  if (!person || !claim) return null
  const by = { tenant: caller.tenant, enteredBy: caller.actor, today }
  const entry = { ...by, personId, month, protected: person.protected }
  const state = { isStopped: claim.stop !== null, isDemanded: claim.demand !== null }
  return { claim, entry, standing: { month, openOre: claim.openOre, ...state } }
}

/** A claim with what stops it: a person, or the three years that have passed. */
function withStop<C extends Claim>(claim: C, today: PlainDate) {
  const { firstPaidOn, ...shown } = claim
  const stop = steps.standingStop(claim, today)
  return { ...shown, stop, timeBarredFrom: steps.timeBarredFrom(firstPaidOn) }
}

const shownInFull = (claim: ClaimInFull, today: PlainDate) => ({
  ...withStop(claim, today),
  history: [...claim.history],
  demands: [...claim.demands],
})

/** Claims for what was paid too much (for mye utbetalt): read. */
export function claims(kit: Kit<Tables>): void {
  serve(kit, listClaims, async ({ query }, { trx, today }) => {
    const rows = await listOpenClaims(trx, {
      after: readCursor(query.cursor),
      limit: query.limit,
    })
    const page = pageOf(rows, query.limit, {
      item: (row) => withStop(row, today),
      cursor: (row) => [row.month, row.personId],
    })
    return { status: 200, body: page, persons: page.items.map(({ personId }) => personId) }
  })

  serve(kit, getClaims, async ({ params }, { trx, today }) => {
    const { personId } = params
    const [person, held] = await Promise.all([
      findPerson(trx, personId),
      claimsOfPerson(trx, personId),
    ])
    if (!person) return noPerson
    return {
      status: 200,
      body: { items: held.map((claim) => shownInFull(claim, today)) },
      persons: [personId],
    }
  })
}

/** Set-off of a month's claim (motregning): stopped and resumed by a person. */
export function setOff(kit: Kit<Tables>): void {
  serve(kit, stopSetOff, async ({ params, body }, context) => {
    const held = await load(context, params)
    if (!held) return noClaim
    const refused = steps.stopSetOff(held.standing)
    if (refused) return refused
    const { trx, today: from, caller, newId } = context
    const stop = { ...body, from, stoppedBy: caller.actor }
    return {
      status: 200,
      body: shownInFull({ ...held.claim, stop }, from),
      save: [insertStop(trx, held.entry, { id: newId<'ClaimStop'>(), ...body })],
      persons: [params.personId],
    }
  })

  serve(kit, resumeSetOff, async ({ params }, context) => {
    const held = await load(context, params)
    if (!held) return noClaim
    const refused = steps.resumeSetOff(held.standing)
    if (refused) return refused
    return {
      status: 200,
      body: shownInFull({ ...held.claim, stop: null }, context.today),
      save: [endStop(context.trx, held.entry)],
      persons: [params.personId],
    }
  })
}

/** What a new demand begins with. */
const opened = (at: At, id: Id<'Demand'>) => ({
  ...{ demandId: id, personId: at.personId, month: at.month },
  receivedOre: NO_ORE,
  isClosed: false,
  version: 1,
})

/** What is demanded outside the runs (§ 25 second and third paragraph), and what comes in for it. */
export function demands(kit: Kit<Tables>): void {
  serve(kit, demandRepayment, async ({ params, body }, context) => {
    const held = await load(context, params)
    if (!held) return noClaim
    const decided = steps.demandRepayment(held.standing, body.decidedOn, context.today)
    if (isRefusal(decided)) return decided
    const { trx, caller, newId } = context
    const what = { kind: 'repayment' as const, benefit: null, enteredBy: caller.actor }
    const { decidedOn: on, reference } = body
    const demand = { ...opened(params, newId<'Demand'>()), ...what, ...decided, on, reference }
    const save = [insertDemand(trx, held.entry, demand)]
    return { status: 201, body: demand, version: 1, save, persons: [params.personId] }
  })

  serve(kit, claimRefund, async ({ params, body }, context) => {
    const held = await load(context, params)
    if (!held) return noClaim
    const refused = steps.claimRefund(held.standing, body, context.today)
    if (refused) return refused
    const { trx, caller, newId } = context
    const { claimedOn: on, ...terms } = body
    const what = { kind: 'refund' as const, enteredBy: caller.actor, on }
    const demand = { ...opened(params, newId<'Demand'>()), ...what, ...terms }
    const save = [insertDemand(trx, held.entry, demand)]
    return { status: 201, body: demand, version: 1, save, persons: [params.personId] }
  })

  serve(kit, recoverClaim, async ({ params, body }, context) => {
    const held = await loadDemand(context, params)
    if (!held) return refuse('not-found', 'There is no such demand on the person.')
    const { demand, entry, standing } = held
    context.expectVersion(demand.version)
    const outcome = steps.recoverClaim({ claim: standing, demand }, body, context.today)
    if (isRefusal(outcome)) return outcome
    const post = await openLedger(context)
    const id = context.newId<'ClaimRecovery'>()
    const recovery = { id, demand, ...body, ...outcome }
    const posted = { ...demand, recoveryId: id, ...body, bookedOn: body.receivedOn }
    const receivedOre = addOre(demand.receivedOre, body.amountOre)
    const version = demand.version + 1
    return {
      status: 201,
      body: { ...demand, receivedOre, isClosed: outcome.isLast, version },
      version,
      save: [insertRecovery(context.trx, entry, recovery), ...post([postRecovery(posted)])],
      persons: [params.personId],
    }
  })
}

/** Loads a demand with the claim it is about. */
async function loadDemand(
  context: Context<Tables>,
  params: { readonly personId: PersonId; readonly demandId: Demand['demandId'] },
) {
  const { personId, demandId } = params
  const all = (await claimsOfPerson(context.trx, personId)).flatMap((one) => one.demands)
  const found = all.find((one) => one.demandId === demandId)
  const held = found && (await load(context, { personId, month: found.month }))
  const demand = held?.claim.demands.find((one) => one.demandId === demandId)
  return held && demand ? { ...held, demand } : null
}
