import type { Withholding } from '../../tax/withholding.ts'
import { NO_ORE, ore } from '../../values/ore.ts'
import { amountText, filled, lawsText, numberText, WORDINGS } from './forms.ts'
import type { AdditionKey, Figures, Language, SentenceKey } from './wording.ts'

/** Whoever pays benefit withholds tax: said where no rule of its own was used. */
const WITHHOLDING_DUTY = 'skattebetalingsloven § 5-4 first paragraph'

/** How a basis names what the tax was read from, the first that fits. */
const READ_FROM: readonly (readonly [RegExp, SentenceKey, place: string])[] = [
  [/exemption card used up/, 'tax-exemption-used', ''],
  [/no tax card, ([\d.]+) %/, 'tax-no-card', 'percent'],
  [/exemption card/, 'tax-exemption', ''],
  [/table (\w+)/, 'tax-table', 'table'],
  [/([\d.]+) %/, 'tax-percent', 'percent'],
]

/** What a basis says beside. */
const BESIDE: readonly (readonly [RegExp, AdditionKey, place: string])[] = [
  [/, half in December/, 'tax-half', ''],
  [/, free in December/, 'tax-free-month', ''],
  [/, free in June/, 'tax-free-june', ''],
  [/back pay: .*?([\d.]+) %/, 'tax-back-pay', 'percent'],
  [/([\d.]+) kr more by own wish/, 'tax-wish', 'extra'],
  [/([\d.]+) kr less for payments/, 'tax-corrected', 'corrected'],
  [/([\d.]+) kr less for January/, 'tax-january-less', 'corrected'],
  [/([\d.]+) kr more for January/, 'tax-january-more', 'corrected'],
]

/** A figure of a basis in the language's form: kroner, a percent, or the number of a table. */
function figureText(language: Language, place: string, found: string): string {
  if (place === 'percent') return numberText(language, found)
  if (place === 'table') return found
  return amountText(language, ore(Number(found.replace('.', ''))))
}

const placed = (language: Language, place: string, found: RegExpExecArray): Figures => ({
  [place]: figureText(language, place, found[1] ?? '0.00'),
})

/** The tax of a payment, by what it was read from. */
export function explainWithholding(language: Language, withholding: Withholding | null): string {
  const { sentences, additions } = WORDINGS[language]
  const { amountOre, basis, law } = withholding ?? {
    amountOre: NO_ORE,
    basis: '',
    law: [WITHHOLDING_DUTY],
  }
  const shared = { amount: amountText(language, amountOre), law: lawsText(language, law) }
  const [main = ''] = basis.split('; ')
  const found = READ_FROM.flatMap(([pattern, key, place]) => {
    const match = pattern.exec(main)
    return match ? [{ key, figures: placed(language, place, match) }] : []
  })[0]
  const key = withholding === null ? 'tax-none' : (found?.key ?? 'tax-other')
  const beside = BESIDE.flatMap(([pattern, addition, place]) => {
    const match = pattern.exec(basis)
    return match ? [filled(additions[addition], placed(language, place, match))] : []
  })
  return [filled(sentences[key], { ...shared, ...found?.figures }), ...beside].join(' ')
}
