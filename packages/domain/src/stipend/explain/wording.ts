import type { BenefitKind } from '../../introduction/income.ts'
import type { InterruptionKind } from '../../introduction/interruption.ts'
import type { AttachmentClass } from '../attachments.ts'
import type { LessBecause } from '../factor.ts'
import type { LineCode } from '../line.ts'

/** The languages a participant can be answered in: Bokmål, Nynorsk, English. */
export const LANGUAGES = ['nb', 'nn', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** What stands alone: each names its `{amount}` and its paragraph, `{law}`. */
export const SENTENCES = [
  'benefit-whole-month',
  'benefit-part-of-month',
  'benefit-days',
  'benefit-none',
  'leave-days',
  'leave-rest',
  'leave-given-back',
  'leave-hours',
  'other-benefit',
  'other-benefit-part',
  'transitional-benefit',
  'work-by-time',
  'work-by-wage',
  'absence-days',
  'absence-month',
  'absence-hours',
  'difference-more',
  'difference-less',
  'set-off',
  'attachment',
  'tax-table',
  'tax-percent',
  'tax-no-card',
  'tax-exemption',
  'tax-exemption-used',
  'tax-other',
  'tax-none',
  'held',
  'claim',
  'total',
] as const
export type SentenceKey = (typeof SENTENCES)[number]

/** What is said after a sentence, where it holds. */
export const ADDITIONS = [
  'less-because',
  'day-limit',
  'rest-lapses',
  'all-lapses',
  'held-is-paid',
  'claim-is-settled',
  'claim-left',
  'tax-back-pay',
  'tax-half',
  'tax-free-month',
  'tax-free-june',
  'tax-wish',
  'tax-corrected',
  'tax-january-less',
  'tax-january-more',
  'total-of',
  'not-paid-yet',
  'changed-more',
  'changed-less',
  'changed-nothing',
] as const
export type AdditionKey = (typeof ADDITIONS)[number]

/** What stands on a payslip beside its sentences. */
export const LABELS = [
  'title',
  'name',
  'person-id',
  'pay-date',
  'payslip-id',
  'municipality',
  'paid',
  'not-paid',
  'missing',
  'calculation',
  'what',
  'amount',
  'gross',
  'tax',
  'held',
  'claim',
  'changes',
  'before',
  'now',
  'change',
  'first-payslip',
  'nothing-changed',
  'questions',
  'questions-text',
  'page',
] as const
export type LabelKey = (typeof LABELS)[number]

/** Why something is not paid yet, as the participant is told; `{month}` is the month it is for. */
export const REASONS = [
  'no-approved-timesheet',
  'two-timesheets',
  'no-payee',
  'payee-unconfirmed',
  'tax-card-invalid',
  'cannot-be-calculated',
] as const
export type ReasonKey = (typeof REASONS)[number]

/** Figures of a sentence by their place. */
export type Figures = Readonly<Record<string, string>>

/** One language: its sentences with `{places}`, its words and its forms. */
export type Wording = {
  readonly sentences: Readonly<Record<SentenceKey, string>>
  readonly additions: Readonly<Record<AdditionKey, string>>
  readonly reasons: Readonly<Record<ReasonKey, string>>
  readonly labels: Readonly<Record<LabelKey, string>>
  /** What each kind of line is called. */
  readonly lines: Readonly<Record<LineCode, string>>
  readonly less: Readonly<Record<LessBecause, string>>
  readonly leave: Readonly<Record<InterruptionKind | 'breastfeeding', string>>
  readonly benefits: Readonly<Record<BenefitKind, string>>
  readonly attachments: Readonly<Record<AttachmentClass, string>>
  readonly forms: Forms
}

/** How a language writes numbers, dates and paragraphs. */
export type Forms = {
  readonly amount: (whole: string, cents: string) => string
  readonly months: readonly string[]
  readonly date: (day: number, month: string, year: number) => string
  /** Days of one month as runs: `4.–10. og 12. mai`. */
  readonly days: (runs: readonly (readonly [from: number, to: number])[], month: string) => string
  readonly and: string
  readonly countOfDays: (count: number) => string
  /** What is left of a month: `de 9 dagene`, for a sentence's middle. */
  readonly hours: (hours: number, minutes: number) => string
  readonly decimal: string
  /** Parts of a citation as the law texts name them, longest first. */
  readonly citations: readonly (readonly [pattern: RegExp, text: string])[]
}
