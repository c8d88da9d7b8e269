// Made by `pnpm db-types` from the migrations.
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { ColumnType, Generated } from 'kysely'

export type AccountSettingTable = {
  tenant: Tenant
  account: 'benefit-cost' | 'claims' | 'tax-withheld' | 'attachments-payable' | 'net-payable' | 'bank'
  version: number
  from_date: PlainDate
  account_number: string | null
  function: string | null
  art: string | null
  entered_by: string
  entered_on: PlainDate
}

export type AttachmentOrderTable = {
  tenant: Tenant
  id: Id<'AttachmentOrder'>
  version: number
  person_id: Id<'Person'>
  protected: boolean
  class: 'maintenance' | 'crime-compensation' | 'fine' | 'public-dues' | 'other' | 'coordinated'
  amount_ore: Ore | null
  rate: number | null
  keeps_ore: Ore
  creditor_name: string
  creditor_account: string
  kid: string | null
  reference: string
  from_date: PlainDate
  to_date: PlainDate | null
  entered_by: string
  entered_on: PlainDate
  entered_at: string
}

export type AttachmentPaidTable = {
  tenant: Tenant
  payslip_id: Id<'Payslip'>
  order_id: Id<'Order'>
  order_version: number
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  counts: boolean
  amount_ore: Ore
  detail: ColumnType<unknown, string, string>
}

export type BankAnswerTable = {
  tenant: Tenant
  id: Id<'BankAnswer'>
  digest: string
  kind: 'pain.002' | 'camt.054'
  message_id: string
  received_by: string
  received_on: PlainDate
  received_at: string
  changed: number
  entries: ColumnType<unknown, string, string>
}

export type BaseAmountEntryTable = {
  tenant: Tenant
  year: number
  version: number
  id: Id<'BaseAmountEntry'>
  status: 'proposed' | 'final'
  amount_ore: Ore
  from_date: PlainDate
  adopted_on: PlainDate | null
  source: string
  entered_by: string
  entered_on: PlainDate
}

export type BaseAmountRegistrationTable = {
  tenant: Tenant
  year: number
  version: number
  id: Id<'BaseAmountRegistration'>
  registered_on: PlainDate | null
  entered_by: string
  entered_on: PlainDate
}

export type BasisTable = {
  tenant: Tenant
  timesheet_id: Id<'Timesheet'>
  version: number
  person_id: Id<'Person'>
  enrolment_id: Id<'Enrolment'>
  month: Month
  approved_on: PlainDate
  protected: boolean
  content: ColumnType<unknown, string, string>
}

export type ClaimChangeTable = {
  tenant: Tenant
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  counts: boolean
  amount_ore: Ore
  kind: 'found' | 'set-off'
}

export type ClaimRecoveryTable = {
  tenant: Tenant
  id: Id<'ClaimRecovery'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  repayment_id: Id<'RepaymentDecision'> | null
  refund_id: Id<'RefundClaim'> | null
  amount_ore: Ore
  received_on: PlainDate
  is_last: boolean
  entered_by: string
  entered_on: PlainDate
}

export type ClaimStopTable = {
  tenant: Tenant
  id: Id<'ClaimStop'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  reason: 'appeal' | 'time-barred' | 'other'
  note: string
  from_date: PlainDate
  to_date: PlainDate | null
  entered_by: string
  ended_by: string | null
  version: number
}

export type DebtorAccountTable = {
  tenant: Tenant
  version: number
  name: string
  account_number: string
  bic: string
  customer_id: string
  division_id: string | null
  entered_by: string
  entered_on: PlainDate
  tax_account: string | null
  tax_kid: string | null
  file_version: 'pain.001.001.03' | 'pain.001.001.09'
}

export type IndividualDecisionTable = {
  tenant: Tenant
  id: Id<'IndividualDecision'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  effect: 'deducted' | 'lifted'
  decided_on: PlainDate
  reference: string
  entered_by: string
  entered_on: PlainDate
  entered_at: string
}

export type LedgerClosingTable = {
  tenant: Tenant
  month: Month
  id: Id<'LedgerClosing'>
  last_number: number
  last_hash: string
  entries: number
  debit_ore: Ore
  closed_by: string
  closed_on: PlainDate
  closed_at: string
}

export type LedgerEntryTable = {
  tenant: Tenant
  number: number
  previous_number: Generated<number | null>
  id: Id<'LedgerEntry'>
  booked_on: PlainDate
  kind: 'payslip' | 'claims' | 'payment-booked' | 'payment-returned' | 'claim-recovered'
  source: string
  run_id: Id<'PayRun'> | null
  person_id: Id<'Person'> | null
  payment_id: Id<'Payment'> | null
  protected: boolean
  lines: number
  posted_by: string
  posted_at: string
  previous_hash: string
  hash: string
  occurred_on: PlainDate | null
}

export type LedgerPostingTable = {
  tenant: Tenant
  entry_number: number
  line: number
  booked_on: PlainDate
  account: 'benefit-cost' | 'claims' | 'tax-withheld' | 'attachments-payable' | 'net-payable' | 'bank'
  month: Month
  amount_ore: Ore
}

export type LedgerVerificationTable = {
  tenant: Tenant
  verified_on: PlainDate
  verified_at: string
  verified_by: string
  number: number
  hash: string
  broken_number: number | null
  broken_reason: 'missing' | 'changed' | 'unlinked' | 'unbalanced' | 'not-as-known' | null
}

export type PayLineTable = {
  tenant: Tenant
  payslip_id: Id<'Payslip'>
  number: number
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  month: Month
  kind: 'ordinary' | 'difference' | 'set-off'
  sequence: number
  counts: boolean
  code: string
  amount_ore: Ore
  detail: ColumnType<unknown, string, string>
}

export type PayRunTable = {
  tenant: Tenant
  id: Id<'PayRun'>
  month: Month
  kind: 'ordinary' | 'extraordinary'
  sequence: number
  state: 'draft' | 'waiting' | 'calculated' | 'approved' | 'released' | 'accepted' | 'rejected' | 'booked' | 'reported' | 'closed' | 'cancelled'
  reason: string | null
  pay_date: PlainDate
  as_known_on: PlainDate
  registrations: ColumnType<unknown, string, string> | null
  base_amount_year: number | null
  cursor: string | null
  payslips: Generated<number>
  payable: Generated<number>
  blocked: Generated<number>
  gross_ore: Generated<Ore>
  net_ore: Generated<Ore>
  claims_ore: Generated<Ore>
  calculated_by: string
  calculated_on: PlainDate | null
  approved_by: string | null
  approved_on: PlainDate | null
  released_by: string | null
  released_on: PlainDate | null
  released_at: string | null
  debtor_version: number | null
  version: number
  cause: string | null
  withheld_ore: Generated<Ore>
  attached_ore: Generated<Ore>
  held_ore: Generated<Ore>
  digest: string | null
  calculated_at: string | null
  repayments: Generated<number>
  repaid_ore: Generated<Ore>
  first_approved_by: string | null
  first_approved_on: PlainDate | null
  policies: ColumnType<unknown, string, string> | null
}

export type PayRunEventTable = {
  tenant: Tenant
  run_id: Id<'PayRun'>
  id: Id<'PayRunEvent'>
  at: string
  on_date: PlainDate
  actor: string | null
  move: string
  from_state: string | null
  to_state: string
  why: string | null
}

export type PayRunPersonTable = {
  tenant: Tenant
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  payee_version: number | null
  lacks_timesheet: boolean
  inputs: ColumnType<unknown, string, string>
  tax_cards: Generated<ColumnType<unknown, string, string>>
  payee_confirmed: boolean
  wish_version: number | null
  attachments: Generated<ColumnType<unknown, string, string>>
  decided: Generated<ColumnType<unknown, string, string>>
  stopped: Generated<ColumnType<unknown, string, string>>
  review_months: Generated<ColumnType<unknown, string, string>>
  unchanged: Generated<boolean>
  facts_version: number
}

export type PayeeTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  version: number
  protected: boolean
  name: string
  account_number: string
  entered_by: string
  entered_on: PlainDate
  entered_at: string
}

export type PayeeConfirmationTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  version: number
  protected: boolean
  entered_by: string
  confirmed_by: string
  confirmed_on: PlainDate
  confirmed_at: string
}

export type PaymentTable = {
  tenant: Tenant
  id: Id<'Payment'>
  run_id: Id<'PayRun'>
  of_run_id: Id<'PayRun'>
  kind: 'benefit' | 'attachment' | 'tax'
  payslip_id: Id<'Payslip'> | null
  order_id: Id<'AttachmentPaid'> | null
  person_id: Id<'Person'> | null
  protected: boolean
  month: Month
  sequence: number
  amount_ore: Ore
  payee_version: number | null
  execution_on: PlainDate
  part: number
  end_to_end_id: string
  state: 'released' | 'accepted' | 'rejected' | 'booked' | 'returned'
  bank_reference: string | null
  reject_code: string | null
  reject_text: string | null
  accepted_on: PlainDate | null
  rejected_on: PlainDate | null
  booked_on: PlainDate | null
  returned_on: PlainDate | null
  retry_by: string | null
  retry_reason: string | null
  retry_on: PlainDate | null
  retry_at: string | null
  version: number
}

export type PaymentFileTable = {
  tenant: Tenant
  run_id: Id<'PayRun'>
  version: 'pain.001.001.03' | 'pain.001.001.09'
  message_id: string
  payments: number
  total_ore: Ore
  content: string
  sha256: string
}

export type PayslipTable = {
  tenant: Tenant
  id: Id<'Payslip'>
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  state: 'payable' | 'blocked' | 'nothing-to-pay'
  reasons: ColumnType<unknown, string, string>
  gross_ore: Ore
  net_ore: Ore
  claims_ore: Ore
  requires_decision: boolean
  payee_version: number | null
  counts: boolean
  withheld_ore: Generated<Ore>
  corrected_ore: Generated<Ore>
  attached_ore: Generated<Ore>
  held_ore: Generated<Ore>
  withholding: ColumnType<unknown, string, string> | null
  withholding_reason: string | null
  card_source: string | null
  card_kind: 'table' | 'percent' | 'exemption' | null
  taxed_as: ColumnType<unknown, string, string> | null
  january_ore: Generated<Ore>
}

export type PersonTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  protected: boolean
  facts_version: Generated<number>
}

export type PolicySettingTable = {
  tenant: Tenant
  name: string
  version: number
  value: ColumnType<unknown, string, string>
  from_month: Month
  reason: string
  entered_by: string
  entered_on: PlainDate
}

export type ProgrammeFactsTable = {
  tenant: Tenant
  enrolment_id: Id<'Enrolment'>
  version: number
  person_id: Id<'Person'>
  protected: boolean
  facts: ColumnType<unknown, string, string>
  known_on: PlainDate | null
}

export type RefundClaimTable = {
  tenant: Tenant
  id: Id<'RefundClaim'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  benefit: string
  amount_ore: Ore
  claimed_on: PlainDate
  reference: string
  entered_by: string
  entered_on: PlainDate
}

export type RegulationTable = {
  tenant: Tenant
  id: Id<'Regulation'>
  year: number
  kind: 'dry-run' | 'run'
  state: 'draft' | 'calculated' | 'approved' | 'running' | 'done' | 'cancelled'
  status: 'official' | 'final' | 'proposed'
  amount_ore: Ore
  from_date: PlainDate
  known_on: PlainDate
  source: string
  started_by: string
  as_known_on: PlainDate
  reason: string | null
  pay_runs_seen: string | null
  cursor: string | null
  totals: ColumnType<unknown, string, string> | null
  version: number
}

export type RegulationEventTable = {
  tenant: Tenant
  regulation_id: Id<'Regulation'>
  id: Id<'RegulationEvent'>
  move: 'start' | 'calculate' | 'approve' | 'run' | 'finish' | 'cancel'
  to_state: string
  actor: string | null
  on_date: PlainDate
  at: string
}

export type RegulationPersonTable = {
  tenant: Tenant
  regulation_id: Id<'Regulation'>
  person_id: Id<'Person'>
  protected: boolean
  outcome: 'changes' | 'review' | 'already-new' | 'not-paid-yet'
  months: ColumnType<unknown, string, string>
  difference_ore: Ore
  cleared_by: string | null
  cleared_on: PlainDate | null
  clear_reason: string | null
}

export type RepaymentDecisionTable = {
  tenant: Tenant
  id: Id<'RepaymentDecision'>
  person_id: Id<'Person'>
  month: Month
  protected: boolean
  amount_ore: Ore
  decided_on: PlainDate
  reference: string
  entered_by: string
  entered_on: PlainDate
}

export type ReportTable = {
  tenant: Tenant
  id: Id<'Report'>
  month: Month
  number: number
  state: 'requested' | 'written' | 'delivered' | 'received' | 'failed'
  cause: string | null
  replaces_id: Id<'Report'> | null
  reason: string | null
  due_on: PlainDate
  unit: Tenant | null
  persons: Generated<number>
  problems: Generated<number>
  gross_ore: Generated<Ore>
  withheld_ore: Generated<Ore>
  tax_attachments_ore: Generated<Ore>
  requested_by: string
  requested_on: PlainDate
  next_try_at: string
  written_at: string | null
  version: number
}

export type ReportFileTable = {
  tenant: Tenant
  report_id: Id<'Report'>
  protected: boolean
  content: string
  sha256: string
}

export type ReportPersonTable = {
  tenant: Tenant
  report_id: Id<'Report'>
  person_id: Id<'Person'>
  protected: boolean
  gross_ore: Ore
  withheld_ore: Ore
  tax_attachments_ore: Ore
}

export type ReportProblemTable = {
  tenant: Tenant
  report_id: Id<'Report'>
  person_id: Id<'Person'>
  protected: boolean
  code: 'unknown-person' | 'no-national-number'
}

export type ReportReceiptTable = {
  tenant: Tenant
  report_id: Id<'Report'>
  version: number
  outcome: 'delivered' | 'received' | 'refused' | 'withdrawn'
  reference: string | null
  detail: string | null
  entered_by: string
  entered_on: PlainDate
  entered_at: string
}

export type ReportRunTable = {
  tenant: Tenant
  report_id: Id<'Report'>
  run_id: Id<'PayRun'>
}

export type ReportingUnitTable = {
  tenant: Tenant
  version: number
  unit: Tenant
  entered_by: string
  entered_on: PlainDate
}

export type TaxCardTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  year: number
  version: number
  protected: boolean
  result: 'card' | 'no-card' | 'no-duty' | 'invalid-number' | 'invalid-organisation' | 'replaced-number' | 'consider-work-permit'
  card_identifier: string | null
  issued_on: PlainDate | null
  lines: ColumnType<unknown, string, string>
  notes: ColumnType<unknown, string, string>
  obtained_on: PlainDate
  obtained_at: string
  source: 'import' | 'api' | 'by-hand'
  entered_by: string
}

export type TaxCardImportTable = {
  tenant: Tenant
  id: Id<'TaxCardImport'>
  state: 'received' | 'matched' | 'given-up'
  document: ColumnType<unknown, string, string> | null
  reason: string | null
  obtained_on: PlainDate
  entries: number
  received_by: string
  received_on: PlainDate
  received_at: string
  matched_on: PlainDate | null
  version: number
}

export type TaxCardImportEntryTable = {
  tenant: Tenant
  import_id: Id<'TaxCardImport'>
  number: number
  protected: boolean
  pointer: string
  code: 'applied' | 'unknown' | 'double' | 'invalid'
  person_id: Id<'Person'> | null
  year: number | null
  detail: string | null
}

export type TaxCardRequestTable = {
  tenant: Tenant
  id: Id<'TaxCardRequest'>
  year: number
  state: 'due' | 'ordered' | 'answered' | 'refused' | 'given-up'
  kind: 'all' | 'changes' | null
  order_reference: string | null
  dialog_reference: string | null
  reason: string | null
  persons: Generated<number>
  without_number: Generated<number>
  applied: Generated<number>
  unknown: Generated<number>
  invalid: Generated<number>
  requested_by: string
  requested_on: PlainDate
  requested_at: string
  ordered_at: string | null
  answered_on: PlainDate | null
  next_try_at: string
  version: number
}

export type WithholdingWishTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  version: number
  protected: boolean
  extra_ore: Ore
  from_date: PlainDate
  to_date: PlainDate | null
  entered_by: string
  entered_on: PlainDate
  entered_at: string
}

export type Tables = {
  account_setting: AccountSettingTable
  attachment_order: AttachmentOrderTable
  attachment_paid: AttachmentPaidTable
  bank_answer: BankAnswerTable
  base_amount_entry: BaseAmountEntryTable
  base_amount_registration: BaseAmountRegistrationTable
  basis: BasisTable
  claim_change: ClaimChangeTable
  claim_recovery: ClaimRecoveryTable
  claim_stop: ClaimStopTable
  debtor_account: DebtorAccountTable
  individual_decision: IndividualDecisionTable
  ledger_closing: LedgerClosingTable
  ledger_entry: LedgerEntryTable
  ledger_posting: LedgerPostingTable
  ledger_verification: LedgerVerificationTable
  pay_line: PayLineTable
  pay_run: PayRunTable
  pay_run_event: PayRunEventTable
  pay_run_person: PayRunPersonTable
  payee: PayeeTable
  payee_confirmation: PayeeConfirmationTable
  payment: PaymentTable
  payment_file: PaymentFileTable
  payslip: PayslipTable
  person: PersonTable
  policy_setting: PolicySettingTable
  programme_facts: ProgrammeFactsTable
  refund_claim: RefundClaimTable
  regulation: RegulationTable
  regulation_event: RegulationEventTable
  regulation_person: RegulationPersonTable
  repayment_decision: RepaymentDecisionTable
  report: ReportTable
  report_file: ReportFileTable
  report_person: ReportPersonTable
  report_problem: ReportProblemTable
  report_receipt: ReportReceiptTable
  report_run: ReportRunTable
  reporting_unit: ReportingUnitTable
  tax_card: TaxCardTable
  tax_card_import: TaxCardImportTable
  tax_card_import_entry: TaxCardImportEntryTable
  tax_card_request: TaxCardRequestTable
  withholding_wish: WithholdingWishTable
}
