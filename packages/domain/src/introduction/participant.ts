import type { PlainDate } from '../values/calendar.ts'
import type { PermitFacts } from './regime.ts'

/** The grounds a permit can rest on, as integreringsloven § 9 sorts them (N5), and those beside it. */
export type PermitGround =
  | 'asylum'
  | 'resettlement'
  | 'humanitarian'
  | 'family-awaiting-identity'
  | 'collective-protection'
  | 'family-member'
  | 'own-ground'
  | 'other-family'
  | 'other'

/** Work, or an offer of work, as the municipality registered it (N7). `to` null: no end known. */
export type Employment = {
  readonly from: PlainDate
  readonly to: PlainDate | null
  readonly weeklyMinutes: number
}

/** What the assessment of right and duty looks at. */
export type ParticipantFacts = PermitFacts & {
  readonly birthDate: PlainDate
  readonly permitGround: PermitGround
  readonly settledOn: PlainDate
  readonly settledByAgreement: boolean
  readonly nordicOrEeaCitizen: boolean
  /** For a family member: the day the reference person was settled. */
  readonly referencePersonSettledOn: PlainDate | null
  /** For a family member: the day of the application for the permit; null: not known. */
  readonly permitAppliedOn: PlainDate | null
  readonly employment: Employment | null
  /** The day the person broke off or refused an earlier programme in the municipality (N8). */
  readonly brokeOffOn: PlainDate | null
}
