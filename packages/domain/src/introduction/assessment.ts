import type { PlainDate } from '../values/calendar.ts'
import { type Criterion, isLacking } from './criterion.ts'
import { newLawCriteria } from './new-law-criteria.ts'
import { oldLawCriteria } from './old-law-criteria.ts'
import type { ParticipantFacts } from './participant.ts'
import { type RegimeAnswer, regimeOf } from './regime.ts'

/** What the programme is to a person: a right and a duty (rett og plikt), a right, an offer, or nothing. */
export type Standing = 'right-and-duty' | 'right' | 'may-be-offered' | 'outside'

export type Assessment = {
  readonly standing: Standing
  /** The day the facts were held up against: a decision dated that day rests on this. */
  readonly assessedOn: PlainDate
  readonly regime: RegimeAnswer
  readonly criteria: readonly Criterion[]
  readonly reason: string
  readonly ruleKeys: readonly string[]
  readonly law: readonly string[]
}

/** § 34 holders had a right but no duty in these days (chapter 6A, N45). */
const TEMPORARY_RIGHT = { from: '2022-06-15', to: '2025-12-31' }

/** Assesses the right and duty to take part in the introduction programme (O1-O6, N1-N8). */
export function assess(facts: ParticipantFacts, today: PlainDate): Assessment {
  const regime = regimeOf(facts)
  const isNewLaw = regime.regime === 'integreringsloven'
  const criteria = isNewLaw ? newLawCriteria(facts, today) : oldLawCriteria(facts, today)
  const standing = standingOf(criteria, isNewLaw && isTemporaryRight(facts, today))
  return {
    standing,
    assessedOn: today,
    regime,
    criteria,
    reason: reasonOf(standing, criteria),
    ruleKeys: [...new Set([...regime.ruleKeys, ...basisOf(standing, isNewLaw).ruleKeys])],
    law: [...regime.law, ...basisOf(standing, isNewLaw).law],
  }
}

function isTemporaryRight(facts: ParticipantFacts, today: PlainDate): boolean {
  const { from, to } = TEMPORARY_RIGHT
  return facts.permitGround === 'collective-protection' && today >= from && today <= to
}

function standingOf(criteria: readonly Criterion[], isRightOnly: boolean): Standing {
  const lacking = criteria.filter(isLacking)
  if (lacking.some(({ withoutIt }) => withoutIt === 'outside')) return 'outside'
  if (lacking.length > 0) return 'may-be-offered'
  return isRightOnly ? 'right' : 'right-and-duty'
}

const TEXTS: Record<Standing, string> = {
  'right-and-duty': 'every condition is met',
  right: 'every condition is met; holders of collective protection had a right but no duty then',
  'may-be-offered': 'the municipality may offer a programme, but the person cannot claim it',
  outside: 'the person is outside the target group',
}

function reasonOf(standing: Standing, criteria: readonly Criterion[]): string {
  const lacking = criteria.filter(isLacking)
  if (lacking.length === 0) return TEXTS[standing]
  const facts = lacking.map(({ code, fact }) => `${code} (${fact})`).join('; ')
  return `${TEXTS[standing]}: not met or not known: ${facts}`
}

const NEW_LAW_BASIS: Record<Standing, { ruleKeys: string[]; law: string[] }> = {
  'right-and-duty': {
    ruleKeys: ['N4', 'N5'],
    law: ['integreringsloven § 8 first paragraph', 'integreringsloven § 9'],
  },
  right: {
    ruleKeys: ['N45'],
    law: ['integreringsloven chapter 6A as of 15 June 2022 to 31 December 2025'],
  },
  'may-be-offered': {
    ruleKeys: ['N6', 'N8'],
    law: ['integreringsloven § 8 third paragraph', 'integreringsloven § 3 third paragraph'],
  },
  outside: { ruleKeys: ['N4', 'N6', 'N7'], law: ['integreringsloven § 8'] },
}

const OLD_LAW_BASIS: typeof NEW_LAW_BASIS = {
  ...NEW_LAW_BASIS,
  'right-and-duty': {
    ruleKeys: ['O1', 'O2'],
    law: ['introduksjonsloven § 2 first and second paragraph'],
  },
  'may-be-offered': {
    ruleKeys: ['O5', 'O6'],
    law: ['introduksjonsloven § 3 second and third paragraph'],
  },
  outside: { ruleKeys: ['O1', 'O3', 'O4'], law: ['introduksjonsloven § 2'] },
}

const basisOf = (standing: Standing, isNewLaw: boolean) =>
  isNewLaw ? NEW_LAW_BASIS[standing] : OLD_LAW_BASIS[standing]
