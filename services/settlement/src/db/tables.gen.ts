// Made by `pnpm db-types` from the migrations.
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'

export type FormerSettlementRequestTable = {
  tenant: Tenant
  request_id: Id<'SettlementRequest'>
  version: number
  year: number
  persons: number
  unaccompanied_minors: number
  received_on: PlainDate
  deadline: PlainDate | null
  reference: string
  reason: string
  corrected_by: string
  corrected_at: string
}

export type HouseholdTable = {
  tenant: Tenant
  id: Id<'Household'>
  protected: boolean
  version: number
  changed_at: string
}

export type HouseholdMemberTable = {
  tenant: Tenant
  household_id: Id<'Household'>
  person_id: Id<'Person'>
  relation: 'adult' | 'partner' | 'child' | 'other'
  place: number
  protected: boolean
}

export type PersonTable = {
  tenant: Tenant
  id: Id<'Person'>
  version: number
  protected: boolean
  address_protection: 'none' | 'confidential' | 'strictly-confidential'
  given_name: string
  family_name: string
  birth_date: PlainDate
  sex: 'female' | 'male'
  citizenships: string[]
  mother_tongue: string | null
  interpreter_language: string | null
  permit_ground: string | null
  permit_granted_on: PlainDate | null
  permit_valid_to: PlainDate | null
  applied_from_abroad: boolean
  arrived_on: PlainDate | null
  settled_by_agreement: boolean
  nordic_or_eea_citizen: boolean
  reference_person_settled_on: PlainDate | null
  unaccompanied_minor: boolean
  national_number: string | null
  duf_number: string | null
  changed_at: string
  settled_on: PlainDate | null
  settlement_case_id: Id<'SettlementCase'> | null
  permit_applied_on: PlainDate | null
}

export type SettlementCaseTable = {
  tenant: Tenant
  id: Id<'SettlementCase'>
  household_id: Id<'Household'>
  status: 'proposed' | 'accepted' | 'declined' | 'housing-found' | 'settled'
  proposed_on: PlainDate
  reference: string
  answered_on: PlainDate | null
  decline_reason: 'number-reached' | 'no-housing' | 'no-services' | 'withdrawn-by-imdi' | 'other' | null
  housing_found_on: PlainDate | null
  dwelling: 'municipal' | 'private-rental' | 'found-by-refugee' | 'shared-housing' | 'foster-home' | 'with-relatives' | 'host-family' | 'other' | null
  protected: boolean
  version: number
  changed_at: string
}

export type SettlementCaseMemberTable = {
  tenant: Tenant
  case_id: Id<'SettlementCase'>
  person_id: Id<'Person'>
  relation: 'adult' | 'partner' | 'child' | 'other'
  place: number
  protected: boolean
}

export type SettlementCorrectionTable = {
  tenant: Tenant
  case_id: Id<'SettlementCase'>
  version: number
  person_id: Id<'Person'>
  settled_on_before: PlainDate
  settled_on: PlainDate
  reason: string
  corrected_by: string
  corrected_at: string
  protected: boolean
}

export type SettlementDecisionTable = {
  tenant: Tenant
  request_id: Id<'SettlementRequest'>
  number: number
  persons: number
  unaccompanied_minors: number
  decided_on: PlainDate
  deciding_body: string
  case_reference: string
  recorded_on: PlainDate
}

export type SettlementRequestTable = {
  tenant: Tenant
  id: Id<'SettlementRequest'>
  year: number
  persons: number
  unaccompanied_minors: number
  received_on: PlainDate
  deadline: PlainDate | null
  reference: string
  version: number
  changed_at: string
}

export type Tables = {
  former_settlement_request: FormerSettlementRequestTable
  household: HouseholdTable
  household_member: HouseholdMemberTable
  person: PersonTable
  settlement_case: SettlementCaseTable
  settlement_case_member: SettlementCaseMemberTable
  settlement_correction: SettlementCorrectionTable
  settlement_decision: SettlementDecisionTable
  settlement_request: SettlementRequestTable
}
