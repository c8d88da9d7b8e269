import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import type { Ore } from '../values/ore.ts'

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
