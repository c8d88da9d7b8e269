import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { addOre, NO_ORE, type Ore, subtractOre, sumOre } from '../values/ore.ts'

/** What is owed of released payslips: to persons, to creditors, and of each run to the tax authority. */
export type OwedKind = 'benefit' | 'attachment' | 'tax'

/** One amount owed and the payment that stands for it. */
export type OwedItem = {
  readonly payRunId: Id<'PayRun'>
  readonly payslipId: Id<'Payslip'> | null
  readonly paymentId: Id<'Payment'> | null
  readonly personId: PersonId | null
  readonly month: Month
  readonly owedOre: Ore
  readonly filedOre: Ore
}

/** Amounts owed that stand alike on the day: read as sums, so that it does not matter how many there are. */
export type OwedGroup = {
  readonly kind: OwedKind
  /** Where the newest payment stood; null without one. */
  readonly state: 'released' | 'accepted' | 'rejected' | 'booked' | 'returned' | null
  /** The payment is as large as what is owed. */
  readonly isFiledRight: boolean
  /** The ledger has posted of the payment what the bank has said of it. */
  readonly isPostedRight: boolean
  readonly count: number
  readonly owedOre: Ore
  readonly filedOre: Ore
  readonly items: readonly OwedItem[]
}

export type Amounts = {
  readonly netOre: Ore
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  /** All three: what the payslips paid before tax, set-off taken. */
  readonly grossOre: Ore
}

/** Payslips that the ledger does not have as they are. */
export type Unposted = {
  readonly count: number
  readonly differenceOre: Ore
  readonly items: readonly OwedItem[]
}

/** What was reported to the state (a-melding) of the same runs. */
export type Reported = {
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly runs: readonly {
    readonly payRunId: Id<'PayRun'>
    readonly month: Month
    readonly differenceOre: Ore
  }[]
}

export type Books = {
  readonly owed: readonly OwedGroup[]
  readonly payslips: Amounts
  /** What the ledger holds of payslips, and of what the bank has booked. */
  readonly ledger: Amounts
  readonly ledgerBooked: Amounts
  readonly unposted: Unposted
  readonly reported: Reported
  /** What stands as claims by month, and on the ledger's account for them. */
  readonly claims: { readonly openOre: Ore; readonly ledgerOre: Ore }
}

/** Why two of the sums differ, and what a person does about it. */
export const CAUSES = {
  'not-in-ledger':
    'Payslips the ledger does not have as they are: an error of ours, nothing to do by hand.',
  'not-in-bank-file':
    'Owed, and no payment of this amount was made: an error of ours, nothing to do by hand.',
  'not-sent':
    'No payment was made, for the payee is not confirmed: have it confirmed; the next run pays it.',
  'awaiting-bank': 'Sent, and the bank has not answered: send its answer, or send the file again.',
  rejected: 'The bank refused it: enter the payee anew or ask for a retry; the next run pays it.',
  returned: 'It came back: enter the payee anew or ask for a retry; the next run pays it.',
  'awaiting-booking': 'Accepted, and not booked yet: send the bank’s next account report.',
  'not-posted':
    'The bank has booked it and the ledger has not: an error of ours, nothing to do by hand.',
  'claims-differ':
    'Claims and the ledger’s account for them are not the same: an error of ours, nothing to do by hand.',
  'not-reported': 'Paid, and not reported to the state as it was paid: report the month.',
} as const
export type Cause = keyof typeof CAUSES

export type Difference = {
  readonly cause: Cause
  readonly count: number
  readonly amountOre: Ore
  readonly items: readonly OwedItem[]
}

export type Reconciliation = {
  readonly payslips: Amounts
  readonly ledger: Amounts
  readonly bankFile: Amounts
  readonly taken: Amounts
  readonly booked: Amounts
  readonly ledgerBooked: Amounts
  readonly reported: Pick<Reported, 'grossOre' | 'withheldOre'>
  readonly claims: Books['claims']
  /** I20: the payslips, the ledger and the bank file (with what is not sent) say the same, and the ledger what the bank has booked and is claimed. */
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

/** A benefit whose payee was not confirmed when its run was calculated is owed and waits. */
const isNotSent = ({ kind, state }: OwedGroup): boolean => kind === 'benefit' && state === null

/** The causes of a group, each with the amount that it explains. */
function causesOf(group: OwedGroup): [Cause, Ore][] {
  const { state, owedOre, filedOre } = group
  const causes: [Cause, Ore][] = []
  if (isNotSent(group)) causes.push(['not-sent', owedOre])
  else if (!group.isFiledRight) causes.push(['not-in-bank-file', subtractOre(owedOre, filedOre)])
  if (!group.isPostedRight) causes.push(['not-posted', filedOre])
  if (state === 'released') causes.push(['awaiting-bank', filedOre])
  if (state === 'rejected' || state === 'returned') causes.push([state, filedOre])
  if (state === 'accepted') causes.push(['awaiting-booking', filedOre])
  return causes
}

function differencesOf(books: Books): Difference[] {
  const { owed, unposted, reported, claims } = books
  const found = new Map<Cause, Difference>()
  const add = (cause: Cause, more: Omit<Difference, 'cause'>) => {
    const held = found.get(cause)
    const items = [...(held?.items ?? []), ...more.items]
    const amountOre = addOre(held?.amountOre ?? NO_ORE, more.amountOre)
    found.set(cause, { cause, count: (held?.count ?? 0) + more.count, amountOre, items })
  }
  if (unposted.count > 0) {
    add('not-in-ledger', { ...unposted, amountOre: unposted.differenceOre })
  }
  for (const group of owed) {
    for (const [cause, amountOre] of causesOf(group)) {
      add(cause, { count: group.count, amountOre, items: group.items })
    }
  }
  const claimsOre = subtractOre(claims.openOre, claims.ledgerOre)
  if (claimsOre !== NO_ORE) add('claims-differ', { count: 1, amountOre: claimsOre, items: [] })
  for (const { payRunId, month, differenceOre } of reported.runs) {
    const nobody = { payslipId: null, paymentId: null, personId: null }
    const item = { payRunId, ...nobody, month, owedOre: differenceOre, filedOre: NO_ORE }
    add('not-reported', { count: 1, amountOre: differenceOre, items: [item] })
  }
  const order = Object.keys(CAUSES)
  return [...found.values()].sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause))
}

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
