import { correctAttendance, importAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import {
  approveTimesheet,
  correctTimesheet,
  getTimesheet,
  registerIncome,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { lastDay, type Month } from '@fotfeste/domain/values/month.ts'
import { amund, marit, tone } from './cast.ts'
import { attendanceOf, MINUTES_A_DAY, type Participant, participants, takesPartIn } from './data.ts'
import { idOf, inParallel, type Stage } from './stage.ts'

/** Who has programme days to record in a month. */
const attending = (month: Month): Participant[] =>
  participants.filter((person) => takesPartIn(person, month))

/** Records a month day by day, from the files; answers how many days. */
export async function recordMonth(stage: Stage, month: Month): Promise<number> {
  let days = 0
  await inParallel(attending(month), async (person) => {
    const own = attendanceOf(person, month)
    const { recorded } = await stage.make(tone, importAttendance, {
      params: { enrolmentId: idOf(stage.enrolmentIds, person.key) },
      body: { days: own },
    })
    days += recorded
  })
  return days
}

/** Paid work and benefits that reduce the month (§§ 22, 23). */
export async function registerIncomes(stage: Stage, month: Month): Promise<number> {
  const rows = participants.flatMap(({ key, income }) =>
    (income ?? []).filter((row) => row.month === month).map((row) => ({ key, ...row })),
  )
  for (const { key, paidWork, benefits } of rows) {
    await stage.make(amund, registerIncome, {
      params: { enrolmentId: idOf(stage.enrolmentIds, key), month },
      body: { paidWork, benefits },
    })
  }
  return rows.length
}

/** The organiser seals each timesheet of the month. */
export async function sealMonth(stage: Stage, month: Month): Promise<number> {
  const due = attending(month)
  await inParallel(due, (person) => seal(stage, person.key, month))
  return due.length
}

async function seal(stage: Stage, key: string, month: Month): Promise<void> {
  const params = { enrolmentId: idOf(stage.enrolmentIds, key), month }
  await stage.make(tone, sealTimesheet, { params, body: { daysWithoutProgramme: [] } })
}

/** Another person approves what has been sealed, but for those that wait for an answer. */
export async function approveMonth(
  stage: Stage,
  month: Month,
  today: string,
): Promise<{ approved: number; waiting: Participant[] }> {
  await stage.setDay(today)
  const isLate = ({ mayApprovedOn = '' }: Participant) =>
    month === '2026-05' && mayApprovedOn > today
  const due = attending(month).filter((person) => !isLate(person))
  await inParallel(due, (person) => approveOne(stage, person.key, month))
  return { approved: due.length, waiting: attending(month).filter(isLate) }
}

/** Approves one timesheet. */
export async function approveOne(stage: Stage, key: string, month: Month): Promise<void> {
  const params = { enrolmentId: idOf(stage.enrolmentIds, key), month }
  await stage.make(marit, approveTimesheet, { params, body: {} })
}

/** A doctor's certificate came late: the approved month is opened, corrected and approved anew. */
export async function correctApril(stage: Stage, today: string): Promise<void> {
  await stage.setDay(today)
  const key = 'H12-1'
  const month = '2026-04' as Month
  const params = { enrolmentId: idOf(stage.enrolmentIds, key), month }
  const reason = 'The doctor’s certificate for 28 April came in.'
  const opened = await stage.make(tone, correctTimesheet, { params, body: { reason } })
  const entry = opened.days.find(({ date }) => date === '2026-04-28')
  await stage.make(tone, correctAttendance, {
    params: { enrolmentId: params.enrolmentId, date: '2026-04-28' },
    body: {
      plannedMinutes: MINUTES_A_DAY,
      presentMinutes: 0,
      absences: [{ kind: 'doctor-certified', minutes: MINUTES_A_DAY }],
      reason,
    },
    ...(entry ? { ifMatch: entry.version } : {}),
  })
  await seal(stage, key, month)
  await approveOne(stage, key, month)
  const { state, revision } = await stage.make(marit, getTimesheet, { params })
  if (state !== 'approved' || revision !== 2) throw new Error(`April of ${key} is ${state}.`)
}

/** The day on which a month can be sealed at the latest: its last. */
export const closingDay = (month: Month): string => lastDay(month)
