import { ONE, type Ratio, ratioText, times } from '../values/ratio.ts'
import type { RuleSet } from './rule-sets.ts'

/** Why a person's share of the benefit is less than the whole (O14; N37, N38). */
export type LessBecause = 'under-25' | 'under-25-with-parent' | 'under-25-without-parent' | 'couple'

/** The person's share of the benefit, and why. */
export type Factor = {
  readonly factor: Ratio
  /** `1`, `2/3`, `5/18`: a part's name too. */
  readonly text: string
  /** Paragraphs of the factor beside those of the base; empty for the whole benefit. */
  readonly law: readonly string[]
  readonly ruleKeys: readonly string[]
  readonly lessBecause: readonly LessBecause[]
  readonly why: string
}

const WHY: Readonly<Record<LessBecause, string>> = {
  'under-25': 'under 25',
  'under-25-with-parent': 'under 25, living with a parent',
  'under-25-without-parent': 'under 25, not living with a parent',
  couple: 'both of a couple without children take part',
}

/** Why someone under 25 has less; the law before 2021 did not ask where they live (O14, N37). */
function under25Because(rules: RuleSet, atHome: boolean): LessBecause {
  if (rules.regime === 'introduksjonsloven') return 'under-25'
  return atHome ? 'under-25-with-parent' : 'under-25-without-parent'
}

type Circumstances = {
  readonly isUnder25: boolean
  readonly atHome: boolean
  readonly isCouple: boolean
}

function makeFactor(rules: RuleSet, { isUnder25, atHome, isCouple }: Circumstances): Factor {
  const byAge = !isUnder25 ? ONE : atHome ? rules.under25WithParent : rules.under25
  const couple = isCouple ? rules.couple : null
  const factor = couple ? times(byAge, couple) : byAge
  const lessBecause: LessBecause[] = [
    ...(isUnder25 ? [under25Because(rules, atHome)] : []),
    ...(couple ? (['couple'] as const) : []),
  ]
  return {
    factor,
    text: ratioText(factor),
    law: [
      ...(isUnder25 ? [rules.paragraphs.under25] : []),
      ...(couple ? [rules.paragraphs.couple] : []),
    ],
    ruleKeys: [...(isUnder25 ? rules.keys.under25 : []), ...(couple ? rules.keys.couple : [])],
    lessBecause,
    why: lessBecause.map((one) => WHY[one]).join('; '),
  }
}

const held = new WeakMap<RuleSet, Map<number, Factor>>()

/** The share by the person's circumstances (O14; N37, N38), made once for each of the eight. */
export function factorBy(rules: RuleSet, of: Circumstances): Factor {
  const key = (of.isUnder25 ? 4 : 0) + (of.atHome ? 2 : 0) + (of.isCouple ? 1 : 0)
  const known = held.get(rules) ?? new Map<number, Factor>()
  const factor = known.get(key) ?? makeFactor(rules, of)
  held.set(rules, known.set(key, factor))
  return factor
}
