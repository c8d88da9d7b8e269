import {
  endEnrolment,
  extendEnrolment,
  startEnrolment,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  programmeEnded,
  programmeFactsChanged,
  programmeStarted,
} from '@fotfeste/contracts/introduction/events.ts'
import { calculationParticipant } from '@fotfeste/domain/introduction/calculation.ts'
import { endProgramme } from '@fotfeste/domain/introduction/ending.ts'
import { extendProgramme, startProgramme } from '@fotfeste/domain/introduction/programme.ts'
import { addDays, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { eachMonth, lastDay, monthOf } from '@fotfeste/domain/values/month.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertExtension, updateEnrolment, upsertHousehold } from '../queries/enrolment-changes.ts'
import { lockEnrolment, subjectOf } from '../queries/enrolments.ts'
import {
  dropMonthsAfter,
  lastDayAttended,
  lockMonths,
  openMonths,
  touchMonths,
} from '../queries/programme-months.ts'
import { eventOf } from './event.ts'
import { absenceOf, noSuchEnrolment, showEnrolment } from './shown-enrolment.ts'

type NewIds = <Kind extends string>() => Id<Kind>

const monthsOf = (from: PlainDate, to: PlainDate, newId: NewIds) =>
  eachMonth(monthOf(from), monthOf(to)).map((month) => ({ id: newId<'Timesheet'>(), month }))

/** The sealed months that hold days behind `day`: a month that ends with it loses nothing. */
const losing = (months: readonly string[], day: PlainDate): readonly string[] =>
  lastDay(monthOf(day)) === day ? months.filter((month) => month > monthOf(day)) : months

const start: Handler<typeof startEnrolment, Tables> = async (
  { params, body },
  { trx, caller, today, at, newId, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const started = startProgramme(held, body, today)
  if (isRefusal(started)) return started
  const household = { from: started.startedOn, ...body.household }
  const version = held.version + 1
  const facts = { ...started, household: [household], version, changedAt: at }
  const running = { ...held, state: 'started' as const, ...facts }
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  const months = monthsOf(started.startedOn, started.plannedEnd, newId)
  return {
    status: 200,
    body: showEnrolment(running, today),
    version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, running),
      upsertHousehold(trx, { ...of, added: household }),
      openMonths(trx, { ...of, months }),
    ],
    event: eventOf(programmeStarted, {
      subject: held.id,
      isProtected: held.protected,
      data: { ...subjectOf(held), participant: calculationParticipant(running, null) },
    }),
  }
}

const extend: Handler<typeof extendEnrolment, Tables> = async (
  { params, body },
  { trx, caller, today, at, newId, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const touched = { enrolmentId: held.id, from: held.plannedEnd, to: null }
  const { sealedMonths } = await lockMonths(trx, touched)
  const state = {
    ...held,
    absence: absenceOf(held),
    sealedMonths: losing(sealedMonths, held.plannedEnd),
  }
  const moved = extendProgramme(state, body)
  if (isRefusal(moved)) return moved
  const longer = { ...held, ...moved, version: held.version + 1, changedAt: at }
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  const added = { ...body, id: newId<'Extension'>(), plannedEndBefore: held.plannedEnd }
  return {
    status: 200,
    body: showEnrolment(longer, today),
    version: longer.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, longer),
      insertExtension(trx, { ...of, added }),
      openMonths(trx, { ...of, months: monthsOf(held.plannedEnd, longer.plannedEnd, newId) }),
    ],
    event: eventOf(programmeFactsChanged, {
      subject: held.id,
      isProtected: held.protected,
      data: {
        ...subjectOf(held),
        participant: calculationParticipant(longer, null),
        changedFrom: addDays(held.plannedEnd, 1),
      },
    }),
  }
}

const end: Handler<typeof endEnrolment, Tables> = async (
  { params, body },
  { trx, today, at, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const touched = { enrolmentId: held.id, from: body.endedOn, to: null }
  const { sealedMonths } = await lockMonths(trx, touched)
  const lastDayOf = await lastDayAttended(trx, held.id)
  const state = {
    ...held,
    lastDayAttended: lastDayOf,
    sealedMonths: losing(sealedMonths, body.endedOn),
  }
  const ended = endProgramme(state, body, today)
  if (isRefusal(ended)) return ended
  const { endedOn, reason } = ended
  const over = {
    ...held,
    state: 'ended' as const,
    endedOn,
    endReason: reason,
    endCaseReference: body.caseReference,
    version: held.version + 1,
    changedAt: at,
  }
  return {
    status: 200,
    body: showEnrolment(over, today),
    version: over.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, over),
      touchMonths(trx, touched),
      dropMonthsAfter(trx, held.id, endedOn),
    ],
    event: eventOf(programmeEnded, {
      subject: held.id,
      isProtected: held.protected,
      data: { ...subjectOf(held), endedOn, reason },
    }),
  }
}

/** The steps of a programme: start, a later end, the end. */
export function programmeSteps(kit: Kit<Tables>): void {
  serve(kit, startEnrolment, start)
  serve(kit, extendEnrolment, extend)
  serve(kit, endEnrolment, end)
}
