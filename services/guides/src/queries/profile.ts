import type { Interest, WeeklySlot } from '@fotfeste/domain/matching/codes.ts'
import type { Profile } from '@fotfeste/domain/matching/facts.ts'
import type { Selectable } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** The columns that guides and referrals share. */
export const PROFILE = [
  'languages',
  'interests',
  'occupation',
  'education',
  'life_situation',
  'availability',
  'weekly_minutes',
] as const satisfies readonly (keyof Tables['guide'] & keyof Tables['referral'])[]

type Row = Pick<Selectable<Tables['guide']>, (typeof PROFILE)[number]>

/** The checks of the table name the same codes as the domain. */
export const toProfile = (row: Row): Profile => ({
  languages: row.languages,
  interests: row.interests as Interest[],
  occupation: row.occupation,
  education: row.education,
  lifeSituation: row.life_situation,
  availability: row.availability as WeeklySlot[],
  weeklyMinutes: row.weekly_minutes,
})

export const profileColumns = (profile: Profile): Row => ({
  languages: [...profile.languages],
  interests: [...profile.interests],
  occupation: profile.occupation,
  education: profile.education,
  life_situation: profile.lifeSituation,
  availability: [...profile.availability],
  weekly_minutes: profile.weeklyMinutes,
})
