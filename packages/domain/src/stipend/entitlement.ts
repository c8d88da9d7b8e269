import type { InterruptionKind } from '../introduction/interruption.ts'
import { ageOn, type PlainDate, weekday } from '../values/calendar.ts'
import { isDayOff } from '../values/holidays.ts'
import { daysOf } from '../values/month.ts'
import { ONE, type Ratio, ratioText, times } from '../values/ratio.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { HouseholdFacts, MonthFacts, Participant } from './month-facts.ts'
import { COUPLE_RULE_FROM, type RuleSet } from './rule-sets.ts'

/** One calendar day of the month that lies inside the programme. */
export type ProgrammeDay = {
  readonly date: PlainDate
  readonly factor: Ratio
  readonly leave: InterruptionKind | null
}

/** The days of one factor; a month has one such part, or more when a factor changes inside it (POL5). */
export type FactorPart = {
  readonly factor: Ratio
  /** Paragraphs of the factor beside those of the base; empty for the whole benefit. */
  readonly law: readonly string[]
  readonly ruleKeys: readonly string[]
  readonly why: string
  readonly days: readonly ProgrammeDay[]
}

export type EntitlementRefusal = 'household-incomplete' | 'dates-out-of-order'

type Factor = Omit<FactorPart, 'days'>

/** Why someone under 25 has less; the law before 2021 did not ask where they live (O14, N37). */
const under25Reason = (rules: RuleSet, atHome: boolean): string =>
  rules.regime === 'introduksjonsloven'
    ? 'under 25'
    : `under 25, ${atHome ? '' : 'not '}living with a parent`

/** The person's share of the benefit on a day: O14; N37, N38 and POL14. */
function factorOn(
  rules: RuleSet,
  participant: Participant,
  on: { day: PlainDate; household: HouseholdFacts | null },
): Factor {
  const { household } = on
  const isUnder25 = ageOn(participant.birthDate, on.day) < 25
  const atHome = isUnder25 && household?.livesWithParent === true
  const byAge = !isUnder25 ? ONE : atHome ? rules.under25WithParent : rules.under25
  const isCouple =
    household?.partnerInProgramme === true &&
    !household.hasChildren &&
    participant.programmeStart >= COUPLE_RULE_FROM
  const couple = isCouple && rules.couple ? rules.couple : null
  const reasons = [
    ...(isUnder25 ? [under25Reason(rules, atHome)] : []),
    ...(couple ? ['both of a couple without children take part'] : []),
  ]
  return {
    factor: couple ? times(byAge, couple) : byAge,
    law: [
      ...(isUnder25 ? [rules.paragraphs.under25] : []),
      ...(couple ? [rules.paragraphs.couple] : []),
    ],
    ruleKeys: [...(isUnder25 ? rules.keys.under25 : []), ...(couple ? rules.keys.couple : [])],
    why: reasons.join('; '),
  }
}

function householdOn(participant: Participant, day: PlainDate): HouseholdFacts | null {
  return participant.household.filter((row) => row.from <= day).at(-1) ?? null
}

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

/**
 * The days of the month inside the programme, grouped by factor in order of first appearance:
 * the same factor twice is one part (POL1). The law in force before 2021 asks for no household facts.
 */
export function entitlementOf(
  facts: MonthFacts,
  rules: RuleSet,
): Refusal<EntitlementRefusal> | readonly FactorPart[] {
  const { participant } = facts
  const outOfOrder = checkOrder(participant)
  if (outOfOrder) return outOfOrder
  const parts = new Map<string, Factor & { days: ProgrammeDay[] }>()
  for (const date of daysOf(facts.month)) {
    if (!isInProgramme(participant, date)) continue
    const household = householdOn(participant, date)
    if (household === null && rules.regime === 'integreringsloven') {
      return refuse(
        'household-incomplete',
        `No household facts hold on ${date}; give a row from ${participant.programmeStart} on.`,
        '/participant/household',
      )
    }
    const factor = factorOn(rules, participant, { day: date, household })
    const key = ratioText(factor.factor)
    const part = parts.get(key) ?? { ...factor, days: [] }
    const leave = participant.interruptions.find((one) => one.from <= date && date <= one.to)
    part.days.push({ date, factor: factor.factor, leave: leave?.kind ?? null })
    parts.set(key, part)
  }
  return [...parts.values()]
}

const isInProgramme = ({ programmeStart, programmeEnd }: Participant, day: PlainDate): boolean =>
  programmeStart <= day && (programmeEnd === null || day <= programmeEnd)

/** True for a day of leave, stop or illness without benefit (POL4a). */
export const isLeave = (day: ProgrammeDay): day is ProgrammeDay & { leave: InterruptionKind } =>
  day.leave !== null

/** Days of a part on which there is benefit. */
export const entitledDays = (part: FactorPart): readonly ProgrammeDay[] =>
  part.days.filter((day) => day.leave === null)

/**
 * The programme days among the days with benefit: the timesheet's, else Monday to Friday outside
 * integreringsforskriften § 17, which are never programme days (POL3).
 */
export function programmeDaysAmong(
  facts: MonthFacts,
  parts: readonly FactorPart[],
): ReadonlyMap<PlainDate, Ratio> {
  const planned = facts.programmeDays === null ? null : new Set(facts.programmeDays)
  const days = parts
    .flatMap(entitledDays)
    .filter(({ date }) => !isDayOff(date) && (planned === null || planned.has(date)))
  return new Map(days.map(({ date, factor }) => [date, factor]))
}

/** Says why a date is no programme day, for a person to act on. */
export function whyNoProgrammeDay(
  facts: MonthFacts,
  parts: readonly FactorPart[],
  date: PlainDate,
): string {
  const day = parts.flatMap((part) => part.days).find((one) => one.date === date)
  if (!date.startsWith(facts.month)) return `${date} is not in ${facts.month}`
  if (day === undefined) return `${date} is outside the programme`
  if (day.leave !== null) return `${date} is without entitlement (${day.leave})`
  if (weekday(date) >= 6) return `${date} is a Saturday or Sunday`
  if (isDayOff(date)) return `${date} is a day off (integreringsforskriften § 17)`
  return `${date} is not among the timesheet's programme days`
}
