import { type NewPayment, partsOf, type Receiver } from '@fotfeste/domain/payment/make-payments.ts'
import { writePaymentFile } from '@fotfeste/domain/payment/payment-file.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { sumOre } from '@fotfeste/domain/values/ore.ts'
import type { DebtorAccount } from '../queries/debtor-account.ts'
import type { HeldOwed } from '../queries/owed.ts'
import type { PayRunId } from '../queries/pay-runs.ts'
import { messageIdOf, type NewPaymentFile } from '../queries/payment-files.ts'

/** Where withheld tax goes, by the municipality's settings. */
export function taxReceiver(debtor: DebtorAccount | null): Receiver | null {
  if (!debtor?.taxAccount) return null
  const { taxAccount: accountNumber, taxKid: kid } = debtor
  return { name: 'Skatteetaten', accountNumber, kid, text: 'Forskuddstrekk' }
}

/** What a release looks at of what is due: whether tax is, what is paid again, who entered the accounts it goes to. */
export function payingOf(due: readonly HeldOwed[], debtor: DebtorAccount | null, runId: PayRunId) {
  const paysTax = due.some(({ kind }) => kind === 'tax')
  const forTax = paysTax && debtor ? [debtor.enteredBy] : []
  const again = due.filter(({ ofRunId }) => ofRunId !== runId).map(({ amountOre }) => amountOre)
  return {
    debtor,
    paysTax,
    paysAgain: { payments: again.length, amountOre: sumOre(again) },
    payeesEnteredBy: [...due.flatMap(({ enteredBy }) => enteredBy ?? []), ...forTax],
  }
}

/** The file of a run's payments, as it goes to the bank. */
export function fileOf(
  payments: readonly NewPayment[],
  runId: PayRunId,
  sent: { readonly at: string; readonly debtor: DebtorAccount | null },
): NewPaymentFile {
  const { at: createdAt, debtor } = sent
  assert(debtor !== null, 'a released run has an account to pay from')
  const { fileVersion: version } = debtor
  const messageId = messageIdOf(runId)
  const parts = partsOf(payments)
  return {
    version,
    messageId,
    payments: payments.length,
    totalOre: sumOre(payments.map(({ amountOre }) => amountOre)),
    content: writePaymentFile({ version, messageId, createdAt, debtor, parts }),
  }
}
