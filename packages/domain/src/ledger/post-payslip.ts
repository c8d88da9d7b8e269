import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { negateOre, type Ore } from '../values/ore.ts'
import type { LedgerAccount } from './account.ts'
import { type Entry, entryOf, type Posting } from './entry.ts'

type MonthAmount = { readonly month: Month; readonly amountOre: Ore }

/** What a released run says of one person, as the ledger takes it. */
export type PostedPayslip = {
  readonly payslipId: Id<'Payslip'>
  readonly runId: Id<'PayRun'>
  readonly personId: PersonId
  /** The run's month: what is owed stands under it. */
  readonly month: Month
  readonly bookedOn: PlainDate
  /** Ordinary and difference lines, summed by their month. */
  readonly benefit: readonly MonthAmount[]
  /** Set-off lines by the month of the claim; negative (POL15). */
  readonly setOff: readonly MonthAmount[]
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  readonly netOre: Ore
  /** What the run found of claims beside set-off: raised positive, taken back negative. */
  readonly claims: readonly MonthAmount[]
}

const side =
  (account: LedgerAccount) =>
  ({ month, amountOre }: MonthAmount): Posting => ({ account, month, amountOre })
const opposite = ({ month, amountOre }: MonthAmount): MonthAmount => ({
  month,
  amountOre: negateOre(amountOre),
})

/**
 * A payslip that is released: the benefit is cost of its months; set-off lowers claims; tax withheld,
 * attachments and the net are owed (POL11, POL15, POL16). Held amounts (POL8) wait until they are paid.
 */
export function postPayslip(slip: PostedPayslip): Entry | null {
  const { runId, personId, bookedOn, month, withheldOre, attachedOre, netOre } = slip
  assert(
    withheldOre >= 0 && attachedOre >= 0 && netOre >= 0,
    `what is owed of the payslip ${slip.payslipId} is not negative`,
  )
  const owed: [LedgerAccount, Ore][] = [
    ['tax-withheld', withheldOre],
    ['attachments-payable', attachedOre],
    ['net-payable', netOre],
  ]
  const source = `payslip:${slip.payslipId}`
  return entryOf({ kind: 'payslip', source, bookedOn, runId, personId, paymentId: null }, [
    ...slip.benefit.map(side('benefit-cost')),
    ...slip.setOff.map(side('claims')),
    ...owed.map(([account, amountOre]) => ({ account, month, amountOre: negateOre(amountOre) })),
  ])
}

/** Claims that a run found (for mye utbetalt): what was cost is now owed to the municipality, or the reverse. */
export function postClaims(slip: PostedPayslip): Entry | null {
  const { runId, personId, bookedOn } = slip
  const source = `claims:${slip.payslipId}`
  return entryOf({ kind: 'claims', source, bookedOn, runId, personId, paymentId: null }, [
    ...slip.claims.map(side('claims')),
    ...slip.claims.map(opposite).map(side('benefit-cost')),
  ])
}
