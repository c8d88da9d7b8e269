import { addInterruption, registerHousehold } from '@fotfeste/contracts/introduction/enrolments.ts'
import { programmeFactsChanged } from '@fotfeste/contracts/introduction/events.ts'
import { calculationParticipant } from '@fotfeste/domain/introduction/calculation.ts'
import { registerHousehold as registerFacts } from '@fotfeste/domain/introduction/household.ts'
import { addInterruption as interrupt } from '@fotfeste/domain/introduction/interruption.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  insertInterruption,
  updateEnrolment,
  upsertHousehold,
} from '../queries/enrolment-changes.ts'
import { type HeldEnrolment, lockEnrolment, subjectOf } from '../queries/enrolments.ts'
import { lockMonths, touchMonths } from '../queries/programme-months.ts'
import { eventOf } from './event.ts'
import { noSuchEnrolment, notStarted, programmeOf, showEnrolment } from './shown-enrolment.ts'

const overlapping = refuse(
  'interruptions-overlap',
  'Another interruption holds one of these days: read the programme again.',
  '/from',
)

const factsChanged = (held: HeldEnrolment, changedFrom: PlainDate) =>
  eventOf(programmeFactsChanged, {
    subject: held.id,
    isProtected: held.protected,
    data: {
      ...subjectOf(held),
      participant: calculationParticipant(held, held.endedOn),
      changedFrom,
    },
  })

const addLeave: Handler<typeof addInterruption, Tables> = async (
  { params, body },
  { trx, caller, today, at, newId, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const programme = programmeOf(held)
  if (!programme) return notStarted
  const touched = { enrolmentId: held.id, from: body.from, to: body.to }
  const use = await lockMonths(trx, touched)
  const added = interrupt({ programme, interruptions: held.interruptions, ...use }, body)
  if (isRefusal(added)) return added
  const interruption = { ...body, ...added, interruptionId: newId<'Interruption'>() }
  const interruptions = [...held.interruptions, interruption].sort((a, b) =>
    a.from < b.from ? -1 : 1,
  )
  const changed = { ...held, interruptions, version: held.version + 1, changedAt: at }
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  return {
    status: 201,
    body: showEnrolment(changed, today),
    version: changed.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, changed),
      insertInterruption(trx, { ...of, added: interruption }),
      touchMonths(trx, touched),
    ],
    conflicts: { interruption_overlap: overlapping },
    event: factsChanged(changed, body.from),
  }
}

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

/** What the benefit rests on beside attendance: leave and stops, and who lives with whom. */
export function programmeFacts(kit: Kit<Tables>): void {
  serve(kit, addInterruption, addLeave)
  serve(kit, registerHousehold, registerFrom)
}
