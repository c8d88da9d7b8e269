/**
 * The grounds a residence permit can rest on, as integreringsloven § 9 names them (N5) and
 * introduksjonsloven § 2 before it (O1): `asylum` utlendingsloven § 28, `resettlement` § 35 third
 * paragraph (overføringsflyktning), `humanitarian` § 38 first paragraph after an application for
 * protection, `family-awaiting-identity` § 38 fifth paragraph a and b, `collective-protection`
 * § 34, `family-member` chapter 6, `own-ground` § 53. The last two give no right to the programme:
 * `other-family` (families of others, N6) and `other`.
 */
export const PERMIT_GROUNDS = [
  'asylum',
  'resettlement',
  'humanitarian',
  'family-awaiting-identity',
  'collective-protection',
  'family-member',
  'own-ground',
  'other-family',
  'other',
] as const
export type PermitGround = (typeof PERMIT_GROUNDS)[number]
