import { registerHousehold } from '@fotfeste/contracts/introduction/enrolments.ts'
import { registerHousehold as registerFacts } from '@fotfeste/domain/introduction/household.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { updateEnrolment, upsertHousehold } from '../queries/enrolment-changes.ts'
import { lockEnrolment } from '../queries/enrolments.ts'
import { lockMonths } from '../queries/programme-months.ts'
import { factsChanged } from './facts-changed.ts'
import { noSuchEnrolment, notStarted, programmeOf, showEnrolment } from './shown-enrolment.ts'

const registerFrom: Handler<typeof registerHousehold, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const programme = programmeOf(held)
  if (!programme) return notStarted
  const next = held.household.find(({ from }) => from > body.from)
  const touched = { enrolmentId: held.id, from: body.from, to: null }
  const { sealedMonths } = await lockMonths(trx, touched)
  const until = next ? next.from.slice(0, 7) : null
  const facts = registerFacts(
    {
      programme,
      facts: held.household,
      sealedMonths: sealedMonths.filter((month) => until === null || month <= until),
    },
    body,
  )
  if (isRefusal(facts)) return facts
  const changed = { ...held, household: facts, version: held.version + 1, changedAt: at }
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  return {
    status: 200,
    body: showEnrolment(changed, today),
    version: changed.version,
    persons: [held.personId],
    save: [updateEnrolment(trx, changed), upsertHousehold(trx, { ...of, added: body })],
    event: factsChanged(changed, body.from),
  }
}

/** What the benefit rests on beside attendance and leave: who lives with whom. */
export function programmeFacts(kit: Kit<Tables>): void {
  serve(kit, registerHousehold, registerFrom)
}
