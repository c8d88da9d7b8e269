import { addOre, NO_ORE, type Ore, subtractOre } from '../values/ore.ts'
import type { Books, OwedGroup, OwedItem } from './books.ts'

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

/** A benefit whose payee was not confirmed when its run was calculated is owed and waits. */
export const isNotSent = ({ kind, state }: OwedGroup): boolean =>
  kind === 'benefit' && state === null

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

/** Every difference of the day with its cause, gravest first. */
export function differencesOf(books: Books): Difference[] {
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
