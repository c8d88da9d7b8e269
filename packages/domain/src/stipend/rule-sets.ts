import type { InterruptionKind } from '../introduction/interruption.ts'
import type { Regime } from '../introduction/regime.ts'
import { assert } from '../values/assert.ts'
import { addDays, type PlainDate, plainDate } from '../values/calendar.ts'
import { type Ratio, ratio } from '../values/ratio.ts'

/** The paragraphs that a line of benefit rests on. */
export type Paragraphs = {
  readonly base: readonly string[]
  readonly under25: string
  readonly couple: string
  readonly unexcused: readonly string[]
  readonly otherBenefit: string
  readonly transitionalBenefit: string
  readonly paidWork: readonly string[]
  readonly payment: string
  readonly overpayment: string
  /** Deductions that are individual decisions (POL8). */
  readonly decision: string
  readonly breastfeeding: string
  readonly interruption: Readonly<Record<InterruptionKind, string>>
}

/** The keys of the rules that a line applies, beside its policies. */
export type RuleKeys = {
  readonly base: readonly string[]
  readonly under25: readonly string[]
  readonly couple: readonly string[]
  readonly unexcused: string
  readonly otherBenefit: string
  readonly paidWork: string
  readonly breastfeeding: readonly string[]
  readonly interruption: Readonly<Record<InterruptionKind, readonly string[]>>
}

/** One law's rules on the benefit in one span of time. */
export type RuleSet = {
  readonly regime: Regime
  readonly from: PlainDate
  readonly to: PlainDate | null
  /** The act or regulation that made it so from that day. */
  readonly source: string
  /** What it changed for the benefit. */
  readonly changed: string
  readonly under25: Ratio
  readonly under25WithParent: Ratio
  /** Factor of couples without children, for who started on or after `coupleFrom`; null: none. */
  readonly couple: Ratio | null
  /** True when a wage lower than the time's worth is what is taken (N41). */
  readonly wageMayBeLower: boolean
  readonly paragraphs: Paragraphs
  readonly keys: RuleKeys
}

const NEW_LAW: Paragraphs = {
  base: ['integreringsloven § 20 first and second paragraph'],
  under25: 'integreringsloven § 20 third paragraph',
  couple: 'integreringsloven § 20 fourth paragraph',
  unexcused: ['integreringsloven § 21', 'integreringsloven § 20 second paragraph'],
  otherBenefit: 'integreringsloven § 22 first paragraph',
  transitionalBenefit: 'integreringsloven § 22 second paragraph',
  paidWork: ['integreringsloven § 23 second paragraph', 'integreringsloven § 20 second paragraph'],
  payment: 'integreringsloven § 24',
  overpayment: 'integreringsloven § 25 first paragraph',
  decision: 'integreringsloven § 46 second paragraph g',
  breastfeeding: 'integreringsforskriften § 13',
  interruption: {
    'unpaid-leave': 'integreringsforskriften § 15',
    'parental-leave': 'integreringsforskriften § 16',
    stop: 'integreringsloven § 18',
    'illness-without-benefit': 'integreringsforskriften § 5 second paragraph',
  },
}

/** POL26: the absence regulation nr 973 is not held in full; its paragraphs are named as a whole. */
const OLD_REGULATION = 'introduksjonsloven § 10; forskrift 18 July 2003 nr 973'

const OLD_LAW: Paragraphs = {
  base: ['introduksjonsloven § 8 second paragraph', 'introduksjonsloven § 9'],
  under25: 'introduksjonsloven § 8 third paragraph',
  couple: 'introduksjonsloven § 8',
  unexcused: ['introduksjonsloven § 10', 'introduksjonsloven § 9'],
  otherBenefit: 'introduksjonsloven § 12 first paragraph',
  transitionalBenefit: 'introduksjonsloven § 12 second paragraph',
  paidWork: ['introduksjonsloven § 11 second paragraph', 'introduksjonsloven § 9'],
  payment: 'introduksjonsloven § 13',
  overpayment: 'introduksjonsloven § 14',
  decision: 'introduksjonsloven § 21 e',
  breastfeeding: OLD_REGULATION,
  interruption: {
    'unpaid-leave': OLD_REGULATION,
    'parental-leave': OLD_REGULATION,
    stop: 'introduksjonsloven § 7',
    'illness-without-benefit': OLD_REGULATION,
  },
}

const NEW_KEYS: RuleKeys = {
  base: ['N36'],
  under25: ['N37'],
  couple: ['N38', 'POL14'],
  unexcused: 'N39',
  otherBenefit: 'N40',
  paidWork: 'N41',
  breastfeeding: ['N29'],
  interruption: {
    'unpaid-leave': ['N31'],
    'parental-leave': ['N31'],
    stop: ['N16'],
    'illness-without-benefit': ['POL23'],
  },
}

const OLD_KEYS: RuleKeys = {
  base: ['O11', 'O12'],
  under25: ['O14'],
  couple: [],
  unexcused: 'O13',
  otherBenefit: 'O16',
  paidWork: 'O15',
  breastfeeding: ['O24', 'POL26'],
  interruption: {
    'unpaid-leave': ['O23', 'POL26'],
    'parental-leave': ['O25', 'POL26'],
    stop: ['O10'],
    'illness-without-benefit': ['POL23', 'POL26'],
  },
}

const newLaw = {
  regime: 'integreringsloven',
  under25: ratio(2, 3),
  under25WithParent: ratio(1, 3),
  wageMayBeLower: true,
  paragraphs: NEW_LAW,
  keys: NEW_KEYS,
} as const

const oldLaw = {
  regime: 'introduksjonsloven',
  under25: ratio(2, 3),
  under25WithParent: ratio(2, 3),
  couple: null,
  wageMayBeLower: false,
  paragraphs: OLD_LAW,
  keys: OLD_KEYS,
} as const

/**
 * The rules by law and date: each day that N2 and the old law's amendments name for the benefit. Those of
 * 24 August 2022, 1 August 2023 and 1 January 2026 change which absences keep the benefit, which
 * introduction judges, not how it is computed.
 */
export const RULE_SETS: readonly RuleSet[] = [
  {
    ...oldLaw,
    from: plainDate('2003-09-01'),
    to: plainDate('2016-12-31'),
    source: 'lov 4 July 2003 nr 80',
    changed: 'The act enters into force.',
  },
  {
    ...oldLaw,
    from: plainDate('2017-01-01'),
    to: null,
    source: 'lov 20 December 2016 nr 123',
    changed:
      'Support from NAV for training in the programme is no longer paid to the municipality.',
  },
  {
    ...newLaw,
    from: plainDate('2021-01-01'),
    to: plainDate('2022-08-23'),
    couple: null,
    source: 'lov 6 November 2020 nr 127; forskrift 15 December 2020 nr 2912',
    changed: 'The act and its regulation enter into force.',
  },
  {
    ...newLaw,
    from: plainDate('2022-08-24'),
    to: plainDate('2023-07-31'),
    couple: null,
    source: 'forskrift 24 August 2022 nr 1479',
    changed: 'Leave for peace and reconciliation work keeps the benefit (§ 14 a).',
  },
  {
    ...newLaw,
    from: plainDate('2023-08-01'),
    to: plainDate('2024-06-30'),
    couple: null,
    source: 'forskrift 26 June 2023 nr 1105',
    changed: 'The quotas of absence and leave that keep the benefit are working days.',
  },
  {
    ...newLaw,
    from: plainDate('2024-07-01'),
    to: plainDate('2025-12-31'),
    couple: ratio(5, 6),
    source: 'forskrift 25 June 2024 nr 1215',
    changed: 'Couples without children who both take part get five sixths (§ 20 fourth paragraph).',
  },
  {
    ...newLaw,
    from: plainDate('2026-01-01'),
    to: null,
    couple: ratio(5, 6),
    source: 'forskrift 17 September 2025 nr 1909, amended by forskrift 12 December 2025 nr 2586',
    changed: 'Absence and leave of more than ten working days together lengthen the programme.',
  },
]

/** Couples: only who began on or after this day (forskrift 25 June 2024 nr 1215, POL14). */
export const COUPLE_RULE_FROM = plainDate('2024-07-01')

/** Stops when one law's sets overlap, leave a gap or do not end open. */
export function checkRuleSets(sets: readonly RuleSet[]): void {
  for (const regime of new Set(sets.map((set) => set.regime))) {
    const own = sets.filter((set) => set.regime === regime)
    own.forEach((set, at) => {
      const next = own[at + 1]
      const meets = next ? set.to !== null && addDays(set.to, 1) === next.from : set.to === null
      assert(meets, `the rule set of ${regime} from ${set.from} meets the next one`)
    })
  }
}
checkRuleSets(RULE_SETS)

/** The rules of a law on a day; null before the law was in force. */
export const ruleSetOn = (regime: Regime, day: PlainDate): RuleSet | null =>
  RULE_SETS.find(
    (set) => set.regime === regime && set.from <= day && (set.to === null || day <= set.to),
  ) ?? null
