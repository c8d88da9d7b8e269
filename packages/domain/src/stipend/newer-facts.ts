/**
 * What a run rests on that can come after its calculation: the account to pay to (entered or confirmed), a timesheet
 * or the facts of its programme, a tax card (POL17), the participant's wish for higher withholding, an attachment
 * order (POL16), an individual decision on a deduction (POL8), a claim stopped, resumed or demanded (POL15), a month
 * that a regulation left to a person, and the municipality's base amounts.
 */
export const NEWER_FACTS = [
  'payee',
  'timesheet',
  'tax-card',
  'withholding-wish',
  'attachment-order',
  'individual-decision',
  'claim',
  'regulation-review',
  'base-amount',
] as const
export type NewerFact = (typeof NEWER_FACTS)[number]

/** Facts of one kind that the run does not know. */
export type NewerFacts = {
  readonly code: NewerFact
  /** Of how many persons; 0 for what is of the municipality as a whole. */
  readonly persons: number
}

/** The same as one text: "tax-card (2 persons), base-amount". */
export const namesOf = (newer: readonly NewerFacts[]): string =>
  newer
    .map(({ code, persons }) => {
      if (persons === 0) return code
      return `${code} (${persons} ${persons === 1 ? 'person' : 'persons'})`
    })
    .join(', ')
