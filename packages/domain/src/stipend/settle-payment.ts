import { assert } from '../values/assert.ts'
import { firstDay, type Month } from '../values/month.ts'
import { addOre, NO_ORE, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { isRefusal, type Refusal } from '../values/refusal.ts'
import { attach } from './attachments.ts'
import { roomToDecision } from './held.ts'
import { type ComputedMonth, sumOfLines } from './months-due.ts'
import type { LedgerLine, MonthLedger, Payslip, PersonInputs, RunTerms } from './payslip.ts'
import { type SlipTax, type TaxedLines, taxPayslip } from './payslip-tax.ts'
import { ruleSetOn } from './rule-sets.ts'
import { type OpenClaim, type SetOff, type SetOffTerms, setOffClaims } from './set-off.ts'
import { NO_CORRECTION } from './tax-correction.ts'

/** What of a payslip is only there when something is paid. */
export type Paid = Pick<
  Payslip,
  | 'withholding'
  | 'withholdingReason'
  | 'cardSource'
  | 'taxedAs'
  | 'withheldOre'
  | 'correction'
  | 'attachments'
  | 'attachedOre'
  | 'netOre'
>

export const UNPAID: Paid = {
  withholding: null,
  withholdingReason: null,
  cardSource: null,
  taxedAs: null,
  withheldOre: NO_ORE,
  correction: NO_CORRECTION,
  attachments: [],
  attachedOre: NO_ORE,
  netOre: NO_ORE,
}

/** What is due to a person before set-off, tax and attachments. */
export type DuePayment = {
  readonly inputs: PersonInputs
  readonly terms: RunTerms
  readonly computed: readonly ComputedMonth[]
  readonly ledger: ReadonlyMap<Month, MonthLedger>
  readonly due: Pick<Payslip, 'lines' | 'claims'>
}

/** The lines as tax sees them: set-off makes the ordinary benefit lower (POL15). */
function taxedLines({ terms, computed, due }: DuePayment, setOffOre: Ore): TaxedLines {
  const { month, payDate } = terms
  const isOrdinary = (line: LedgerLine) => line.kind === 'ordinary' && line.month === month
  const others = due.lines.filter((line) => !isOrdinary(line))
  const months = [...new Set(others.map((line) => line.month))]
  return {
    month,
    payDate,
    ordinaryOre: subtractOre(sumOfLines(due.lines.filter(isOrdinary)), setOffOre),
    days: computed.find((one) => one.month === month)?.calculated?.entitledDays ?? [],
    others: months
      .map((of) => ({ month: of, amountOre: sumOfLines(others.filter((one) => one.month === of)) }))
      .filter(({ amountOre }) => amountOre !== 0),
    summerExemption: terms.policies(month).summerExemption,
  }
}

/** What stood open of each month's claim before the run, less what the run takes back of it. */
function openClaims({ ledger, due }: DuePayment): OpenClaim[] {
  return [...ledger.values()].map(({ month, claimOre, firstPaidOn }) => {
    const changes = due.claims.filter((one) => one.month === month && one.amountOre < 0)
    const takenBackOre = sumOre(changes.map(({ amountOre }) => amountOre))
    return { month, openOre: addOre(claimOre, takenBackOre), firstPaidOn }
  })
}

function setOffTerms(payment: DuePayment): SetOffTerms {
  const { inputs, terms, computed, due } = payment
  const ordinary = due.lines.filter((line) => line.kind === 'ordinary')
  const months = new Set(ordinary.map((line) => line.month))
  const newest = computed.at(-1)
  const facts = inputs.timesheets.find((one) => one.month === newest?.month)
  assert(newest !== undefined && facts !== undefined, 'what is paid is paid for a month')
  const rules = ruleSetOn(newest.regime, firstDay(newest.month))
  assert(rules !== null, `the law was in force in ${newest.month}`)
  return {
    month: terms.month,
    payDate: terms.payDate,
    programmeEnd: facts.participant.programmeEnd,
    ordinaryOre: sumOfLines(ordinary),
    rooms: computed.flatMap(({ month, calculated }) => {
      const decision = inputs.decisions.find((one) => one.month === month)?.effect ?? null
      const isCompared = calculated !== null && months.has(month) && decision !== 'deducted'
      return isCompared ? [roomToDecision(calculated, decision)] : []
    }),
    stopped: new Set(inputs.stoppedClaims.map(({ month }) => month)),
    policies: terms.policies(terms.month),
    law: rules.paragraphs.overpayment,
  }
}

/** Tax, then attachments, then what is left (POL11). */
function payOf({ inputs, terms }: DuePayment, grossOre: Ore, tax: SlipTax): Paid {
  const { withheldOre } = tax
  const { payDate } = terms
  const attachments = attach(inputs.attachments, { payDate, grossOre, withheldOre })
  const attachedOre = sumOre(attachments.map(({ amountOre }) => amountOre))
  const netOre = subtractOre(subtractOre(grossOre, withheldOre), attachedOre)
  assert(netOre >= 0, 'no more is taken of a payment than there is')
  return { ...tax, cardSource: inputs.tax.cardSource, attachments, attachedOre, netOre }
}

const setOffLines = (setOff: SetOff, ledger: ReadonlyMap<Month, MonthLedger>): LedgerLine[] =>
  setOff.lines.map(({ month, line }) => {
    const held = ledger.get(month)
    assert(held !== undefined, 'a claim is for a month that was paid')
    return { month, kind: 'set-off', sequence: held.setOffs + 1, line }
  })

/**
 * Pays what is due: set-off of older claims, then tax on what is left, then attachments (POL11). Refused
 * when the tax card cannot be used; the payment then waits.
 */
export function settlePayment(
  payment: DuePayment,
): Refusal<'tax-card-invalid'> | (Pick<Payslip, 'lines' | 'claims'> & { readonly paid: Paid }) {
  const { inputs, due, ledger } = payment
  const dueOre = sumOfLines(due.lines)
  const taxOf = (setOffOre: Ore) => taxPayslip(taxedLines(payment, setOffOre), inputs.tax)
  const tax = taxOf(NO_ORE)
  if (isRefusal(tax)) return tax
  const payAfter = (setOffOre: Ore): Paid => {
    const after = setOffOre === 0 ? tax : taxOf(setOffOre)
    assert(!isRefusal(after), 'the card was good before set-off')
    return payOf(payment, ore(dueOre - setOffOre), after)
  }
  const setOff = setOffClaims(
    openClaims(payment),
    setOffTerms(payment),
    (setOffOre) => payAfter(setOffOre).netOre,
  )
  return {
    lines: [...due.lines, ...setOffLines(setOff, ledger)],
    claims: [...due.claims, ...setOff.claims],
    paid: payAfter(setOff.totalOre),
  }
}
