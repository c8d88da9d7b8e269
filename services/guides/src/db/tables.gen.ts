// Made by `pnpm db-types` from the migrations.
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { ColumnType } from 'kysely'

export type GuideTable = {
  tenant: Tenant
  id: Id<'Guide'>
  version: number
  state: 'available' | 'paused' | 'withdrawn'
  name: string
  gender: 'female' | 'male'
  birth_year: number
  languages: string[]
  interests: string[]
  occupation: 'building' | 'cleaning' | 'crafts-and-repair' | 'education' | 'farming-and-fishing' | 'food-and-hospitality' | 'health-and-care' | 'industry' | 'office-and-administration' | 'sales' | 'technology' | 'transport' | null
  knows_trades: string[]
  education: 'none' | 'primary' | 'lower-secondary' | 'upper-secondary' | 'bachelor' | 'master-or-higher' | null
  life_situation: 'single' | 'couple' | 'small-children' | 'teenagers' | null
  availability: string[]
  weekly_minutes: number
  traits: string[]
  required_gender: 'female' | 'male' | null
  accepts_minors: boolean
  capacity: number
  open_matches: number
  interviewed_on: PlainDate | null
  trained_on: PlainDate | null
  declaration_signed_on: PlainDate | null
  police_certificate_seen_on: PlainDate | null
  changed_at: string
}

export type MatchTable = {
  tenant: Tenant
  id: Id<'Match'>
  version: number
  run_id: Id<'MatchingRun'> | null
  guide_id: Id<'Guide'>
  referral_id: Id<'Referral'>
  person_id: Id<'Person'>
  protected: boolean
  state: 'proposed' | 'accepted' | 'agreed' | 'started' | 'ended' | 'declined' | 'cancelled'
  score: number
  score_version: string
  terms: ColumnType<unknown, string, string>
  proposed_on: PlainDate
  guide_accepted_on: PlainDate | null
  refugee_accepted_on: PlainDate | null
  signed_on: PlainDate | null
  months: number | null
  weekly_minutes: number | null
  started_on: PlainDate | null
  ended_on: PlainDate | null
  end_reason: 'completed' | 'guide-moved' | 'guide-lacks-time' | 'refugee-moved' | 'refugee-lacks-time' | 'not-a-good-fit' | 'lost-contact' | 'safety' | 'consent-withdrawn' | 'other' | null
  closed_on: PlainDate | null
  declined_by: 'guide' | 'refugee' | null
  changed_at: string
}

export type MatchingRunTable = {
  tenant: Tenant
  id: Id<'MatchingRun'>
  version: number
  ran_on: PlainDate
  score_version: string
  solver_version: string
  guides: number
  slots: number
  referrals: number
  feasible_pairs: number
  primal_total: number
  dual_total: number
  changed_at: string
}

export type PersonTable = {
  tenant: Tenant
  id: Id<'Person'>
  protected: boolean
  birth_date: PlainDate
  gender: 'female' | 'male'
  settled_on: PlainDate
}

export type ReferralTable = {
  tenant: Tenant
  id: Id<'Referral'>
  version: number
  person_id: Id<'Person'>
  protected: boolean
  state: 'waiting' | 'matched' | 'completed' | 'withdrawn'
  consent_given_on: PlainDate
  guardian_consent_on: PlainDate | null
  withdrawn_on: PlainDate | null
  languages: string[]
  interests: string[]
  occupation: 'building' | 'cleaning' | 'crafts-and-repair' | 'education' | 'farming-and-fishing' | 'food-and-hospitality' | 'health-and-care' | 'industry' | 'office-and-administration' | 'sales' | 'technology' | 'transport' | null
  education: 'none' | 'primary' | 'lower-secondary' | 'upper-secondary' | 'bachelor' | 'master-or-higher' | null
  life_situation: 'single' | 'couple' | 'small-children' | 'teenagers' | null
  availability: string[]
  weekly_minutes: number
  required_gender: 'female' | 'male' | null
  prefers_same_gender: boolean
  prefers_older_guide: boolean
  needs_common_language: boolean
  deal_breakers: string[]
  changed_at: string
}

export type UnmatchedReferralTable = {
  tenant: Tenant
  run_id: Id<'MatchingRun'>
  referral_id: Id<'Referral'>
  person_id: Id<'Person'>
  protected: boolean
  reason: 'no-feasible-guide' | 'outcompeted'
  blocked: ColumnType<unknown, string, string>
}

export type Tables = {
  guide: GuideTable
  match: MatchTable
  matching_run: MatchingRunTable
  person: PersonTable
  referral: ReferralTable
  unmatched_referral: UnmatchedReferralTable
}
