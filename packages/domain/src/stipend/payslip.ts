import type { Registrations } from '../rates/base-amount.ts'
import type { Withholding } from '../tax/withholding.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { NO_ORE, type Ore, sumOre } from '../values/ore.ts'
import { isRefusal } from '../values/refusal.ts'
import type { Attached, AttachmentOrder } from './attachments.ts'
import type { CalculationRefusal } from './calculate-month.ts'
import type { ClaimChange } from './differences.ts'
import type { DeductionDecision, Hold } from './held.ts'
import type { PayLine } from './line.ts'
import type { MonthFacts } from './month-facts.ts'
import { computeMonths, linesDue, sumOfLines } from './months-due.ts'
import type { TaxInputs } from './payslip-tax.ts'
import type { PoliciesByMonth } from './policy-settings.ts'
import { settlePayment, UNPAID } from './settle-payment.ts'
import type { Correction } from './tax-correction.ts'
import type { TaxedAs } from './taxed-payment.ts'

/** What stands in the ledger for a month of a person before a run. */
export type MonthLedger = {
  readonly month: Month
  /** All lines paid for the month: ordinary, differences, and set-off of its claim. */
  readonly paidOre: Ore
  readonly claimOre: Ore
  /** How many difference lines the month has had. */
  readonly differences: number
  /** How many set-off lines its claim has had. */
  readonly setOffs: number
  /** The first pay date of the month: its claim is time-barred from there. */
  readonly firstPaidOn: PlainDate
}

/** All that a run knows of one person: frozen inputs and what was paid before. */
export type PersonInputs = {
  /** Approved timesheets up to the run's month, with the newest facts of their programme. */
  readonly timesheets: readonly MonthFacts[]
  readonly ledger: readonly MonthLedger[]
  readonly hasPayee: boolean
  /** Introduction says that a programme of the person has no approved timesheet in the run's month. */
  readonly lacksTimesheet: boolean
  readonly tax: TaxInputs
  /** All orders that may run on the pay date (POL16). */
  readonly attachments: readonly AttachmentOrder[]
  /** The newest decision of each month that has one (POL8). */
  readonly decisions: readonly DeductionDecision[]
  /** Months whose first payment held a part back, with its pay date; they stay here when it was paid. */
  readonly holds: readonly Hold[]
  /** Paid months whose new G waits for a person: until then the one before is used. */
  readonly reviewMonths: readonly Month[]
  /** Claims that are not set off now: stopped by a person, or demanded (POL15). */
  readonly stoppedClaims: readonly { readonly month: Month; readonly reason: string }[]
  /** Why nothing can be paid to the person, found outside: account not confirmed, no usable tax card. */
  readonly blockedBy: readonly PayslipReason[]
}

export type RunTerms = {
  readonly month: Month
  readonly payDate: PlainDate
  readonly asKnownOn: PlainDate
  readonly registrations: Registrations
  /** Each month is computed by the policies in force for it; set-off goes by those of the run's month. */
  readonly policies: PoliciesByMonth
}

export type PayslipReason = {
  readonly code:
    | CalculationRefusal
    | 'no-approved-timesheet'
    | 'two-timesheets'
    | 'no-payee'
    | 'payee-unconfirmed'
    | 'tax-card-invalid'
    | 'individual-decision-missing'
    | 'regulation-review'
  readonly month: Month
  readonly detail: string
}

/** A line with its place in the ledger: once for each (month, kind, sequence) of a person. */
export type LedgerLine = {
  /** The month paid for; of a set-off the month of its claim. */
  readonly month: Month
  readonly kind: 'ordinary' | 'difference' | 'set-off'
  readonly sequence: number
  readonly line: PayLine
}

/** One person's payslip of a run (lønnsslipp): gross less withheld and attached is net. */
export type Payslip = {
  readonly state: 'payable' | 'blocked' | 'nothing-to-pay'
  readonly reasons: readonly PayslipReason[]
  readonly lines: readonly LedgerLine[]
  readonly claims: readonly ClaimChange[]
  /** The sum of the lines: the taxed benefit. */
  readonly grossOre: Ore
  readonly withholding: Withholding | null
  readonly withholdingReason: string | null
  readonly cardSource: string | null
  /** To be given back with `withoutCard` when there was no card; null when nothing is paid. */
  readonly taxedAs: TaxedAs | null
  readonly withheldOre: Ore
  /** What is put right of earlier withholding without a card of the year; inside `withheldOre` already. */
  readonly correction: Correction
  readonly attachments: readonly Attached[]
  readonly attachedOre: Ore
  readonly netOre: Ore
  /** What of unexcused absence waits for an individual decision (POL8); no part of the gross. */
  readonly heldOre: Ore
  /** What this run found to be paid too much. */
  readonly claimsOre: Ore
  readonly requiresIndividualDecision: boolean
  /** False when the lines are only shown: nothing is paid until the reason is gone. */
  readonly counts: boolean
}

const NO_TIMESHEET =
  'The month has no approved timesheet; have it sealed and approved in introduction.'
const NO_PAYEE = 'No account is registered for the person: PUT /v1/payees/{personId}.'

/** Why a payment is not made though something is due; the first is told with the others. */
function blockersOf(inputs: PersonInputs, month: Month): PayslipReason[] {
  const lacking: PayslipReason[] = inputs.hasPayee
    ? []
    : [{ code: 'no-payee', month, detail: NO_PAYEE }]
  return [...lacking, ...inputs.blockedBy]
}

const found = (claims: readonly ClaimChange[]): Ore =>
  sumOre(claims.map(({ amountOre }) => amountOre).filter((amountOre) => amountOre > 0))

/**
 * One person's payslip: the months never paid with all their lines, one difference line for each paid
 * month that now comes out differently (POL9), set-off of older claims (POL15), tax (POL17) and attachments
 * (POL16). Null when the run has nothing to say of the person. A payment that cannot be made is shown and
 * blocked; it comes along in the next run.
 */
export function settlePerson(inputs: PersonInputs, terms: RunTerms): Payslip | null {
  const { computed, reasons } = computeMonths(inputs, terms)
  const ledger = new Map(inputs.ledger.map((one) => [one.month, one]))
  const due = linesDue(computed, ledger)
  const { month } = terms
  if (inputs.lacksTimesheet) {
    reasons.push({ code: 'no-approved-timesheet', month, detail: NO_TIMESHEET })
  }
  if (due.lines.length + due.claims.length + reasons.length === 0) return null
  const dueOre = sumOfLines(due.lines)
  const touched = new Set(due.lines.map((line) => line.month))
  const heads = computed.filter((one) => touched.has(one.month))
  const shown = {
    requiresIndividualDecision: heads.some((one) => one.calculated?.requiresIndividualDecision),
    heldOre: sumOre(heads.map((one) => one.due.heldOre)),
  }
  const blockers = dueOre > 0 ? blockersOf(inputs, month) : []
  const payment =
    dueOre > 0 && blockers.length === 0
      ? settlePayment({ inputs, terms, computed, ledger, due })
      : { ...due, paid: UNPAID }
  if (isRefusal(payment)) {
    blockers.push({ code: payment.refused, month, detail: payment.detail })
  }
  const all = [...reasons, ...blockers]
  if (isRefusal(payment) || blockers.length > 0) {
    const blocked = { state: 'blocked', reasons: all, lines: due.lines, claims: [] } as const
    const none = { ...UNPAID, heldOre: NO_ORE, claimsOre: NO_ORE, counts: false }
    return { ...shown, ...blocked, ...none, grossOre: dueOre }
  }
  const { lines, claims, paid } = payment
  const grossOre = sumOfLines(lines)
  return {
    ...shown,
    ...paid,
    state: grossOre > 0 ? 'payable' : all.length > 0 ? 'blocked' : 'nothing-to-pay',
    reasons: all,
    lines,
    claims,
    grossOre,
    claimsOre: found(claims),
    counts: true,
  }
}
