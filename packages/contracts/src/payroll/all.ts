import type { Contract } from '../contract.ts'
import { listBaseAmounts, registerBaseAmount } from './base-amounts.ts'
import { calculateMonth } from './calculations.ts'
import {
  approvePayRun,
  cancelPayRun,
  getPaymentFile,
  getPayRun,
  listPayRuns,
  releasePayRun,
  startPayRun,
} from './pay-runs.ts'
import { getDebtorAccount, getPayee, registerDebtorAccount, registerPayee } from './payees.ts'
import { getPayslip, listPayslips } from './payslips.ts'
import { getPolicySettings, listPayRunPolicies, listPolicies, setPolicy } from './policies.ts'
import { lookUpWithholding } from './withholding.ts'

/** Every operation of the payroll service. */
export const payrollContracts: readonly Contract[] = [
  calculateMonth,
  lookUpWithholding,
  registerPayee,
  getPayee,
  registerDebtorAccount,
  getDebtorAccount,
  listBaseAmounts,
  registerBaseAmount,
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
  getPaymentFile,
  listPayslips,
  getPayslip,
]
