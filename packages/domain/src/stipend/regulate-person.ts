import {
  type BaseAmount,
  baseAmountOn,
  type Registrations,
  withAmount,
} from '../rates/base-amount.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { firstDay, type Month, monthOf } from '../values/month.ts'
import { NO_ORE, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { type ComputedMonth, computeMonths, type MonthInputs } from './months-due.ts'
import type { MonthLedger } from './payslip.ts'
import type { PoliciesByMonth } from './policy-settings.ts'

/** Why a person looks at a month before the new G is used for it. */
export const REVIEW_CODES = [
  'below-current',
  'above-limit',
  'conditions-fail',
  'not-computable',
  'review-open',
  'changed-after-approval',
] as const
export type ReviewCode = (typeof REVIEW_CODES)[number]
export type ReviewReason = { readonly code: ReviewCode; readonly detail: string }

/** A paid month held up against what the new G makes of it. */
export type RegulatedMonth = {
  readonly month: Month
  /** What was paid for it and is no claim. */
  readonly paidOre: Ore
  /** Null when it cannot be computed. */
  readonly newOre: Ore | null
  /** Above this a person looks at it. */
  readonly limitOre: Ore
  readonly reasons: readonly ReviewReason[]
}

/** `changes`: the next pay run pays the difference; `review`: a person looks first, and nothing changes until then. */
export const REGULATION_OUTCOMES = ['changes', 'review', 'already-new', 'not-paid-yet'] as const
export type RegulationOutcome = (typeof REGULATION_OUTCOMES)[number]

export type RegulatedPerson = {
  readonly outcome: RegulationOutcome
  readonly months: readonly RegulatedMonth[]
  /** What the months of a person who changes are paid more, in all. */
  readonly differenceOre: Ore
}

export type RegulationTerms = {
  readonly amount: BaseAmount
  readonly today: PlainDate
  readonly registrations: Registrations
  readonly policies: PoliciesByMonth
}

const stands = (ledger: MonthLedger): Ore => subtractOre(ledger.paidOre, ledger.claimOre)

/** Holds one month up against the limits: whatever G alone does not explain is for a person. */
function judge(
  computed: ComputedMonth | string,
  paidOre: Ore,
  limitOre: Ore,
): Pick<RegulatedMonth, 'newOre' | 'reasons'> {
  if (typeof computed === 'string') {
    return { newOre: null, reasons: [{ code: 'not-computable', detail: computed }] }
  }
  const newOre = computed.due.recomputedOre
  if (computed.calculated === null) {
    const detail = 'The programme no longer reaches the month.'
    return { newOre, reasons: [{ code: 'conditions-fail', detail }] }
  }
  if (newOre < paidOre) {
    const detail = 'The new amount is lower than what was paid.'
    return { newOre, reasons: [{ code: 'below-current', detail }] }
  }
  if (newOre <= limitOre || newOre === paidOre) return { newOre, reasons: [] }
  const detail = 'The new amount is higher than the base amount alone explains.'
  return { newOre, reasons: [{ code: 'above-limit', detail }] }
}

/** The whole øre up to which G alone explains a rise. */
const limitOf = (paidOre: Ore, percent: number): Ore => ore(Math.floor((paidOre * percent) / 100))

/** What was paid of the months that go by the year's G. */
function concerned(inputs: MonthInputs, terms: RegulationTerms) {
  const { amount, today } = terms
  const registrations = withAmount(terms.registrations, amount, today)
  const ledger = inputs.ledger.filter(
    ({ month }) => baseAmountOn(firstDay(month), today, registrations)?.from === amount.from,
  )
  return { registrations, ledger }
}

/** Each paid month that goes by the year's G, with what that makes of it. */
function regulatedMonths(inputs: MonthInputs, terms: RegulationTerms): RegulatedMonth[] {
  const { today, policies } = terms
  const { registrations, ledger } = concerned(inputs, terms)
  const months = new Set(ledger.map(({ month }) => month))
  const timesheets = inputs.timesheets.filter(({ month }) => months.has(month))
  const runTerms = {
    month: monthOf(today),
    payDate: today,
    asKnownOn: today,
    registrations,
    policies,
  }
  // What an earlier regulation left to a person is computed anew here, else it would look as if nothing changed.
  const { computed, reasons } = computeMonths({ ...inputs, timesheets, reviewMonths: [] }, runTerms)
  return ledger.map((held) => {
    const { month } = held
    const paidOre = stands(held)
    const limitOre = limitOf(paidOre, policies(month).regulationReviewPercent)
    const one =
      computed.find((other) => other.month === month) ??
      reasons.find((other) => other.month === month)?.detail ??
      'The month has no timesheet any more.'
    const judged = judge(one, paidOre, limitOre)
    const detail = 'An earlier regulation left the month to a person, who has not cleared it.'
    const open = inputs.reviewMonths.includes(month)
      ? [{ code: 'review-open', detail } as const]
      : []
    return { month, paidOre, limitOre, ...judged, reasons: [...judged.reasons, ...open] }
  })
}

function differenceOf({ newOre, paidOre }: RegulatedMonth): Ore {
  assert(newOre !== null, 'a month that cannot be computed is for a person')
  return subtractOre(newOre, paidOre)
}

const summed = (months: readonly RegulatedMonth[]): RegulatedPerson => {
  const changed = months.filter(
    ({ paidOre, newOre, reasons }) => newOre !== paidOre || reasons.length > 0,
  )
  if (changed.length === 0) return { outcome: 'already-new', months: [], differenceOre: NO_ORE }
  if (changed.some(({ reasons }) => reasons.length > 0)) {
    return { outcome: 'review', months: changed, differenceOre: NO_ORE }
  }
  const differences = changed.map(differenceOf)
  return { outcome: 'changes', months: changed, differenceOre: sumOre(differences) }
}

/**
 * What a year's G does to one person's paid months (POL9, X12, X32). Nothing is decided by what is registered, but
 * by what was paid: a month that was paid at the new G is already new, and a second regulation finds no more.
 */
export function regulatePerson(inputs: MonthInputs, terms: RegulationTerms): RegulatedPerson {
  const months = regulatedMonths(inputs, terms)
  return months.length === 0
    ? { outcome: 'not-paid-yet', months, differenceOre: NO_ORE }
    : summed(months)
}

/** A person on whom the calculation stops: all their paid months are for a person. */
export function notComputable(inputs: MonthInputs, terms: RegulationTerms): RegulatedPerson {
  const detail = 'The calculation of the person stops; the log of the service has why.'
  const months = concerned(inputs, terms).ledger.map((held) => ({
    month: held.month,
    paidOre: stands(held),
    newOre: null,
    limitOre: stands(held),
    reasons: [{ code: 'not-computable', detail } as const],
  }))
  return { outcome: months.length === 0 ? 'not-paid-yet' : 'review', months, differenceOre: NO_ORE }
}

const isSame = (one: RegulatedMonth, other: RegulatedMonth | undefined): boolean =>
  other !== undefined && one.paidOre === other.paidOre && one.newOre === other.newOre

/**
 * A person as the run finds them, held up against the report that was approved; null is a person it did not have.
 * What became another figure since is for a person: nobody approved it.
 */
export function confirmPerson(
  approved: RegulatedPerson | null,
  found: RegulatedPerson,
): RegulatedPerson {
  const detail = 'The figures became others after the report was approved.'
  const changed = { code: 'changed-after-approval', detail } as const
  if (found.months.length === 0) return found
  const confirmed = found.months.map((month) => {
    const before = approved?.months.find((one) => one.month === month.month)
    return isSame(month, before) ? month : { ...month, reasons: [...month.reasons, changed] }
  })
  return summed(confirmed)
}
