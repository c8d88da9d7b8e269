import type { Hold } from '../../src/stipend/held.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import {
  type LedgerLine,
  type MonthLedger,
  type Payslip,
  type PersonInputs,
  type RunTerms,
  settlePerson,
} from '../../src/stipend/payslip.ts'
import {
  type Correction,
  NO_CORRECTION,
  type UncardedPayment,
} from '../../src/stipend/tax-correction.ts'
import { yearOf } from '../../src/values/calendar.ts'
import { type Month, monthOf } from '../../src/values/month.ts'
import { addOre, NO_ORE, ore, sumOre } from '../../src/values/ore.ts'

/** What stands of one person after some runs: what a database keeps of their payslips. */
export type Standing = {
  readonly ledger: readonly MonthLedger[]
  readonly holds: readonly Hold[]
  readonly withoutCard: readonly UncardedPayment[]
  readonly corrected: Correction
  readonly lines: readonly LedgerLine[]
  readonly slips: readonly Payslip[]
}

export const NOTHING_STANDS: Standing = {
  ledger: [],
  holds: [],
  withoutCard: [],
  corrected: NO_CORRECTION,
  lines: [],
  slips: [],
}

export type Given = Omit<PersonInputs, 'ledger' | 'holds' | 'timesheets'> & {
  readonly timesheets: readonly MonthFacts[]
}

const sumFor = (month: Month, of: readonly { month: Month; amountOre: number }[]): number =>
  of.filter((one) => one.month === month).reduce((sum, { amountOre }) => sum + amountOre, 0)

function ledgerAfter(held: readonly MonthLedger[], slip: Payslip, { payDate }: RunTerms) {
  const lines = slip.lines.map(({ month, kind, line }) => ({ month, kind, ...line }))
  const months = new Set([...held.map(({ month }) => month), ...lines.map(({ month }) => month)])
  return [...months].map((month): MonthLedger => {
    const own = held.find((one) => one.month === month)
    const count = (kind: LedgerLine['kind']) =>
      lines.filter((line) => line.month === month && line.kind === kind).length
    return {
      month,
      paidOre: ore((own?.paidOre ?? 0) + sumFor(month, lines)),
      claimOre: ore((own?.claimOre ?? 0) + sumFor(month, slip.claims)),
      differences: (own?.differences ?? 0) + count('difference'),
      setOffs: (own?.setOffs ?? 0) + count('set-off'),
      firstPaidOn: own?.firstPaidOn ?? payDate,
    }
  })
}

function holdsAfter(held: readonly Hold[], slip: Payslip, { payDate }: RunTerms): Hold[] {
  const paidFirst = new Set(
    slip.lines.filter(({ kind }) => kind === 'ordinary').map(({ month }) => month),
  )
  const fresh = slip.reasons.filter(
    ({ code, month }) => code === 'individual-decision-missing' && paidFirst.has(month),
  )
  return [...held, ...fresh.map(({ month }) => ({ month, since: payDate }))]
}

/** What two corrections put right together. */
export const bothCorrected = (one: Correction, two: Correction): Correction => ({
  januaryOre: addOre(one.januaryOre, two.januaryOre),
  uncardedOre: addOre(one.uncardedOre, two.uncardedOre),
})

/** The inputs of a run: what is given, with what stands. */
export function inputsOn(standing: Standing, given: Given, terms: RunTerms): PersonInputs {
  const { withoutCard, corrected, ledger, holds } = standing
  const { card } = given.tax
  const usedOre = sumOre(standing.slips.map(({ grossOre }) => grossOre))
  const year = yearOf(terms.payDate)
  const ofYear = card && { ...card, year }
  return {
    ...given,
    ledger,
    holds,
    tax: {
      ...given.tax,
      card: ofYear?.kind === 'exemption' ? { ...ofYear, usedOre } : ofYear,
      withoutCard: withoutCard.filter(({ payout }) => yearOf(payout) === year),
      corrected,
    },
  }
}

/** One run of a person: the payslip, and what stands after it. */
export function runOnce(
  standing: Standing,
  given: Given,
  terms: RunTerms,
): { readonly slip: Payslip | null; readonly after: Standing } {
  const slip = settlePerson(inputsOn(standing, given, terms), terms)
  if (!slip?.counts) return { slip, after: standing }
  const { taxedAs, withheldOre } = slip
  const isUncarded = taxedAs !== null && given.tax.card === null
  const payout = monthOf(terms.payDate)
  const uncarded = isUncarded ? [{ ...taxedAs, withheldOre, payout, byLastYears: false }] : []
  return {
    slip,
    after: {
      ledger: ledgerAfter(standing.ledger, slip, terms),
      holds: holdsAfter(standing.holds, slip, terms),
      withoutCard: [...standing.withoutCard, ...uncarded],
      corrected: bothCorrected(standing.corrected, slip.correction),
      lines: [...standing.lines, ...slip.lines],
      slips: [...standing.slips, slip],
    },
  }
}

/** What was paid for a month, and what of it is a claim. */
export const standsFor = (standing: Standing, month: Month): [paid: number, claim: number] => {
  const own = standing.ledger.find((one) => one.month === month)
  return [own?.paidOre ?? 0, own?.claimOre ?? 0]
}

/** All that was paid out to the person, to creditors and as tax. */
export const paidOut = (standing: Standing): number =>
  standing.slips.reduce(
    (sum, slip) => addOre(sum, ore(slip.netOre + slip.withheldOre + slip.attachedOre)),
    NO_ORE,
  )
