import { payrollContracts } from '@fotfeste/contracts/payroll/all.ts'
import { problems } from '@fotfeste/contracts/payroll/problems.ts'
import type { Service } from '@fotfeste/kit/kit.ts'
import { type Config, taxCardConfig } from './config.ts'
import type { Tables } from './db/tables.gen.ts'
import { payrollJobs } from './jobs/all.ts'
import { alerts } from './routes/alerts.ts'
import { attachments } from './routes/attachments.ts'
import { bankAnswers } from './routes/bank-answers.ts'
import { baseAmounts } from './routes/base-amounts.ts'
import { calculations } from './routes/calculations.ts'
import { claims, demands, setOff } from './routes/claims.ts'
import { closings } from './routes/closings.ts'
import { decisions } from './routes/decisions.ts'
import { deliveredReports } from './routes/delivered-reports.ts'
import { handOvers } from './routes/hand-overs.ts'
import { journal, trialBalance } from './routes/journal.ts'
import { readMonths } from './routes/known-months.ts'
import { ledger } from './routes/ledger.ts'
import { ledgerAccounts } from './routes/ledger-accounts.ts'
import { ledgerVerification } from './routes/ledger-verification.ts'
import { newerFacts } from './routes/newer-facts.ts'
import { payRunApproval } from './routes/pay-run-approval.ts'
import { payRunEnds } from './routes/pay-run-ends.ts'
import { payRunRelease } from './routes/pay-run-release.ts'
import { payRuns } from './routes/pay-runs.ts'
import { debtorAccount, payees } from './routes/payees.ts'
import { payments } from './routes/payments.ts'
import { payslipDocuments } from './routes/payslip-documents.ts'
import { paymentFile, payslips } from './routes/payslips.ts'
import { policies } from './routes/policies.ts'
import { reconciliation } from './routes/reconciliation.ts'
import { regulationMoves, regulations } from './routes/regulations.ts'
import { reportingUnit } from './routes/reporting-unit.ts'
import { reports } from './routes/reports.ts'
import { taxCardAnswers, taxCardRequests } from './routes/tax-card-answers.ts'
import { taxCards } from './routes/tax-cards.ts'
import { withholding } from './routes/withholding.ts'

/** The payroll service: what each participant is paid for a month, by whose word, and the file to the bank. */
export const payroll: Service<Tables, Config> = {
  name: 'payroll',
  title: 'Fotfeste payroll (introduksjonsstønad)',
  description:
    'The introduction benefit of each month under integreringsloven §§ 19-25 (and introduksjonsloven §§ 8-16 for who is under it): calculations, pay runs with four eyes, payslips that explain themselves, and the payment file.',
  version: '1.0.0',
  contracts: payrollContracts,
  problems,
  migrations: new URL('./db/migrations/', import.meta.url),
  routes: [
    calculations,
    readMonths,
    withholding,
    taxCards,
    taxCardAnswers,
    taxCardRequests,
    payees,
    debtorAccount,
    baseAmounts,
    regulations,
    regulationMoves,
    policies,
    payRuns,
    newerFacts,
    payRunApproval,
    payRunRelease,
    payRunEnds,
    payslips,
    payslipDocuments,
    paymentFile,
    payments,
    alerts,
    bankAnswers,
    reports,
    deliveredReports,
    reportingUnit,
    handOvers,
    attachments,
    decisions,
    claims,
    setOff,
    demands,
    ledger,
    ledgerVerification,
    trialBalance,
    journal,
    ledgerAccounts,
    closings,
    reconciliation,
  ],
  jobs: (kit, config) =>
    payrollJobs(kit, {
      introductionUrl: config.FOTFESTE_INTRODUCTION_URL,
      settlementUrl: config.FOTFESTE_SETTLEMENT_URL,
      tokens: config.FOTFESTE_SERVICE_TOKENS,
      pageSize: config.FOTFESTE_PAY_RUN_PAGE,
      version: payroll.version,
      taxCards: taxCardConfig(config),
    }),
}
