import type { BenefitKind } from '../introduction/income.ts'
import { lengthOf } from '../values/day-set.ts'
import { kroner, roundToOre, sumOre } from '../values/ore.ts'
import { greatest, minus, type Ratio, ratio, ratioText, times, ZERO } from '../values/ratio.ts'
import { entitledCount, type MonthTerms } from './base.ts'
import { once, type Reduction, type Tally, takeReduction } from './line.ts'
import type { OtherBenefit } from './month-facts.ts'
import { baseAmountInputs } from './month-rates.ts'

/** Reduce only when earned before the programme began (N40, O16). */
const EARNED: readonly BenefitKind[] = ['dagpenger', 'sykepenger', 'foreldrepenger']
/** Reduce whenever received. */
const RECEIVED: readonly BenefitKind[] = ['ufoeretrygd', 'arbeidsavklaringspenger']

const reduces = (benefit: OtherBenefit): boolean =>
  RECEIVED.includes(benefit.kind) ||
  (EARNED.includes(benefit.kind) && benefit.earnedBeforeProgramme)

/** The part of the month that carries benefit: other benefits count for those days only (POL12). */
const entitledShare = (terms: MonthTerms): Ratio =>
  ratio(entitledCount(terms), lengthOf(terms.month))

function partText(terms: MonthTerms): string {
  const [days, ofMonth] = [entitledCount(terms), lengthOf(terms.month)]
  return days === ofMonth ? '' : `, for ${days} of the ${ofMonth} days of the month`
}

function otherBenefitLine(terms: MonthTerms, benefits: readonly OtherBenefit[]): Reduction {
  const share = entitledShare(terms)
  const sum = sumOre(benefits.map((benefit) => benefit.amountOre))
  const kinds = once(benefits.map((benefit) => benefit.kind)).join(', ')
  return {
    code: 'other-benefit',
    exact: times(ratio(sum, 1), share),
    quantity: { value: ratioText(share), unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: [terms.rules.keys.otherBenefit, 'POL12'],
    law: [terms.rules.paragraphs.otherBenefit],
    inputs: benefits.map(({ kind, amountOre }) => ({ name: kind, value: kroner(amountOre) })),
    explanation: `Other benefits of ${kroner(sum)} kr in the month (${kinds}) reduce the benefit krone for krone${partText(terms)}.`,
  }
}

/** 40 % of the transitional benefit above 1/2 G a year, that is 1/24 G a month (N40). */
function transitionalLine(terms: MonthTerms, benefits: readonly OtherBenefit[]): Reduction {
  const share = entitledShare(terms)
  const sum = sumOre(benefits.map((benefit) => benefit.amountOre))
  const free = ratio(terms.rates.baseAmount.amountOre, 24)
  const above = greatest(minus(ratio(sum, 1), free), ZERO)
  return {
    code: 'transitional-benefit',
    exact: times(times(above, ratio(2, 5)), share),
    quantity: { value: ratioText(share), unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: [terms.rules.keys.otherBenefit, 'POL12'],
    law: [terms.rules.paragraphs.transitionalBenefit],
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'overgangsstoenad', value: kroner(sum) },
      { name: 'freeAmount', value: kroner(roundToOre(free)) },
    ],
    explanation: `Transitional benefit of ${kroner(sum)} kr: 40 % of what is above ${kroner(roundToOre(free))} kr (1/24 G) reduces the benefit${partText(terms)}.`,
  }
}

/** Third step of POL11: coordination with other public benefits (samordning). Child benefits never count. */
export function coordinate(
  terms: MonthTerms,
  benefits: readonly OtherBenefit[],
  tally: Tally,
): Tally {
  if (benefits.length === 0) return tally
  const full = benefits.filter((benefit) => benefit.amountOre > 0 && reduces(benefit))
  const transitional = benefits.filter((benefit) => benefit.kind === 'overgangsstoenad')
  const afterFull = full.length === 0 ? tally : takeReduction(tally, otherBenefitLine(terms, full))
  if (transitional.length === 0) return afterFull
  return takeReduction(afterFull, transitionalLine(terms, transitional))
}
