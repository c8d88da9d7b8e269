import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { addOre, NO_ORE, negateOre, type Ore, sumOre } from '../values/ore.ts'
import { LEDGER_ACCOUNTS, type LedgerAccount } from './account.ts'

/** What an entry (bilag) records. A correction is a new entry, never a change. */
export const ENTRY_KINDS = [
  'payslip',
  'claims',
  'payment-booked',
  'payment-returned',
  'claim-recovered',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** One side of an entry; `month` is the month of the benefit that it concerns. */
export type Posting = {
  readonly account: LedgerAccount
  readonly month: Month
  /** Debit positive, credit negative; never 0. */
  readonly amountOre: Ore
}

/** What an entry is about. */
export type EntryHead = {
  readonly kind: EntryKind
  /** Names the fact; the same fact is posted once. */
  readonly source: string
  readonly bookedOn: PlainDate
  readonly runId: Id<'PayRun'> | null
  readonly personId: PersonId | null
  readonly paymentId: Id<'Payment'> | null
}

/** A balanced entry that is not in the ledger yet. */
export type Entry = EntryHead & { readonly postings: readonly Posting[] }

const place = ({ account, month }: Posting): string =>
  `${LEDGER_ACCOUNTS.indexOf(account)} ${month}`

/** One posting an account and month, in the order of the accounts, without those that came to nothing. */
function merged(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>()
  for (const one of postings) {
    const held = sums.get(place(one))
    sums.set(place(one), held ? { ...one, amountOre: addOre(held.amountOre, one.amountOre) } : one)
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, posting]) => posting)
    .filter(({ amountOre }) => amountOre !== 0)
}

/** Makes an entry; null when nothing is left to post. What does not balance is a bug and stops here. */
export function entryOf(head: EntryHead, postings: readonly Posting[]): Entry | null {
  const sides = merged(postings)
  const rest = sumOre(sides.map(({ amountOre }) => amountOre))
  assert(rest === NO_ORE, `the entry ${head.source} balances, ${rest} øre are left over`)
  return sides.length === 0 ? null : { ...head, postings: sides }
}

/** The entry that takes another back: every side with the opposite sign, so that both together are nothing. */
export function reverse(entry: Entry, by: Pick<EntryHead, 'kind' | 'source' | 'bookedOn'>): Entry {
  const { runId, personId, paymentId } = entry
  const postings = entry.postings.map((one) => ({ ...one, amountOre: negateOre(one.amountOre) }))
  return { ...by, runId, personId, paymentId, postings }
}
