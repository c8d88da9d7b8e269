import type { InterruptionKind } from '../introduction/interruption.ts'
import { birthdayIn, dayOf, type PlainDate, weekday } from '../values/calendar.ts'
import {
  both,
  type DaySet,
  datesOf,
  daysAmong,
  daysOffIn,
  daysWithin,
  either,
  firstOf,
  isInMonth,
  isInSet,
  NO_DAYS,
  without,
} from '../values/day-set.ts'
import { isDayOff } from '../values/holidays.ts'
import type { Month } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { type Factor, factorBy } from './factor.ts'
import type { HouseholdFacts, MonthFacts, Participant } from './month-facts.ts'
import { COUPLE_RULE_FROM, type RuleSet } from './rule-sets.ts'

/** The days of one factor; a month has one such part, or more when a factor changes inside it (POL5). */
export type FactorPart = Factor & {
  /** The days inside the programme. */
  readonly days: DaySet
  /** Those of them with benefit. */
  readonly entitled: DaySet
}

/** Days of leave, stop or illness without benefit (POL4a), of one interruption. */
export type Leave = { readonly kind: InterruptionKind; readonly days: DaySet }

/** What a month is made of: parts in order of their first day. */
export type Entitlement = {
  readonly parts: readonly FactorPart[]
  readonly leave: readonly Leave[]
  readonly inProgramme: DaySet
  readonly entitled: DaySet
}

export type EntitlementRefusal = 'household-incomplete' | 'dates-out-of-order'

function checkOrder(participant: Participant): Refusal<EntitlementRefusal> | null {
  const { programmeStart, programmeEnd, interruptions, household } = participant
  if (programmeEnd !== null && programmeEnd < programmeStart) {
    return refuse(
      'dates-out-of-order',
      `The programme cannot end on ${programmeEnd}, before it starts on ${programmeStart}.`,
      '/participant/programmeEnd',
    )
  }
  const broken = interruptions.findIndex((one) => one.to < one.from)
  if (broken >= 0) {
    return refuse(
      'dates-out-of-order',
      'An interruption cannot end before it begins; give both days, each included.',
      `/participant/interruptions/${broken}/to`,
    )
  }
  const unsorted = household.findIndex((row, at) => {
    const before = household[at - 1]
    return before !== undefined && before.from >= row.from
  })
  if (unsorted < 0) return null
  return refuse(
    'dates-out-of-order',
    'Household rows are ordered by from, one row a day; each holds until the next.',
    `/participant/household/${unsorted}/from`,
  )
}

/** Days on which the same household facts hold; null where none do. */
type Held = { readonly days: DaySet; readonly household: HouseholdFacts | null }

/** Splits the programme's days by household row: each holds from its day until the next. */
function byHousehold(of: Month, rows: readonly HouseholdFacts[], inProgramme: DaySet): Held[] {
  const split: Held[] = []
  let rest = inProgramme
  for (let at = rows.length - 1; at >= 0 && rest !== NO_DAYS; at--) {
    const household = rows[at] as HouseholdFacts
    const days = both(rest, daysWithin(of, household.from, null))
    if (days !== NO_DAYS) split.push({ days, household })
    rest = without(rest, days)
  }
  if (rest !== NO_DAYS) split.push({ days: rest, household: null })
  return split.reverse()
}

/** Each interruption's days of the programme; the first of two that meet has the day. */
function leaveIn(facts: MonthFacts, inProgramme: DaySet): { leave: Leave[]; away: DaySet } {
  const leave: Leave[] = []
  let away: DaySet = NO_DAYS
  for (const { from, to, kind } of facts.participant.interruptions) {
    const days = without(both(inProgramme, daysWithin(facts.month, from, to)), away)
    if (days === NO_DAYS) continue
    leave.push({ kind, days })
    away = either(away, days)
  }
  return { leave, away }
}

/** The share on each day: by age and household (N37, N38, POL14), days of the same share together (POL1). */
function partsOf(
  { month, participant }: MonthFacts,
  rules: RuleSet,
  days: { readonly held: readonly Held[]; readonly away: DaySet },
): FactorPart[] {
  const { birthDate, programmeStart } = participant
  const grown = daysWithin(month, birthdayIn(birthDate, 25), null)
  const parts: { factor: Factor; days: DaySet }[] = []
  const add = (factor: Factor, own: DaySet) => {
    if (own === NO_DAYS) return
    const part = parts.find((one) => one.factor.text === factor.text)
    if (part) part.days = either(part.days, own)
    else parts.push({ factor, days: own })
  }
  for (const { days: own, household } of days.held) {
    const isCouple =
      household?.partnerInProgramme === true &&
      !household.hasChildren &&
      programmeStart >= COUPLE_RULE_FROM
    const atHome = household?.livesWithParent === true
    const young = without(own, grown)
    if (young !== NO_DAYS) add(factorBy(rules, { isUnder25: true, atHome, isCouple }), young)
    add(factorBy(rules, { isUnder25: false, atHome: false, isCouple }), both(own, grown))
  }
  return parts.map(({ factor, days: own }) => ({
    ...factor,
    days: own,
    entitled: without(own, days.away),
  }))
}

/**
 * The days of the month inside the programme, grouped by factor in order of first appearance:
 * the same factor twice is one part (POL1). The law in force before 2021 asks for no household facts.
 */
export function entitlementOf(
  facts: MonthFacts,
  rules: RuleSet,
): Refusal<EntitlementRefusal> | Entitlement {
  const { month, participant } = facts
  const outOfOrder = checkOrder(participant)
  if (outOfOrder) return outOfOrder
  const inProgramme = daysWithin(month, participant.programmeStart, participant.programmeEnd)
  const household = byHousehold(month, participant.household, inProgramme)
  const unknown = household[0]
  if (unknown?.household === null && rules.regime === 'integreringsloven') {
    const [date] = datesOf(month, unknown.days)
    return refuse(
      'household-incomplete',
      `No household facts hold on ${date}; give a row from ${participant.programmeStart} on.`,
      '/participant/household',
    )
  }
  const { leave, away } = leaveIn(facts, inProgramme)
  const parts = partsOf(facts, rules, { held: household, away })
  return { parts, leave, inProgramme, entitled: without(inProgramme, away) }
}

/** The kinds of leave on some days, in order of their first day. */
export function leaveKindsOn(leave: readonly Leave[], days: DaySet): InterruptionKind[] {
  const own = leave.filter((one) => both(one.days, days) !== NO_DAYS)
  const inOrder = own.toSorted((a, b) => firstOf(both(a.days, days)) - firstOf(both(b.days, days)))
  return [...new Set(inOrder.map((one) => one.kind))]
}

/**
 * The programme days among the days with benefit: the timesheet's, else Monday to Friday outside
 * integreringsforskriften § 17, which are never programme days (POL3).
 */
export function programmeDaysOf(
  { month, programmeDays }: MonthFacts,
  { entitled }: Pick<Entitlement, 'entitled'>,
): DaySet {
  const days = without(entitled, daysOffIn(month))
  return programmeDays === null ? days : both(days, daysAmong(month, programmeDays))
}

/** Says why a date is no programme day, for a person to act on. */
export function whyNoProgrammeDay(
  { month }: MonthFacts,
  { inProgramme, leave }: Pick<Entitlement, 'inProgramme' | 'leave'>,
  date: PlainDate,
): string {
  if (!isInMonth(month, date)) return `${date} is not in ${month}`
  const day = dayOf(date)
  if (!isInSet(inProgramme, day)) return `${date} is outside the programme`
  const away = leave.find((one) => isInSet(one.days, day))
  if (away) return `${date} is without entitlement (${away.kind})`
  if (weekday(date) >= 6) return `${date} is a Saturday or Sunday`
  if (isDayOff(date)) return `${date} is a day off (integreringsforskriften § 17)`
  return `${date} is not among the timesheet's programme days`
}
