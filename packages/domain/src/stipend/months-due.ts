import { type Regime, regimeOf } from '../introduction/regime.ts'
import { baseAmountBefore, baseAmountOn } from '../rates/base-amount.ts'
import { assert } from '../values/assert.ts'
import { firstDay, type Month } from '../values/month.ts'
import { kroner, NO_ORE, type Ore, subtractOre, sumOre } from '../values/ore.ts'
import { isRefusal } from '../values/refusal.ts'
import { type CalculatedMonth, calculateMonth } from './calculate-month.ts'
import { type ClaimChange, type SettledMonth, settleDifferences } from './differences.ts'
import { type DueMonth, dueOf, lastDayOfHold } from './held.ts'
import type { MonthFacts } from './month-facts.ts'
import type { LedgerLine, MonthLedger, PayslipReason, PersonInputs, RunTerms } from './payslip.ts'

/** What the months of a person are computed from. */
export type MonthInputs = Pick<
  PersonInputs,
  'timesheets' | 'ledger' | 'decisions' | 'holds' | 'reviewMonths'
>

/** A month as known now, with what is due for it. */
export type ComputedMonth = {
  readonly month: Month
  readonly regime: Regime
  /** Null for a paid month that the programme no longer reaches. */
  readonly calculated: CalculatedMonth | null
  readonly due: DueMonth
}

/** A paid month that the programme no longer reaches: all that was paid for it is too much (§ 25, POL9). */
const outsideProgramme = ({ month, participant }: MonthFacts): ComputedMonth => ({
  month,
  regime: regimeOf(participant).regime,
  calculated: null,
  due: {
    recomputedOre: NO_ORE,
    lines: [],
    heldOre: NO_ORE,
    paysHeld: false,
    undecidedOre: NO_ORE,
  },
})

/** What waits for an individual decision, and until when (POL8). */
function undecided({ month, due }: ComputedMonth, terms: RunTerms): PayslipReason[] {
  const code = 'individual-decision-missing'
  const remedy = 'register it with POST /v1/persons/{personId}/individual-decisions'
  if (due.heldOre > 0) {
    const until = lastDayOfHold(terms.payDate, terms.policies(month).decisionWithinDays)
    const detail = `${kroner(due.heldOre)} kr of unexcused absence needs an individual decision: ${remedy} by ${until}, or it is paid out after that day.`
    return [{ code, month, detail }]
  }
  if (due.undecidedOre === 0) return []
  const detail = `${kroner(due.undecidedOre)} kr was paid before the absence was known and needs an individual decision to be taken back: ${remedy}, or correct the timesheet.`
  return [{ code, month, detail }]
}

/** A month that the regulation left to a person: it stays at the G before until they cleared it. */
const inReview = (month: Month, { reviewMonths }: MonthInputs): PayslipReason[] =>
  reviewMonths.includes(month)
    ? [
        {
          code: 'regulation-review',
          month,
          detail:
            'The month stays at the base amount before until a person has looked at it: POST /v1/g-regulations/{regulationId}/persons/{personId}/clear.',
        },
      ]
    : []

function computeMonth(
  facts: MonthFacts,
  inputs: MonthInputs,
  terms: RunTerms,
): ComputedMonth | PayslipReason {
  const { month } = facts
  const ledger = inputs.ledger.find((one) => one.month === month)
  const policies = terms.policies(month)
  const amountOn = inputs.reviewMonths.includes(month) ? baseAmountBefore : baseAmountOn
  const baseAmount = amountOn(firstDay(month), terms.asKnownOn, terms.registrations)
  const result = calculateMonth(facts, { baseAmount, policies })
  if (isRefusal(result)) {
    const isLeft = result.refused === 'month-outside-programme' && ledger !== undefined
    if (isLeft) return outsideProgramme(facts)
    return { code: result.refused, month, detail: result.detail }
  }
  const due = dueOf(result, {
    decision: inputs.decisions.find((one) => one.month === month)?.effect ?? null,
    heldSince: inputs.holds.find((one) => one.month === month)?.since ?? null,
    standsOre: ledger ? subtractOre(ledger.paidOre, ledger.claimOre) : null,
    payDate: terms.payDate,
    decisionWithinDays: policies.decisionWithinDays,
  })
  return { month, regime: result.regime, calculated: result, due }
}

/** Computes each month as known now; one that cannot be computed is a reason, not a failed run. */
export function computeMonths(
  inputs: MonthInputs,
  terms: RunTerms,
): { computed: readonly ComputedMonth[]; reasons: PayslipReason[] } {
  const computed: ComputedMonth[] = []
  const reasons: PayslipReason[] = []
  const months = [...new Set(inputs.timesheets.map((one) => one.month))].sort()
  for (const month of months) {
    const [facts, second] = inputs.timesheets.filter((one) => one.month === month)
    if (facts === undefined || second !== undefined) {
      const detail =
        'Two programmes of the person have a timesheet for the month; correct one of them.'
      reasons.push({ code: 'two-timesheets', month, detail })
      continue
    }
    const one = computeMonth(facts, inputs, terms)
    if ('code' in one) reasons.push(one)
    else {
      computed.push(one)
      reasons.push(...undecided(one, terms), ...inReview(one.month, inputs))
    }
  }
  return { computed, reasons }
}

const settled = ({ month, regime, due }: ComputedMonth, ledger: MonthLedger): SettledMonth => ({
  month,
  regime,
  recomputedOre: due.recomputedOre,
  paidOre: ledger.paidOre,
  claimOre: ledger.claimOre,
  paysHeld: due.paysHeld,
})

/** The months never paid with all their lines, and a difference line for each paid one that differs (POL9). */
export function linesDue(
  computed: readonly ComputedMonth[],
  ledger: ReadonlyMap<Month, MonthLedger>,
): { lines: LedgerLine[]; claims: readonly ClaimChange[] } {
  const lines: LedgerLine[] = computed
    .filter(({ month }) => !ledger.has(month))
    .flatMap(({ month, due }) =>
      due.lines.map((line, at) => ({ month, kind: 'ordinary', sequence: at + 1, line }) as const),
    )
  const paidBefore = computed.flatMap((one) => {
    const held = ledger.get(one.month)
    return held ? [settled(one, held)] : []
  })
  const differences = settleDifferences(paidBefore)
  for (const { month, line } of differences.lines) {
    const held = ledger.get(month)
    assert(held !== undefined, 'a difference is for a month that was paid')
    lines.push({ month, kind: 'difference', sequence: held.differences + 1, line })
  }
  return { lines, claims: differences.claims }
}

export const sumOfLines = (lines: readonly LedgerLine[]): Ore =>
  sumOre(lines.map(({ line }) => line.amountOre))
