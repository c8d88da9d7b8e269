import { LANGUAGES } from '@fotfeste/domain/stipend/explain/wording.ts'
import { z } from 'zod'

/** What a participant can read: in Bokmål, Nynorsk or English. */
export const language = z.enum(LANGUAGES)

/** `?explain=`: asks for the sentences. */
export const explainQuery = z.strictObject({
  explain: language
    .optional()
    .describe('Adds what the participant can read of each line: `nb`, `nn` or `en`'),
})

export const sentence = z
  .string()
  .nullable()
  .describe('For the participant, with amount and paragraph; null without `explain`')

export const paymentSentences = z
  .object({
    withholding: z.string(),
    held: z.string().nullable().describe('Null when nothing is held'),
    claim: z.string().nullable().describe('Null when nothing was found to be paid too much'),
    total: z.string(),
  })
  .nullable()
  .describe('For the participant: the tax and what is paid out; null without `explain`')
