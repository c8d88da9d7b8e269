import { ageOn, type PlainDate } from '../values/calendar.ts'
import { identityNumberKind, isPlausibleDufNumber } from '../values/identity-number.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { isNordicOrEea } from './countries.ts'
import type { PermitGround } from './permit.ts'

export type Sex = 'female' | 'male'

/** Residence permit (oppholdstillatelse); `validTo` null is permanent or unknown. */
export type Permit = {
  readonly ground: PermitGround
  readonly grantedOn: PlainDate
  readonly validTo: PlainDate | null
}

/** What the municipality may hold of a person beside numbers and protection (integreringsforskriften §§ 46, 47, 51; N50). */
export type PersonFacts = {
  readonly givenName: string
  readonly familyName: string
  readonly birthDate: PlainDate
  readonly sex: Sex
  readonly citizenships: readonly string[]
  readonly motherTongue: string | null
  readonly interpreterLanguage: string | null
  readonly permit: Permit | null
  readonly appliedFromAbroad: boolean
  readonly arrivedOn: PlainDate | null
  readonly settledByAgreement: boolean
  readonly nordicOrEeaCitizen: boolean
  readonly referencePersonSettledOn: PlainDate | null
  /** For a family member: the day of the application for the permit (integreringsloven § 9 f). */
  readonly permitAppliedOn: PlainDate | null
  readonly unaccompaniedMinor: boolean
}

export type FactRefusal = 'date-in-future' | 'dates-out-of-order' | 'not-a-minor'

/** Age of majority (vergemålsloven § 8): an unaccompanied minor is younger when the permit is granted. */
const MAJORITY = 18

function findFutureDay(facts: PersonFacts, today: PlainDate): Refusal<'date-in-future'> | null {
  const days: [string, PlainDate | null][] = [
    ['/birthDate', facts.birthDate],
    ['/permit/grantedOn', facts.permit?.grantedOn ?? null],
    ['/arrivedOn', facts.arrivedOn],
    ['/referencePersonSettledOn', facts.referencePersonSettledOn],
    ['/permitAppliedOn', facts.permitAppliedOn],
  ]
  const future = days.find(([, day]) => day !== null && day > today)
  if (!future) return null
  return refuse('date-in-future', `Give a day that is not after ${today}.`, future[0])
}

function findDisorder(facts: PersonFacts): Refusal<'dates-out-of-order'> | null {
  const { birthDate, permit, arrivedOn, permitAppliedOn } = facts
  if (permit && permit.grantedOn < birthDate)
    return refuse(
      'dates-out-of-order',
      'A permit is not granted before birth.',
      '/permit/grantedOn',
    )
  if (permit?.validTo && permit.validTo < permit.grantedOn)
    return refuse(
      'dates-out-of-order',
      'A permit does not end before it is granted.',
      '/permit/validTo',
    )
  if (permit && permitAppliedOn && permitAppliedOn > permit.grantedOn)
    return refuse(
      'dates-out-of-order',
      'A permit is applied for before it is granted.',
      '/permitAppliedOn',
    )
  if (arrivedOn && arrivedOn < birthDate)
    return refuse('dates-out-of-order', 'Nobody arrives before birth.', '/arrivedOn')
  return null
}

/**
 * Takes in the facts of a person. An unaccompanied minor (enslig mindreårig) must have been under 18
 * when the permit was granted; without a permit, today.
 */
export function takeFacts(
  facts: PersonFacts,
  today: PlainDate,
): Refusal<FactRefusal> | PersonFacts {
  const wrong = findFutureDay(facts, today) ?? findDisorder(facts)
  if (wrong) return wrong
  const judgedOn = facts.permit?.grantedOn ?? today
  if (facts.unaccompaniedMinor && ageOn(facts.birthDate, judgedOn) >= MAJORITY)
    return refuse(
      'not-a-minor',
      `The person was ${ageOn(facts.birthDate, judgedOn)} on ${judgedOn}: register as an adult, or correct the birth date.`,
      '/unaccompaniedMinor',
    )
  return facts
}

/** Corrects the facts of a person; after settlement the permit stays (integreringsloven § 9). */
export function correctFacts(
  state: { readonly settledOn: PlainDate | null },
  facts: PersonFacts,
  today: PlainDate,
): Refusal<FactRefusal | 'settled-person-needs-permit'> | PersonFacts {
  const taken = takeFacts(facts, today)
  if (isRefusal(taken)) return taken
  if (state.settledOn === null) return facts
  if (facts.permit === null)
    return refuse(
      'settled-person-needs-permit',
      'The person is settled: give the permit that the settlement rested on.',
      '/permit',
    )
  if (state.settledOn < facts.permit.grantedOn)
    return refuse(
      'dates-out-of-order',
      `The person was settled on ${state.settledOn}: the permit is not granted later.`,
      '/permit/grantedOn',
    )
  return facts
}

/** Refuses a fødselsnummer or D-number whose check digits or date are wrong (D5); the rest passes. */
export function checkNationalNumber(
  number: string | null,
): Refusal<'national-number-invalid'> | null {
  if (number === null || identityNumberKind(number) !== null) return null
  return refuse(
    'national-number-invalid',
    'The check digits or the date in the number are wrong: read it again from the source.',
    '/nationalNumber',
  )
}

export type PersonWarning = {
  readonly code: 'duf-number-implausible' | 'citizenship-contradicts'
  readonly pointer: string
  readonly detail: string
}

/**
 * What is taken in but should be looked at. The DUF number's true check is confidential, so a failing
 * one is never refused (D5). The flag of § 8 fifth paragraph is the municipality's own judgement (F17).
 */
export function warnOf(facts: PersonFacts, dufNumber: string | null): PersonWarning[] {
  const warnings: PersonWarning[] = []
  if (dufNumber !== null && !isPlausibleDufNumber(dufNumber))
    warnings.push({
      code: 'duf-number-implausible',
      pointer: '/dufNumber',
      detail:
        'The check digits or the year of the DUF number look wrong: compare it with the decision.',
    })
  if (facts.citizenships.some(isNordicOrEea) !== facts.nordicOrEeaCitizen)
    warnings.push({
      code: 'citizenship-contradicts',
      pointer: '/nordicOrEeaCitizen',
      detail: 'The citizenships and the Nordic or EEA mark say different things.',
    })
  return warnings
}
