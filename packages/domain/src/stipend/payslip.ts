import { type Regime, regimeOf } from '../introduction/regime.ts'
import { baseAmountOn, type Registrations } from '../rates/base-amount.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { firstDay, type Month } from '../values/month.ts'
import { NO_ORE, type Ore, sumOre } from '../values/ore.ts'
import { isRefusal } from '../values/refusal.ts'
import { type CalculatedMonth, type CalculationRefusal, calculateMonth } from './calculate-month.ts'
import { type ClaimChange, type SettledMonth, settleDifferences } from './differences.ts'
import type { PayLine } from './line.ts'
import type { MonthFacts } from './month-facts.ts'
import type { PoliciesByMonth } from './policy-settings.ts'

/** What stands in the ledger for a month of a person before a run. */
export type MonthLedger = {
  readonly month: Month
  readonly paidOre: Ore
  readonly claimOre: Ore
  /** How many difference lines the month has had. */
  readonly differences: number
}

/** All that a run knows of one person: frozen inputs and what was paid before. */
export type PersonInputs = {
  /** Approved timesheets up to the run's month, with the newest facts of their programme. */
  readonly timesheets: readonly MonthFacts[]
  readonly ledger: readonly MonthLedger[]
  readonly hasPayee: boolean
  /** Introduction says that a programme of the person has no approved timesheet in the run's month. */
  readonly lacksTimesheet: boolean
}

export type RunTerms = {
  readonly month: Month
  readonly asKnownOn: PlainDate
  readonly registrations: Registrations
  /** Each month is computed by the policies in force for it. */
  readonly policies: PoliciesByMonth
}

export type PayslipReason = {
  readonly code: CalculationRefusal | 'no-approved-timesheet' | 'two-timesheets' | 'no-payee'
  readonly month: Month
  readonly detail: string
}

/** A line with its place in the ledger: once for each (month, kind, sequence) of a person. */
export type LedgerLine = {
  readonly month: Month
  readonly kind: 'ordinary' | 'difference'
  readonly sequence: number
  readonly line: PayLine
}

/** One person's payslip of a run (lønnsslipp). */
export type Payslip = {
  readonly state: 'payable' | 'blocked' | 'nothing-to-pay'
  readonly reasons: readonly PayslipReason[]
  readonly lines: readonly LedgerLine[]
  readonly claims: readonly ClaimChange[]
  readonly grossOre: Ore
  readonly netOre: Ore
  /** What this run found to be paid too much. */
  readonly claimsOre: Ore
  readonly requiresIndividualDecision: boolean
  /** False when the lines are only shown: nothing is paid until the reason is gone. */
  readonly counts: boolean
}

type Computed = {
  readonly month: Month
  readonly regime: Regime
  readonly recomputedOre: Ore
  readonly lines: readonly PayLine[]
  readonly requiresIndividualDecision: boolean
}

const computedOf = (month: Month, result: CalculatedMonth): Computed => {
  const { regime, grossOre, lines, requiresIndividualDecision } = result
  return { month, regime, recomputedOre: grossOre, lines, requiresIndividualDecision }
}

/** A paid month that the programme no longer reaches: all that was paid for it is too much (§ 25, POL9). */
const outsideProgramme = ({ month, participant }: MonthFacts): Computed => ({
  month,
  regime: regimeOf(participant).regime,
  recomputedOre: NO_ORE,
  lines: [],
  requiresIndividualDecision: false,
})

/** Computes each month as known now; one that cannot be computed is a reason, not a failed run. */
function computeMonths(
  inputs: PersonInputs,
  terms: RunTerms,
): { computed: Computed[]; reasons: PayslipReason[] } {
  const computed: Computed[] = []
  const reasons: PayslipReason[] = []
  const wasPaid = new Set(inputs.ledger.map((one) => one.month))
  const months = [...new Set(inputs.timesheets.map((one) => one.month))].sort()
  for (const month of months) {
    const [facts, second] = inputs.timesheets.filter((one) => one.month === month)
    if (facts === undefined || second !== undefined) {
      const detail =
        'Two programmes of the person have a timesheet for the month; correct one of them.'
      reasons.push({ code: 'two-timesheets', month, detail })
      continue
    }
    const baseAmount = baseAmountOn(firstDay(month), terms.asKnownOn, terms.registrations)
    const result = calculateMonth(facts, { baseAmount, policies: terms.policies(month) })
    if (!isRefusal(result)) computed.push(computedOf(month, result))
    else if (result.refused === 'month-outside-programme' && wasPaid.has(month)) {
      computed.push(outsideProgramme(facts))
    } else reasons.push({ code: result.refused, month, detail: result.detail })
  }
  return { computed, reasons }
}

const settled = (one: Computed, ledger: MonthLedger): SettledMonth => ({
  month: one.month,
  regime: one.regime,
  recomputedOre: one.recomputedOre,
  paidOre: ledger.paidOre,
  claimOre: ledger.claimOre,
})

function ledgerLines(
  computed: readonly Computed[],
  ledger: ReadonlyMap<Month, MonthLedger>,
): { lines: LedgerLine[]; claims: readonly ClaimChange[] } {
  const lines: LedgerLine[] = computed
    .filter(({ month }) => !ledger.has(month))
    .flatMap(({ month, lines: own }) =>
      own.map((line, at) => ({ month, kind: 'ordinary', sequence: at + 1, line }) as const),
    )
  const paidBefore = computed.flatMap((one) => {
    const held = ledger.get(one.month)
    return held ? [{ one, held }] : []
  })
  const differences = settleDifferences(paidBefore.map(({ one, held }) => settled(one, held)))
  for (const { month, line } of differences.lines) {
    const held = ledger.get(month)
    assert(held !== undefined, 'a difference is for a month that was paid')
    lines.push({ month, kind: 'difference', sequence: held.differences + 1, line })
  }
  return { lines, claims: differences.claims }
}

/**
 * One person's payslip: the months never paid with all their lines, one difference line for each paid
 * month that now comes out differently (POL9). Null when the run has nothing to say of the person.
 * A payment without a payee is shown and blocked; it comes along in the next run.
 */
export function settlePerson(inputs: PersonInputs, terms: RunTerms): Payslip | null {
  const { computed, reasons } = computeMonths(inputs, terms)
  const ledger = new Map(inputs.ledger.map((one) => [one.month, one]))
  const { lines, claims } = ledgerLines(computed, ledger)
  if (inputs.lacksTimesheet) {
    const detail =
      'The month has no approved timesheet; have it sealed and approved in introduction.'
    reasons.push({ code: 'no-approved-timesheet', month: terms.month, detail })
  }
  if (lines.length + claims.length + reasons.length === 0) return null
  const grossOre = sumOre(lines.map(({ line }) => line.amountOre))
  const lacksPayee = grossOre > 0 && !inputs.hasPayee
  if (lacksPayee) {
    const detail = 'No account is registered for the person: PUT /v1/payees/{personId}.'
    reasons.push({ code: 'no-payee', month: terms.month, detail })
  }
  const isPayable = grossOre > 0 && inputs.hasPayee
  const touched = new Set(lines.map(({ month }) => month))
  return {
    state: isPayable ? 'payable' : reasons.length > 0 ? 'blocked' : 'nothing-to-pay',
    reasons,
    lines,
    claims: lacksPayee ? [] : claims,
    grossOre,
    netOre: isPayable ? grossOre : NO_ORE,
    claimsOre: lacksPayee
      ? NO_ORE
      : sumOre(claims.map(({ amountOre }) => amountOre).filter((amountOre) => amountOre > 0)),
    requiresIndividualDecision: computed.some(
      (one) => touched.has(one.month) && one.requiresIndividualDecision,
    ),
    counts: !lacksPayee,
  }
}
