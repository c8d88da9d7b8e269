import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import type { MonthLedger, PersonInputs, RunTerms } from '../../src/stipend/payslip.ts'
import type { TaxInputs } from '../../src/stipend/payslip-tax.ts'
import type { StipendPolicies } from '../../src/stipend/policies.ts'
import { NO_CORRECTION } from '../../src/stipend/tax-correction.ts'
import type { TaxCard } from '../../src/tax/tax-card.ts'
import { month } from '../../src/values/month.ts'
import { NO_ORE, ore } from '../../src/values/ore.ts'
import { day, policies } from './facts.ts'

/** Table 8000 of 2026, without months of withholding of its own: 10.5. */
export const table8000: TaxCard = {
  kind: 'table',
  year: 2026,
  table: '8000',
  rate: 3200,
  months: null,
}
export const percent32: TaxCard = { kind: 'percent', year: 2026, rate: 3200, months: null }
export const exempt: TaxCard = { kind: 'exemption', year: 2026, limitOre: null, usedOre: NO_ORE }

export const taxedBy = (card: TaxCard | null, more: Partial<TaxInputs> = {}): TaxInputs => ({
  card,
  cardSource: card === null ? null : 'Tax card 1',
  extraOre: NO_ORE,
  isLastYears: false,
  withoutCard: [],
  corrected: NO_CORRECTION,
  ...more,
})

/** A person whose tax is nothing, so that net is gross. */
export const inputs = (
  timesheets: MonthFacts[],
  more: Partial<PersonInputs> = {},
): PersonInputs => ({
  timesheets,
  ledger: [],
  hasPayee: true,
  lacksTimesheet: false,
  reviewMonths: [],
  tax: taxedBy(exempt),
  attachments: [],
  decisions: [],
  holds: [],
  stoppedClaims: [],
  blockedBy: [],
  ...more,
})

/** A run of a month, paid on a day, with all of G known. */
export const runOf = (
  of: string,
  payDate: string,
  set: Partial<StipendPolicies> = {},
): RunTerms => ({
  month: month(of),
  payDate: day(payDate),
  asKnownOn: day('2030-01-01'),
  registrations: new Map(),
  policies: () => ({ ...policies, ...set }),
})

export const paidFor = (
  of: string,
  paidOre: number,
  more: Partial<MonthLedger> = {},
): MonthLedger => ({
  month: month(of),
  paidOre: ore(paidOre),
  claimOre: NO_ORE,
  differences: 0,
  setOffs: 0,
  firstPaidOn: day('2026-02-12'),
  ...more,
})
