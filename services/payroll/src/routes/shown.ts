import type { PayLine } from '@fotfeste/domain/stipend/line.ts'
import type { WithholdingOutcome } from '@fotfeste/domain/tax/withholding.ts'
import { maskAccountNumber } from '@fotfeste/domain/values/account-number.ts'
import type { Caller } from '@fotfeste/kit/auth.ts'
import type { PayRun } from '../queries/pay-runs.ts'
import type { Payee } from '../queries/payees.ts'
import type { Payment } from '../queries/payments.ts'
import type { PayslipHead } from '../queries/payslips.ts'
import type { HeldRunEvent } from '../queries/run-events.ts'

/** Withheld tax as the answer shows it. */
export const shownWithholding = ({ withholding, withholdingReason }: WithholdingOutcome) => ({
  withholding: withholding && { ...withholding, law: [...withholding.law] },
  withholdingReason,
})

/** A line as the answer shows it. */
export const shownLine = (line: PayLine) => ({
  ...line,
  quantity: { ...line.quantity },
  dates: [...line.dates],
  ruleKeys: [...line.ruleKeys],
  law: [...line.law],
  inputs: line.inputs.map((input) => ({ ...input })),
})

/** A run as the answer shows it: without what the calculation alone needs. */
export function shownPayRun(run: PayRun) {
  const { id, cause, releasedAt: _at, debtorVersion: _debtor, ...shown } = run
  return { payRunId: id, extraordinaryReason: cause, ...shown }
}

/** A payslip's head as the answer shows it. */
export function shownHead(head: PayslipHead) {
  const { id, runId, personId, month, payDate, state } = head
  const { grossOre, withheldOre, attachedOre, heldOre, netOre, claimsOre } = head
  const sums = { grossOre, withheldOre, attachedOre, heldOre, netOre, claimsOre }
  const { requiresIndividualDecision } = head
  return {
    ...{ payslipId: id, payRunId: runId, personId, month, payDate, state },
    ...{ ...sums, requiresIndividualDecision },
  }
}

/** A payee as the answer shows one; the account number only to who may see it. */
export function shownPayee(payee: Payee, caller: Caller) {
  const isShown = caller.scopes.has('fotfeste:identity.read')
  return {
    personId: payee.personId,
    name: payee.name,
    accountNumber: isShown ? payee.accountNumber : maskAccountNumber(payee.accountNumber),
    isMasked: !isShown,
    enteredOn: payee.enteredOn,
    confirmedOn: payee.confirmedOn,
    version: payee.version,
  }
}

/** A payment as the answer shows it. */
export function shownPayment(payment: Payment) {
  const { id: paymentId, runId: payRunId, ofRunId: ofPayRunId, ...shown } = payment
  return { paymentId, payRunId, ofPayRunId, ...shown }
}

/** A move of a run as the answer shows it. */
export const shownRunEvent = ({ id: _id, ...event }: HeldRunEvent) => event
