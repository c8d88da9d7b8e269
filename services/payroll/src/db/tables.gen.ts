// Made by `pnpm db-types` from the migrations.
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { ColumnType, Generated } from 'kysely'

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
}

export type PayLineTable = {
  tenant: Tenant
  payslip_id: Id<'Payslip'>
  number: number
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  month: Month
  kind: 'ordinary' | 'difference'
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
  kind: string
  sequence: number
  state: 'draft' | 'waiting' | 'calculated' | 'approved' | 'released' | 'cancelled'
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
}

export type PayRunPersonTable = {
  tenant: Tenant
  run_id: Id<'PayRun'>
  person_id: Id<'Person'>
  protected: boolean
  payee_version: number | null
  lacks_timesheet: boolean
  inputs: ColumnType<unknown, string, string>
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
}

export type PersonTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  protected: boolean
}

export type ProgrammeFactsTable = {
  tenant: Tenant
  enrolment_id: Id<'Enrolment'>
  version: number
  person_id: Id<'Person'>
  protected: boolean
  facts: ColumnType<unknown, string, string>
}

export type Tables = {
  base_amount_registration: BaseAmountRegistrationTable
  basis: BasisTable
  claim_change: ClaimChangeTable
  debtor_account: DebtorAccountTable
  pay_line: PayLineTable
  pay_run: PayRunTable
  pay_run_person: PayRunPersonTable
  payee: PayeeTable
  payslip: PayslipTable
  person: PersonTable
  programme_facts: ProgrammeFactsTable
}
