import {
  DEAL_BREAKERS,
  EDUCATION_LEVELS,
  GENDERS,
  INTERESTS,
  LIFE_SITUATIONS,
  OCCUPATIONS,
  WEEKLY_SLOTS,
} from '@fotfeste/domain/matching/codes.ts'
import { z } from 'zod'

const language = z
  .string()
  .length(3)
  .regex(/^[a-z]{3}$/, 'must be three letters of ISO 639-3, e.g. tir')
  .refine((code) => code !== 'nob' && code !== 'nno', 'Norwegian is `nor`, whichever form')

/** A list of codes, each named once. */
export const codes = <Code extends string>(list: readonly [Code, ...Code[]]) =>
  z
    .array(z.enum(list))
    .max(list.length)
    .refine((given) => new Set(given).size === given.length, 'must name each code once')

export const gender = z.enum(GENDERS).describe('Gender (kjønn)')
export const requiredGender = gender
  .nullable()
  .describe('Set when only this gender is wanted on the other side; it is then never bent')
export const occupation = z.enum(OCCUPATIONS).describe('Group of trades (yrkesgruppe)')

/** What guide and refugee tell of themselves. */
export const profileFields = {
  languages: z
    .array(language)
    .max(10)
    .refine((given) => new Set(given).size === given.length, 'must name each language once')
    .describe('ISO 639-3 codes of languages they can talk in; Norwegian (`nor`) from level A1'),
  interests: codes(INTERESTS).describe('What they like to do (interesser)'),
  occupation: occupation.nullable(),
  education: z.enum(EDUCATION_LEVELS).nullable().describe('Level of education (utdanningsnivå)'),
  lifeSituation: z.enum(LIFE_SITUATIONS).nullable().describe('Whom they live with (livssituasjon)'),
  availability: codes(WEEKLY_SLOTS).describe('Parts of the week in which they can meet'),
  weeklyMinutes: z
    .int()
    .min(0)
    .max(2_400)
    .describe('Time promised for each week; matched from 120 minutes on (S39)'),
}

export const wishFields = {
  requiredGender,
  prefersSameGender: z.boolean().describe('A guide of the same gender gets more points (G6)'),
  prefersOlderGuide: z.boolean().describe('A guide 10 to 30 years older gets more points (G4)'),
  needsCommonLanguage: z.boolean().describe('Never matched with a guide without a shared language'),
  dealBreakers: codes(DEAL_BREAKERS).describe('What the guide must not have at home'),
}

export const traits = codes(DEAL_BREAKERS).describe('What the guide has at home')

export const profileExample = {
  languages: ['nor', 'eng'],
  interests: ['football', 'cooking', 'walking'],
  occupation: 'building',
  education: 'upper-secondary',
  lifeSituation: 'small-children',
  availability: ['tue-evening', 'thu-evening', 'sat-afternoon'],
  weeklyMinutes: 120,
}
export const refugeeProfileExample = {
  ...profileExample,
  languages: ['tir', 'eng', 'nor'],
  interests: ['football', 'cafe'],
  education: null,
}
export const wishesExample = {
  requiredGender: null,
  prefersSameGender: true,
  prefersOlderGuide: false,
  needsCommonLanguage: true,
  dealBreakers: ['dog'],
}
