import type { Ore } from '../values/ore.ts'
import type { Rate } from './rounding.ts'

/** What is withheld of a payment, in whole kroner, with the figures and paragraphs it rests on. */
export type Step = {
  readonly kroner: number
  readonly basis: string
  readonly law: readonly string[]
}

/** Withheld tax is rounded down to whole kroner. */
export const WHOLE_KRONER = 'skattebetalingsforskriften § 5-5-4'
const OF_WHOLE_KRONER = 'skattebetalingsforskriften § 5-10-4'
const NO_CARD = 'skattebetalingsloven § 5-5 first paragraph'

/** Without a card, benefits taxed as wage: the introduction benefit since lov 20 December 2024 no. 86. */
const NO_CARD_RATE_FROM_2025: Rate = 5000
/** Without a card, pensions and other benefits: the introduction benefit to 2024. */
const NO_CARD_RATE_TO_2024: Rate = 3000

/** Øre are dropped before the percent or the table is used (skattebetalingsforskriften § 5-10-4). */
export const wholeKroner = (amount: Ore): number => (amount - (amount % 100)) / 100

/** A percent of whole kroner, rounded down. */
export function byPercent(kroner: number, rate: Rate): Step {
  const part = kroner * rate
  return {
    kroner: (part - (part % 10_000)) / 10_000,
    basis: `${rate / 100} %, ${kroner}`,
    law: [OF_WHOLE_KRONER, WHOLE_KRONER],
  }
}

/** What is withheld where no card is to be had, by the year of the payout. */
export function withoutCard(year: number, kroner: number): Step {
  const step = byPercent(kroner, year >= 2025 ? NO_CARD_RATE_FROM_2025 : NO_CARD_RATE_TO_2024)
  return { ...step, basis: `no tax card, ${step.basis}`, law: [NO_CARD, ...step.law] }
}
