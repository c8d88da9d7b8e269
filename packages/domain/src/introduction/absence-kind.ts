/** The kinds of absence a day can carry; the case worker has judged which it is. */
export const ABSENCE_KINDS = [
  'unexcused',
  'self-certified',
  'doctor-certified',
  'child-ill',
  'childminder-ill',
  'antenatal',
  'pregnancy',
  'birth',
  'breastfeeding',
  'welfare-leave',
  'peace-work',
  'religious-day',
  'holiday',
  'parental-leave',
  'unpaid-leave',
  'cancelled-by-organiser',
] as const
export type AbsenceKind = (typeof ABSENCE_KINDS)[number]

/**
 * Absence under chapter 3 and leave under chapter 4 of integreringsforskriften lengthen the
 * programme; religious days, holiday, unexcused absence and cancelled days never do (N33, POL21).
 */
const LENGTHENING: ReadonlySet<AbsenceKind> = new Set<AbsenceKind>([
  'self-certified',
  'doctor-certified',
  'child-ill',
  'childminder-ill',
  'antenatal',
  'pregnancy',
  'birth',
  'breastfeeding',
  'welfare-leave',
  'peace-work',
  'parental-leave',
  'unpaid-leave',
])

export const lengthensProgramme = (kind: AbsenceKind): boolean => LENGTHENING.has(kind)
