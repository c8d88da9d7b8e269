import type { PlainDate } from '../values/calendar.ts'
import type { HouseholdFact } from './household.ts'
import type { Interruption } from './interruption.ts'
import type { PermitFacts } from './regime.ts'

/** The facts of a person that the benefit's factors and its law rest on (N1, N37). */
export type BenefitFacts = PermitFacts & { readonly birthDate: PlainDate }

type CalculatedProgramme = {
  readonly person: BenefitFacts
  readonly plannedStart: PlainDate
  readonly startedOn: PlainDate | null
  readonly interruptions: readonly Interruption[]
  readonly household: readonly HouseholdFact[]
}

/** The participant as the calculation of the benefit takes it; `programmeEnd` null while it goes on. */
export function calculationParticipant(
  programme: CalculatedProgramme,
  programmeEnd: PlainDate | null,
) {
  const { birthDate, permitGrantedOn, appliedFromAbroad, arrivedOn } = programme.person
  return {
    birthDate,
    permitGrantedOn,
    appliedFromAbroad,
    arrivedOn,
    programmeStart: programme.startedOn ?? programme.plannedStart,
    programmeEnd,
    interruptions: programme.interruptions.map(({ from, to, kind }) => ({ from, to, kind })),
    household: [...programme.household],
  }
}

/** True when a correction of a person changes what the benefit is computed from. */
export const changesBenefit = (before: BenefitFacts, after: BenefitFacts): boolean =>
  before.birthDate !== after.birthDate ||
  before.permitGrantedOn !== after.permitGrantedOn ||
  before.appliedFromAbroad !== after.appliedFromAbroad ||
  before.arrivedOn !== after.arrivedOn
