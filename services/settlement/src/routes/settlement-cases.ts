import { settlementCaseProposed } from '@fotfeste/contracts/settlement/events.ts'
import {
  getSettlementCase,
  listSettlementCases,
  proposeSettlementCase,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { proposeCase } from '@fotfeste/domain/settlement/case.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findUnsettled, lockHousehold } from '../queries/households.ts'
import { findCase, hasOpenCase, insertCase, listCases } from '../queries/settlement-cases.ts'
import { eventOf } from './event.ts'
import { pageById, sliceOf } from './page.ts'
import { caseFacts, noSuchCase, personsOf, showCase } from './shown-case.ts'

const noSuchHousehold = refuse('household-unknown', 'Register the household first.', '/householdId')

const propose: Handler<typeof proposeSettlementCase, Tables> = async (
  { body },
  { trx, caller, today, at, newId },
) => {
  const { householdId, proposedOn, reference } = body
  const [household, isOpen, unsettled] = await Promise.all([
    lockHousehold(trx, caller.tenant, householdId),
    hasOpenCase(trx, caller.tenant, householdId),
    findUnsettled(trx, caller.tenant, householdId),
  ])
  if (!household) return noSuchHousehold
  const state = { hasOpenCase: isOpen, unsettled: unsettled.length }
  const proposed = proposeCase(state, proposedOn, today)
  if (isRefusal(proposed)) return proposed
  const held = {
    ...proposed,
    id: newId<'SettlementCase'>(),
    householdId,
    reference,
    declineReason: null,
    dwelling: null,
    members: unsettled.map(({ personId, relation }) => ({ personId, relation, settledOn: null })),
    corrections: [],
    protected: unsettled.some((member) => member.protected),
    version: 1,
    changedAt: at,
  }
  return {
    status: 201,
    body: showCase(held),
    version: 1,
    location: `/v1/settlement-cases/${held.id}`,
    persons: personsOf(held),
    save: insertCase(trx, caller.tenant, held),
    event: eventOf(settlementCaseProposed, {
      subject: held.id,
      isProtected: held.protected,
      data: { ...caseFacts(held), proposedOn },
    }),
  }
}

const read: Handler<typeof getSettlementCase, Tables> = async ({ params }, { trx, caller }) => {
  const held = await findCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  return { status: 200, body: showCase(held), version: held.version, persons: personsOf(held) }
}

const list: Handler<typeof listSettlementCases, Tables> = async ({ query }, { trx, caller }) => {
  const { status = null, householdId = null } = query
  const rows = await listCases(trx, caller.tenant, { ...sliceOf(query), status, householdId })
  const body = pageById(rows, query, { id: ({ id }) => id, item: showCase })
  const persons = body.items.flatMap(personsOf)
  return { status: 200, body, persons }
}

/** Settlement cases (bosettingssaker): IMDi proposes a household (F5); the steps are in settlement-steps. */
export function settlementCases(kit: Kit<Tables>): void {
  serve(kit, proposeSettlementCase, propose)
  serve(kit, listSettlementCases, list)
  serve(kit, getSettlementCase, read)
}
