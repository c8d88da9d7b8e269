import { createHash } from 'node:crypto'
import type { PostedPayment } from '../../src/ledger/post-payment.ts'
import type { PostedPayslip } from '../../src/ledger/post-payslip.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { Id } from '../../src/values/ids.ts'
import { type Month, month } from '../../src/values/month.ts'
import { NO_ORE, type Ore, ore } from '../../src/values/ore.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const id = <Kind extends string>(last: number): Id<Kind> =>
  `019a4c7e-3f10-7c2a-9b1e-${String(last).padStart(12, '0')}` as Id<Kind>
export const idOf = id

export const sums = (...of: [string, number][]): { month: Month; amountOre: Ore }[] =>
  of.map(([which, amount]) => ({ month: month(which), amountOre: ore(amount) }))

/** A payslip that pays its benefit whole, unless told otherwise. */
export const slip = (changes: Partial<PostedPayslip> = {}): PostedPayslip => ({
  payslipId: id(1),
  runId: id(2),
  personId: id(3),
  month: month('2026-06'),
  bookedOn: plainDate('2026-07-10'),
  benefit: sums(['2026-06', 2275817]),
  setOff: [],
  withheldOre: NO_ORE,
  attachedOre: NO_ORE,
  netOre: ore(2275817),
  claims: [],
  ...changes,
})

export const payment = (changes: Partial<PostedPayment> = {}): PostedPayment => ({
  paymentId: id(4),
  runId: id(2),
  personId: id(3),
  month: month('2026-06'),
  kind: 'benefit',
  amountOre: ore(1906917),
  bookedOn: plainDate('2026-07-12'),
  ...changes,
})

/** Postings at a glance: `account month amount`. */
export const told = (
  entry: {
    readonly postings: readonly { account: string; month: string; amountOre: number }[]
  } | null,
): string[] => (entry?.postings ?? []).map((one) => `${one.account} ${one.month} ${one.amountOre}`)
