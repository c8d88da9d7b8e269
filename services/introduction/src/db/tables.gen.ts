// Made by `pnpm db-types` from the migrations.
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Minutes } from '@fotfeste/domain/values/minutes.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { ColumnType } from 'kysely'

export type ApprovedTimesheetTable = {
  tenant: Tenant
  timesheet_id: Id<'Timesheet'>
  revision: number
  month: Month
  approved_by: string
  approved_on: PlainDate
  content: ColumnType<unknown, string, string>
  planned_minutes: Minutes
  present_minutes: Minutes
  absent_minutes: Minutes
  unexcused_minutes: Minutes
}

export type AttendanceTable = {
  tenant: Tenant
  enrolment_id: Id<'Enrolment'>
  day: PlainDate
  version: number
  month: Month
  planned_minutes: Minutes
  present_minutes: Minutes
  absences: ColumnType<unknown, string, string>
  absent_minutes: Minutes
  unexcused_minutes: Minutes
  lengthening_minutes: Minutes
  recorded_by: string
  recorded_on: PlainDate
  reason: string | null
  recorded_at: string
}

export type EnrolmentTable = {
  tenant: Tenant
  id: Id<'Enrolment'>
  version: number
  protected: boolean
  person_id: Id<'Participant'>
  state: 'decided' | 'started' | 'ended'
  regime: 'integreringsloven' | 'introduksjonsloven'
  standing: 'right-and-duty' | 'right' | 'may-be-offered'
  decided_on: PlainDate
  claimed_on: PlainDate | null
  case_reference: string
  goal: 'work' | 'higher-education' | 'vocational-requalification' | 'upper-secondary' | 'parts-of-upper-secondary' | 'vocational-training'
  completed_upper_secondary: boolean
  youth_departure: 'unwilling' | 'unable' | null
  planned_start: PlainDate
  started_on: PlainDate | null
  planned_end: PlainDate
  rule_months: number
  rule_extension_months: number
  rule_is_certain: boolean
  rule_keys: string[]
  rule_law: string
  assessment_keys: string[]
  assessment_law: string[]
  ended_on: PlainDate | null
  end_reason: 'goal-reached' | 'time-expired' | 'broken-off' | 'stopped' | 'refused' | 'moved' | 'other' | null
  end_case_reference: string | null
  changed_at: string
}

export type ExtensionTable = {
  tenant: Tenant
  id: Id<'Extension'>
  enrolment_id: Id<'Enrolment'>
  planned_end_before: PlainDate
  planned_end: PlainDate
  ground: 'goal' | 'absence'
  reason: string
  case_reference: string
  registered_by: string
  registered_at: string
}

export type FormerInterruptionTable = {
  tenant: Tenant
  interruption_id: Id<'Interruption'>
  version: number
  kind: 'unpaid-leave' | 'parental-leave' | 'stop' | 'illness-without-benefit'
  from_day: PlainDate
  to_day: PlainDate
  notice_received_on: PlainDate
  case_reference: string
  reason: string | null
  registered_by: string
  registered_at: string
}

export type HouseholdFactTable = {
  tenant: Tenant
  enrolment_id: Id<'Enrolment'>
  from_day: PlainDate
  lives_with_parent: boolean
  partner_in_programme: boolean
  has_children: boolean
  registered_by: string
  registered_at: string
}

export type InterruptionTable = {
  tenant: Tenant
  id: Id<'Interruption'>
  enrolment_id: Id<'Enrolment'>
  kind: 'unpaid-leave' | 'parental-leave' | 'stop' | 'illness-without-benefit'
  from_day: PlainDate
  to_day: PlainDate
  notice_received_on: PlainDate
  case_reference: string
  registered_by: string
  registered_at: string
  version: number
  reason: string | null
  withdrawn: boolean
}

export type ParticipantTable = {
  tenant: Tenant
  person_id: Id<'Person'>
  version: number
  protected: boolean
  household_id: Id<'Household'> | null
  birth_date: PlainDate
  sex: 'female' | 'male'
  permit_ground: 'asylum' | 'resettlement' | 'humanitarian' | 'family-awaiting-identity' | 'collective-protection' | 'family-member' | 'own-ground' | 'other-family' | 'other'
  permit_granted_on: PlainDate
  applied_from_abroad: boolean
  arrived_on: PlainDate | null
  settled_on: PlainDate
  settled_by_agreement: boolean
  nordic_or_eea_citizen: boolean
  reference_person_settled_on: PlainDate | null
  unaccompanied_minor: boolean
  household: ColumnType<unknown, string, string>
  employment_from: PlainDate | null
  employment_to: PlainDate | null
  employment_weekly_minutes: number | null
  changed_at: string
  permit_applied_on: PlainDate | null
}

export type PlanTable = {
  tenant: Tenant
  enrolment_id: Id<'Enrolment'>
  version: number
  needs_own_study: boolean
  reason: string
  norwegian_goal: 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | null
  phases: ColumnType<unknown, string, string>
  made_by: string
  made_on: PlainDate
  changed_at: string
}

export type TimesheetTable = {
  tenant: Tenant
  id: Id<'Timesheet'>
  enrolment_id: Id<'Enrolment'>
  month: Month
  version: number
  state: 'open' | 'sealed' | 'approved'
  revision: number
  sealed_by: string | null
  approved_by: string | null
  approved_on: PlainDate | null
  days_without_programme: PlainDate[]
  paid_work: ColumnType<unknown, string, string> | null
  benefits: ColumnType<unknown, string, string>
  changed_at: string
}

export type TimesheetStepTable = {
  tenant: Tenant
  timesheet_id: Id<'Timesheet'>
  version: number
  step: 'seal' | 'approve' | 'correct'
  revision: number
  taken_by: string
  taken_on: PlainDate
  taken_at: string
  reason: string | null
}

export type Tables = {
  approved_timesheet: ApprovedTimesheetTable
  attendance: AttendanceTable
  enrolment: EnrolmentTable
  extension: ExtensionTable
  former_interruption: FormerInterruptionTable
  household_fact: HouseholdFactTable
  interruption: InterruptionTable
  participant: ParticipantTable
  plan: PlanTable
  timesheet: TimesheetTable
  timesheet_step: TimesheetStepTable
}
