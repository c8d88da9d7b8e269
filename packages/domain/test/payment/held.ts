import type { BankEntry, HeldPayment, KnownBefore } from '../../src/payment/bank-answer.ts'
import { plainDate as day } from '../../src/values/calendar.ts'
import { ore } from '../../src/values/ore.ts'

/** Nothing was booked twice before, and this is the municipality's account. */
export const KNOWN: KnownBefore = { doubles: new Map(), accounts: new Set(['86011117947']) }

/** A payment as it is sent, number `at` of its file. */
export const sent = (at: number, more: Partial<HeldPayment> = {}): HeldPayment => ({
  id: `id-${at}` as never,
  messageId: 'm1',
  partId: 'm1-1',
  endToEndId: `e${at}`,
  amountOre: ore(1000 + at),
  state: 'released',
  bankReference: null,
  rejectCode: null,
  rejectText: null,
  acceptedOn: null,
  rejectedOn: null,
  bookedOn: null,
  returnedOn: null,
  ...more,
})

/** What the bank says of one payment. */
export const says = (
  reference: string,
  word: BankEntry['word'],
  more: Partial<BankEntry> = {},
): BankEntry => ({
  scope: 'payment',
  reference,
  word,
  status: word,
  amountOre: null,
  isKroner: true,
  reasonCode: null,
  reasonText: null,
  bankReference: null,
  on: day('2026-06-12'),
  counts: null,
  account: null,
  ...more,
})
