import {
  housingFound,
  personSettled,
  settlementCaseAccepted,
  settlementCaseDeclined,
  settlementDateCorrected,
} from '@fotfeste/contracts/settlement/events.ts'
import {
  acceptSettlementCase,
  correctSettlement,
  declineSettlementCase,
  findHousingForCase,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import {
  answerCase,
  type CaseState,
  correctSettlement as correctDate,
  findHousing,
  settleMember,
} from '@fotfeste/domain/settlement/case.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockHouseholdFacts, lockPerson } from '../queries/person-changes.ts'
import { type HeldCase, lockCase, updateCase } from '../queries/settlement-cases.ts'
import { moveSettlement, registerSettlement } from '../queries/settlement-dates.ts'
import { eventOf } from './event.ts'
import { factsForFeed, isHidden, isProtected } from './feed-facts.ts'
import { caseFacts, noSuchCase, personsOf, showCase } from './shown-case.ts'

/** The next version of a case. */
const advance = (held: HeldCase, change: Partial<HeldCase> & CaseState, at: string): HeldCase => ({
  ...held,
  ...change,
  version: held.version + 1,
  changedAt: at,
})

const accept: Handler<typeof acceptSettlementCase, Tables> = async (
  { params, body: { acceptedOn } },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  expectVersion(held.version)
  const accepted = answerCase(held, { step: 'accept', on: acceptedOn }, today)
  if (isRefusal(accepted)) return accepted
  const next = advance(held, accepted, at)
  return {
    status: 200,
    body: showCase(next),
    version: next.version,
    persons: personsOf(next),
    save: [updateCase(trx, caller.tenant, next)],
    event: eventOf(settlementCaseAccepted, {
      subject: next.id,
      isProtected: next.protected,
      data: { ...caseFacts(next), acceptedOn },
    }),
  }
}

const decline: Handler<typeof declineSettlementCase, Tables> = async (
  { params, body: { declinedOn, reason } },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  expectVersion(held.version)
  const declined = answerCase(held, { step: 'decline', on: declinedOn }, today)
  if (isRefusal(declined)) return declined
  const next = advance(held, { ...declined, declineReason: reason }, at)
  return {
    status: 200,
    body: showCase(next),
    version: next.version,
    persons: personsOf(next),
    save: [updateCase(trx, caller.tenant, next)],
    event: eventOf(settlementCaseDeclined, {
      subject: next.id,
      isProtected: next.protected,
      data: { ...caseFacts(next), declinedOn },
    }),
  }
}

const house: Handler<typeof findHousingForCase, Tables> = async (
  { params, body: { foundOn, dwelling } },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  expectVersion(held.version)
  const housed = findHousing(held, foundOn, today)
  if (isRefusal(housed)) return housed
  const next = advance(held, { ...housed, dwelling }, at)
  return {
    status: 200,
    body: showCase(next),
    version: next.version,
    persons: personsOf(next),
    save: [updateCase(trx, caller.tenant, next)],
    event: eventOf(housingFound, {
      subject: next.id,
      isProtected: next.protected,
      data: { ...caseFacts(next), foundOn },
    }),
  }
}

const settle: Handler<typeof settlePerson, Tables> = async (
  { params, body: { personId, settledOn } },
  { trx, caller, today, at, expectVersion },
) => {
  const person = await lockPerson(trx, caller.tenant, personId)
  const household = person && (await lockHouseholdFacts(trx, caller.tenant, personId))
  const held = await lockCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  expectVersion(held.version)
  const permit = person?.facts.permit ?? null
  const settled = settleMember(held, { personId, settledOn, permit }, today)
  if (isRefusal(settled)) return settled
  assert(person !== null, 'a member of the case is a person')
  const told = { person, household }
  const next = advance(
    held,
    {
      ...held,
      status: settled.status,
      members: held.members.map((m) => (m.personId === personId ? { ...m, settledOn } : m)),
    },
    at,
  )
  return {
    status: 200,
    body: showCase(next),
    version: next.version,
    persons: personsOf(next),
    save: [
      updateCase(trx, caller.tenant, next),
      registerSettlement(trx, caller.tenant, {
        personId,
        caseId: held.id,
        settledOn,
        changedAt: at,
      }),
    ],
    event: eventOf(personSettled, {
      subject: personId,
      isProtected: isHidden(told),
      data: {
        ...factsForFeed(told),
        householdId: held.householdId,
        caseId: held.id,
        settledOn,
      },
    }),
  }
}

const correct: Handler<typeof correctSettlement, Tables> = async (
  { params, body: { personId, settledOn, reason } },
  { trx, caller, today, at, expectVersion },
) => {
  const person = await lockPerson(trx, caller.tenant, personId)
  const household = person && (await lockHouseholdFacts(trx, caller.tenant, personId))
  const held = await lockCase(trx, caller.tenant, params.caseId)
  if (!held) return noSuchCase
  expectVersion(held.version)
  const permit = person?.facts.permit ?? null
  const corrected = correctDate(held, { personId, settledOn, permit }, today)
  if (isRefusal(corrected)) return corrected
  const settledOnBefore = person?.settledOn ?? null
  assert(person !== null && settledOnBefore !== null, 'a settled member is a settled person')
  const of = { personId, settledOnBefore, settledOn, reason }
  const correction = { ...of, correctedBy: caller.actor, correctedAt: at }
  const corrections = [...held.corrections, correction]
  const members = held.members.map((m) => (m.personId === personId ? { ...m, settledOn } : m))
  const next = advance(held, { ...held, members, corrections }, at)
  return {
    status: 200,
    body: showCase(next),
    version: next.version,
    persons: personsOf(next),
    save: [
      updateCase(trx, caller.tenant, next),
      ...moveSettlement(trx, caller.tenant, { held: next, correction }),
    ],
    event: eventOf(settlementDateCorrected, {
      subject: personId,
      isProtected: isHidden({ person, household }),
      data: { personId, caseId: held.id, settledOn, protected: isProtected(person) },
    }),
  }
}

/** The steps of a settlement case, each checked against the one before (F5-F7). */
export function settlementSteps(kit: Kit<Tables>): void {
  serve(kit, acceptSettlementCase, accept)
  serve(kit, declineSettlementCase, decline)
  serve(kit, findHousingForCase, house)
  serve(kit, settlePerson, settle)
  serve(kit, correctSettlement, correct)
}
