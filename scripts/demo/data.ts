import { readFileSync } from 'node:fs'
import { eachDay, type PlainDate, plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isDayOff } from '@fotfeste/domain/values/holidays.ts'
import { firstDay, lastDay, type Month } from '@fotfeste/domain/values/month.ts'

/** One member of a household as the file has it; a child without permit came after its parents. */
export type Member = {
  readonly key: string
  readonly relation: 'adult' | 'partner' | 'child' | 'other'
  readonly givenName: string
  readonly familyName: string
  readonly birthDate: string
  readonly sex: string
  readonly citizenship: string
  readonly language: string
  readonly nationalNumber: string
  readonly ground: string | null
  readonly permitGrantedOn: string | null
  readonly arrivedOn: string | null
  readonly protection: string
}

export type Household = {
  readonly key: string
  readonly about: string
  readonly dwelling: string
  readonly case: {
    readonly reference: string
    readonly proposedOn: string
    readonly acceptedOn: string
    readonly housingFoundOn: string
    readonly settledOn: string
  }
  readonly members: readonly Member[]
}

export type HouseholdFacts = {
  readonly from: string
  readonly livesWithParent: boolean
  readonly partnerInProgramme: boolean
  readonly hasChildren: boolean
}

export type Participant = {
  readonly key: string
  readonly decidedOn: string
  readonly start: string
  readonly endedOn?: string
  readonly goal: string
  readonly completedUpperSecondary: boolean
  readonly account: string
  /** The account became known late: the month before is blocked until then. */
  readonly accountKnownOn?: string
  /** The timesheet of May was approved late. */
  readonly mayApprovedOn?: string
  readonly household: readonly HouseholdFacts[]
  readonly interruptions?: readonly { kind: string; from: string; to: string }[]
  readonly income?: readonly { month: string; paidWork: object | null; benefits: object[] }[]
}

export type Absence = {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly kind: string
  /** Minutes of each day; left out for whole days. */
  readonly minutes?: number
}

/** A guide or a referral: sent as it stands, but for its key. */
export type Keyed = { readonly key: string } & Readonly<Record<string, unknown>>

const read = <Content>(name: string): Content =>
  JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as Content

export const households = read<Household[]>('households')
export const participants = read<Participant[]>('participants')
export const absences = read<Absence[]>('absences')
export const { guides, referrals } = read<{ guides: Keyed[]; referrals: Keyed[] }>('guides')

export const members = households.flatMap((household) => household.members)
export const nameOf = (key: string): string => {
  const member = members.find((one) => one.key === key)
  return member ? `${member.givenName} ${member.familyName}` : key
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/unaccompanied/, 'unaccompanied minors'],
  [/^couple/, 'couples without children at home'],
  [/^parents/, 'two-parent families'],
  [/^mother/, 'single-parent families'],
  [/^single/, 'singles'],
]

/** How many households of each kind there are. */
export function householdKinds(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { about } of households) {
    const kind = KINDS.find(([pattern]) => pattern.test(about))?.[1] ?? about
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

/** What the municipality's request letter and decision say. */
export const REQUEST = {
  year: 2026,
  persons: 112,
  unaccompaniedMinors: 8,
  receivedOn: '2025-11-24',
  deadline: '2026-02-25',
  reference: '25/04711',
}

export const MINUTES_A_DAY = 450

/** The programme days of a person in a month: working days from the first to the last, outside leave. */
export function programmeDays(person: Participant, month: Month): PlainDate[] {
  return eachDay(firstDay(month), lastDay(month)).filter(
    (day) =>
      !isDayOff(day) &&
      day >= person.start &&
      day <= (person.endedOn ?? '9999-12-31') &&
      !person.interruptions?.some(({ from, to }) => from <= day && day <= to),
  )
}

type Day = {
  readonly date: PlainDate
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absences: readonly { kind: string; minutes: number }[]
}

/** A month's attendance of one person: present all day unless the file of absences says otherwise. */
export function attendanceOf(person: Participant, month: Month): Day[] {
  const own = absences.filter(({ key }) => key === person.key)
  return programmeDays(person, month).map((date) => {
    const missed = own
      .filter(({ from, to }) => from <= date && date <= to)
      .map(({ kind, minutes }) => ({ kind, minutes: minutes ?? MINUTES_A_DAY }))
    const absent = missed.reduce((sum, { minutes }) => sum + minutes, 0)
    return {
      date,
      plannedMinutes: MINUTES_A_DAY,
      presentMinutes: MINUTES_A_DAY - absent,
      absences: missed,
    }
  })
}

/** How many programme days were missed, wholly or in part, by kind of absence. */
export function missedDays(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { from, to, kind } of absences) {
    const missed = eachDay(plainDate(from), plainDate(to)).filter((date) => !isDayOff(date))
    counts.set(kind, (counts.get(kind) ?? 0) + missed.length)
  }
  return counts
}

/** True when the person is in the programme on a day of the month. */
export const takesPartIn = (person: Participant, month: Month): boolean =>
  person.start <= lastDay(month) && (person.endedOn ?? '9999-12-31') >= firstDay(month)
