import { explainLine } from '@fotfeste/domain/stipend/explain/explain-line.ts'
import {
  type ExplainedPayment,
  explainPayment,
} from '@fotfeste/domain/stipend/explain/explain-payment.ts'
import type { ExplainedLine } from '@fotfeste/domain/stipend/explain/line-words.ts'
import type { Language } from '@fotfeste/domain/stipend/explain/wording.ts'
import { shownLine } from './shown.ts'

/** A line with what the participant reads of it; null where no language is asked for. */
export const shownExplained = (of: ExplainedLine, language: Language | undefined) => ({
  ...shownLine(of.line),
  sentence: language === undefined ? null : explainLine(language, of),
})

/** What the participant reads of a payment. */
export const sentencesOf = (payment: ExplainedPayment, language: Language | undefined) =>
  language === undefined ? null : explainPayment(language, payment)
