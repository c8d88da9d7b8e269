import { recordAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import {
  addInterruption,
  createEnrolment,
  startEnrolment,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import { putPlan } from '@fotfeste/contracts/introduction/plans.ts'
import { sealTimesheet } from '@fotfeste/contracts/introduction/timesheets.ts'
import { workingDaysOf } from '@fotfeste/domain/introduction/working-days.ts'
import { firstDay, lastDay, month } from '@fotfeste/domain/values/month.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import { type Suite, settle } from './settled.ts'

const noHousehold = { livesWithParent: false, partnerInProgramme: false, hasChildren: false }

/** A decided programme of a new person; `more` overrides the body. */
export async function decide(suite: Suite, more: Record<string, unknown> = {}) {
  const personId = (more['personId'] as string | undefined) ?? (await settle(suite))
  const body = { ...createEnrolment.bodyExample, ...more, personId }
  return (await suite.make(createEnrolment, { body })).body as {
    enrolmentId: string
    personId: string
    version: number
  }
}

/** A running programme of a new person, from 12 January 2026. */
export async function start(suite: Suite, more: Record<string, unknown> = {}) {
  const { startedOn = '2026-01-12', household = noHousehold, ...decision } = more
  const { enrolmentId, personId } = await decide(suite, decision)
  const body = { startedOn, plannedEnd: null, household }
  await suite.make(startEnrolment, { params: { enrolmentId }, body })
  return { enrolmentId, personId }
}

/** A running programme with leave in April and May 2026. */
export async function interrupt(suite: Suite) {
  const { enrolmentId } = await start(suite)
  const body = { ...addInterruption.bodyExample, from: '2026-04-01', to: '2026-05-31' }
  const { interruptions } = (await suite.make(addInterruption, { params: { enrolmentId }, body }))
    .body
  return { enrolmentId, interruptionId: interruptions[0].interruptionId as string }
}

/** A day's attendance with nothing missed. */
export const present = (date: string) => ({
  date,
  plannedMinutes: 450,
  presentMinutes: 450,
  absences: [] as { kind: string; minutes: number }[],
})

export const workingDays = (of: string) =>
  workingDaysOf(firstDay(month(of)), lastDay(month(of))) as string[]

/** A sealed February 2026 without a single programme day. */
export async function seal(suite: Suite) {
  const { enrolmentId } = await start(suite)
  const params = { enrolmentId, month: '2026-02' }
  const body = { daysWithoutProgramme: workingDays('2026-02') }
  await suite.make(sealTimesheet, { params, body })
  return params
}

type Factory = (suite: Harness<unknown>) => Promise<Record<string, string>>
const own = (make: (suite: Suite) => Promise<Record<string, string>>): Factory =>
  make as unknown as Factory

/** Makes what a path needs in the suite's municipality; the names are those of the contracts. */
export const factories: Record<string, Factory> = {
  participant: own(async (suite) => ({ personId: await settle(suite) })),
  enrolment: own(async (suite) => ({ enrolmentId: (await decide(suite)).enrolmentId })),
  startedEnrolment: own(async (suite) => ({ enrolmentId: (await start(suite)).enrolmentId })),
  plan: own(async (suite) => {
    const params = { enrolmentId: (await decide(suite)).enrolmentId }
    await suite.make(putPlan, { params, body: putPlan.bodyExample })
    return params
  }),
  attendanceDay: own(async (suite) => {
    const params = { enrolmentId: (await start(suite)).enrolmentId }
    await suite.make(recordAttendance, { params, body: present('2026-03-02') })
    return { ...params, date: '2026-03-02' }
  }),
  timesheet: own(async (suite) => ({
    enrolmentId: (await start(suite)).enrolmentId,
    month: '2026-02',
  })),
  sealedTimesheet: own(seal),
  interruption: own(interrupt),
}
