import type { Contract } from '../contract.ts'
import {
  getAMelding,
  getAMeldingFile,
  getReportingUnit,
  listAMeldinger,
  registerAMeldingReceipt,
  registerReportingUnit,
  requestAMelding,
} from './a-meldinger.ts'
import { listAlerts } from './alerts.ts'
import {
  changeAttachmentOrder,
  listAttachmentOrders,
  registerAttachmentOrder,
} from './attachments.ts'
import { getBankAnswer, importBankAnswer, listBankAnswers } from './bank-answers.ts'
import { listBaseAmounts, registerBaseAmount } from './base-amounts.ts'
import { calculateBatch, compareCalculations } from './calculation-batches.ts'
import { calculateMonth } from './calculations.ts'
import {
  claimRefund,
  demandRepayment,
  getClaims,
  listClaims,
  recoverClaim,
  resumeSetOff,
  stopSetOff,
} from './claims.ts'
import { closeLedgerMonth, listLedgerClosings } from './closings.ts'
import { listDecisions, registerDecision } from './decisions.ts'
import { getHandOverFile, listHandOvers } from './hand-overs.ts'
import { getJournal, getJournalFile, getTrialBalance } from './journal.ts'
import { readKnownMonth } from './known-months.ts'
import { listLedgerEntries } from './ledger.ts'
import { listLedgerAccounts, nameLedgerAccount } from './ledger-accounts.ts'
import { verifyLedger } from './ledger-verification.ts'
import { listNewerFacts } from './newer-facts.ts'
import { listPayRunHistory } from './pay-run-history.ts'
import {
  approvePayRun,
  cancelPayRun,
  closePayRun,
  getPaymentFile,
  getPayRun,
  listPayRuns,
  releasePayRun,
  startPayRun,
} from './pay-runs.ts'
import {
  confirmPayee,
  getDebtorAccount,
  getPayee,
  registerDebtorAccount,
  registerPayee,
} from './payees.ts'
import { listPayments, retryPayment } from './payments.ts'
import { getPayslip, getPayslipDocument, listPayslips } from './payslips.ts'
import { getPolicySettings, listPayRunPolicies, listPolicies, setPolicy } from './policies.ts'
import { getReconciliation } from './reconciliation.ts'
import {
  approveRegulation,
  cancelRegulation,
  clearRegulatedPerson,
  getRegulation,
  listRegulatedPersons,
  listRegulations,
  runRegulation,
  startRegulation,
} from './regulations.ts'
import { getTaxCardAnswer, importTaxCards } from './tax-card-answers.ts'
import { listTaxCardRequests, requestTaxCards } from './tax-card-requests.ts'
import { listTaxCards, registerTaxCard, registerWithholdingWish } from './tax-cards.ts'
import { lookUpWithholding } from './withholding.ts'

/** Every operation of the payroll service. */
export const payrollContracts: readonly Contract[] = [
  calculateMonth,
  readKnownMonth,
  calculateBatch,
  compareCalculations,
  lookUpWithholding,
  listTaxCards,
  registerTaxCard,
  registerWithholdingWish,
  importTaxCards,
  getTaxCardAnswer,
  requestTaxCards,
  listTaxCardRequests,
  registerPayee,
  confirmPayee,
  getPayee,
  registerDebtorAccount,
  getDebtorAccount,
  listBaseAmounts,
  registerBaseAmount,
  startRegulation,
  listRegulations,
  getRegulation,
  listRegulatedPersons,
  approveRegulation,
  runRegulation,
  cancelRegulation,
  clearRegulatedPerson,
  listPolicies,
  getPolicySettings,
  setPolicy,
  listPayRunPolicies,
  startPayRun,
  listPayRuns,
  getPayRun,
  approvePayRun,
  releasePayRun,
  cancelPayRun,
  closePayRun,
  listPayRunHistory,
  listNewerFacts,
  getPaymentFile,
  listPayments,
  retryPayment,
  listAlerts,
  importBankAnswer,
  listBankAnswers,
  getBankAnswer,
  listPayslips,
  getPayslip,
  getPayslipDocument,
  requestAMelding,
  listAMeldinger,
  getAMelding,
  getAMeldingFile,
  registerAMeldingReceipt,
  registerReportingUnit,
  getReportingUnit,
  listHandOvers,
  getHandOverFile,
  registerAttachmentOrder,
  changeAttachmentOrder,
  listAttachmentOrders,
  registerDecision,
  listDecisions,
  listClaims,
  getClaims,
  stopSetOff,
  resumeSetOff,
  demandRepayment,
  claimRefund,
  recoverClaim,
  listLedgerEntries,
  verifyLedger,
  listLedgerClosings,
  closeLedgerMonth,
  getTrialBalance,
  getJournal,
  getJournalFile,
  listLedgerAccounts,
  nameLedgerAccount,
  getReconciliation,
]
