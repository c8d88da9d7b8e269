import type { PlainDate } from '../../values/calendar.ts'
import type { PayLine } from '../line.ts'
import {
  amountText,
  datesText,
  dateText,
  filled,
  lawsText,
  listText,
  monthText,
  WORDINGS,
} from './forms.ts'
import {
  all,
  benefitsOf,
  daysOfShare,
  type ExplainedLine,
  first,
  hoursOf,
  leaveOf,
  money,
  oreOf,
  type Words,
} from './line-words.ts'
import type { AdditionKey, Figures, Language, SentenceKey } from './wording.ts'

type Spoken = { readonly key: SentenceKey; readonly figures: Figures }

function benefit(words: Words): Spoken {
  const { line } = words.of
  const figures = {
    days: daysOfShare(words),
    rate: money(words, first(line, 'monthRate') ?? first(line, 'dayRate')),
    leave: leaveOf(words),
  }
  const { value, unit } = line.quantity
  if (unit === 'month') {
    return { key: value === '1' ? 'benefit-whole-month' : 'benefit-part-of-month', figures }
  }
  return { key: value === '0' ? 'benefit-none' : 'benefit-days', figures }
}

function leave(words: Words): Spoken {
  const { of, wording } = words
  const { line } = of
  const leaveDays = first(line, 'leaveDaysOfMonth')
  const count = (text = '0') => wording.forms.countOfDays(Number(text))
  const figures = {
    leave: leaveOf(words),
    days: daysOfShare(words),
    hours: hoursOf(words),
    rate: money(words, first(line, 'dayRate') ?? first(line, 'hourRate')),
    leaveDays: count(leaveDays),
    paidDays: count(first(line, 'paidDays')),
  }
  if (line.quantity.unit === 'hour') return { key: 'leave-hours', figures }
  if (leaveDays === undefined) return { key: 'leave-days', figures }
  return { key: line.amountOre > 0 ? 'leave-given-back' : 'leave-rest', figures }
}

function absence(words: Words): Spoken {
  const { line } = words.of
  const rate = money(words, first(line, 'dayRate') ?? first(line, 'hourRate'))
  if (line.code === 'unexcused-absence-hours') {
    return { key: 'absence-hours', figures: { hours: hoursOf(words), rate } }
  }
  const isMonth = first(line, 'missed') !== undefined
  const figures = { days: daysOfShare(words), rate }
  return { key: isMonth ? 'absence-month' : 'absence-days', figures }
}

function work(words: Words): Spoken {
  const wage = first(words.of.line, 'wage')
  if (wage !== undefined) return { key: 'work-by-wage', figures: { wage: money(words, wage) } }
  const rate = money(words, first(words.of.line, 'hourRate'))
  return { key: 'work-by-time', figures: { hours: hoursOf(words), rate } }
}

const SPOKEN: Readonly<Record<PayLine['code'], (words: Words) => Spoken>> = {
  'introduction-benefit': benefit,
  'leave-without-benefit': leave,
  'other-benefit': (words) => ({
    key: words.of.line.quantity.value === '1' ? 'other-benefit' : 'other-benefit-part',
    figures: { benefits: benefitsOf(words), days: daysOfShare(words) },
  }),
  'transitional-benefit': (words) => ({
    key: 'transitional-benefit',
    figures: {
      paid: money(words, first(words.of.line, 'overgangsstoenad')),
      free: money(words, first(words.of.line, 'freeAmount')),
    },
  }),
  'paid-work-in-programme': work,
  'unexcused-absence-days': absence,
  'unexcused-absence-hours': absence,
  'retroactive-difference': (words) => ({
    key: words.of.line.amountOre >= 0 ? 'difference-more' : 'difference-less',
    figures: {
      recomputed: money(words, first(words.of.line, 'recomputed')),
      paid: money(words, first(words.of.line, 'paid')),
    },
  }),
  'set-off': () => ({ key: 'set-off', figures: {} }),
  attachment: (words) => ({
    key: 'attachment',
    figures: {
      claim: words.wording.attachments[first(words.of.line, 'class') as 'other'],
      keeps: money(words, first(words.of.line, 'keeps')),
    },
  }),
}

/** What holds for this line beside its sentence, in the order it is said. */
function additionsOf(words: Words): [AdditionKey, Figures][] {
  const { language, of, wording } = words
  const { line } = of
  const because = all(line, 'lessBecause').map((one) => wording.less[one as 'couple'])
  const limit = first(line, 'atMostADay')
  const rest = first(line, 'restOfClaim')
  const isLapsing = line.ruleKeys.includes('POL7')
  const told: [boolean, AdditionKey, Figures][] = [
    [
      because.length > 0,
      'less-because',
      { share: line.factor, because: listText(language, because) },
    ],
    [limit !== undefined, 'day-limit', { limit: money(words, limit) }],
    [isLapsing && line.amountOre !== 0, 'rest-lapses', {}],
    [isLapsing && line.amountOre === 0, 'all-lapses', {}],
    [line.code === 'retroactive-difference' && line.ruleKeys.includes('POL8'), 'held-is-paid', {}],
    [rest !== undefined && oreOf(rest) > 0, 'claim-left', { rest: money(words, rest) }],
    [rest !== undefined && oreOf(rest) === 0, 'claim-is-settled', {}],
  ]
  return told.flatMap(([holds, key, figures]) => (holds ? [[key, figures]] : []))
}

/** What a participant is told of a line: one sentence or two, each with amount and paragraph. */
export function explainLine(language: Language, of: ExplainedLine): string {
  const wording = WORDINGS[language]
  const words = { language, of, wording }
  const { line, month } = of
  const { key, figures } = SPOKEN[line.code](words)
  const from = first(line, 'grunnbeloepFrom')
  const shared = {
    amount: amountText(language, line.amountOre),
    law: lawsText(language, line.law),
    month: monthText(language, month),
    dates: line.dates.length === 0 ? '' : datesText(language, line.dates),
    // G is whole kroner, and read so.
    baseAmount: money(words, first(line, 'grunnbeloep')).replace(/[,.]00\b/, ''),
    baseAmountFrom: from === undefined ? '' : dateText(language, from as PlainDate),
  }
  const told = additionsOf(words).map(([addition, own]) => filled(wording.additions[addition], own))
  return [filled(wording.sentences[key], { ...shared, ...figures }), ...told].join(' ')
}
