import type { AbsenceKind } from '../introduction/absence-kind.ts'
import type { BenefitKind, PaidWork } from '../introduction/income.ts'
import type { InterruptionKind } from '../introduction/interruption.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Minutes } from '../values/minutes.ts'
import type { Month } from '../values/month.ts'
import type { Ore } from '../values/ore.ts'

/** One absence of one date: the whole programme day or minutes of it, never both (POL2). */
export type Absence = {
  readonly date: PlainDate
  readonly wholeDay: boolean
  readonly minutes: Minutes | null
  readonly kind: AbsenceKind
}

/** Calendar days without benefit, both ends included (POL4a). */
export type Interruption = {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly kind: InterruptionKind
}

/** What the factor looks at, from a day until the next row (N37, N38). */
export type HouseholdFacts = {
  readonly from: PlainDate
  readonly livesWithParent: boolean
  /** True on days on which both are entitled to benefit under integreringsloven (POL14). */
  readonly partnerInProgramme: boolean
  readonly hasChildren: boolean
}

/** A public benefit beside the introduction benefit: gross for the calendar month (POL12). */
export type OtherBenefit = {
  readonly kind: BenefitKind
  readonly amountOre: Ore
  readonly earnedBeforeProgramme: boolean
}

export type Participant = {
  readonly birthDate: PlainDate
  readonly permitGrantedOn: PlainDate
  readonly appliedFromAbroad: boolean
  readonly arrivedOn: PlainDate | null
  /** First and last programme day. */
  readonly programmeStart: PlainDate
  readonly programmeEnd: PlainDate | null
  readonly interruptions: readonly Interruption[]
  readonly household: readonly HouseholdFacts[]
}

/** All that a month's benefit depends on beside G and the policies. */
export type MonthFacts = {
  readonly month: Month
  readonly participant: Participant
  readonly absences: readonly Absence[]
  readonly paidWork: PaidWork | null
  readonly benefits: readonly OtherBenefit[]
  /** The timesheet's programme days; null without one: Monday to Friday outside § 17 (POL3). */
  readonly programmeDays: readonly PlainDate[] | null
}

/** A month's facts as they come from outside, where what does not apply is left out. */
export type GivenMonth = {
  readonly absences: readonly {
    readonly date: PlainDate
    readonly wholeDay?: boolean | undefined
    readonly minutes?: Minutes | undefined
    readonly kind: AbsenceKind
  }[]
  readonly paidWork:
    | (Omit<PaidWork, 'days'> & { readonly days?: PaidWork['days'] | undefined })
    | null
  readonly benefits: readonly (Omit<OtherBenefit, 'earnedBeforeProgramme'> & {
    readonly earnedBeforeProgramme?: boolean | undefined
  })[]
  readonly plannedDays?: readonly PlainDate[] | undefined
}

export type MonthContent = Omit<MonthFacts, 'month' | 'participant'>

/** Says for everything left out that it is not there. */
export function monthContent(given: GivenMonth): MonthContent {
  const { absences, paidWork, benefits, plannedDays } = given
  return {
    absences: absences.map(({ date, wholeDay, minutes, kind }) => ({
      date,
      kind,
      wholeDay: wholeDay === true,
      minutes: minutes ?? null,
    })),
    paidWork: paidWork && { ...paidWork, days: paidWork.days ?? null },
    benefits: benefits.map(({ kind, amountOre, earnedBeforeProgramme }) => ({
      kind,
      amountOre,
      earnedBeforeProgramme: earnedBeforeProgramme === true,
    })),
    programmeDays: plannedDays ?? null,
  }
}
