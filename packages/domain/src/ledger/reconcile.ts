import { addOre, sumOre } from '../values/ore.ts'
import type { Amounts, Books, OwedGroup, OwedKind, Reported } from './books.ts'
import { type Difference, differencesOf, isNotSent } from './causes.ts'

export type Reconciliation = {
  readonly payslips: Amounts
  readonly ledger: Amounts
  readonly bankFile: Amounts
  readonly taken: Amounts
  readonly booked: Amounts
  readonly ledgerBooked: Amounts
  readonly reported: Pick<Reported, 'grossOre' | 'withheldOre'>
  readonly claims: Books['claims']
  /**
   * The payslips, the ledger and the bank file with what is not sent say the same; the ledger has what the bank
   * has booked, and what stands as claims.
   */
  readonly agrees: boolean
  readonly differences: readonly Difference[]
}

const amountsOf = (groups: readonly OwedGroup[]): Amounts => {
  const of = (kind: OwedKind) =>
    sumOre(groups.filter((group) => group.kind === kind).map(({ filedOre }) => filedOre))
  const [netOre, withheldOre, attachedOre] = [of('benefit'), of('tax'), of('attachment')]
  return { netOre, withheldOre, attachedOre, grossOre: sumOre([netOre, withheldOre, attachedOre]) }
}

const isSame = (a: Amounts, b: Amounts): boolean =>
  a.netOre === b.netOre && a.withheldOre === b.withheldOre && a.attachedOre === b.attachedOre

/**
 * Holds what was paid by us against what the ledger, the bank file, the bank and the state have of it
 * (avstemming), on a day. What is only under way is a difference with its cause, not an error.
 */
export function reconcile(books: Books): Reconciliation {
  const { owed, payslips, ledger, ledgerBooked, reported, claims } = books
  const inState = (...states: OwedGroup['state'][]) =>
    amountsOf(owed.filter(({ state }) => states.includes(state)))
  const bankFile = amountsOf(owed)
  const booked = inState('booked')
  const notSentOre = sumOre(owed.filter(isNotSent).map(({ owedOre }) => owedOre))
  return {
    payslips,
    ledger,
    bankFile,
    taken: inState('accepted', 'booked'),
    booked,
    ledgerBooked,
    reported: { grossOre: reported.grossOre, withheldOre: reported.withheldOre },
    claims,
    agrees:
      isSame(payslips, ledger) &&
      isSame(payslips, { ...bankFile, netOre: addOre(bankFile.netOre, notSentOre) }) &&
      isSame(booked, ledgerBooked) &&
      claims.openOre === claims.ledgerOre,
    differences: differencesOf(books),
  }
}
