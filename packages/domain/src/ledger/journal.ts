import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import { firstDay, type Month, monthOf } from '../values/month.ts'
import { kroner, type Ore, sumOre } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { type AccountNames, type AccountSetting, type LedgerAccount, namesOn } from './account.ts'
import type { EntryKind } from './entry.ts'

/** Postings of one day, run, kind, account and month together: nobody can be told from them. */
export type JournalSum = {
  readonly bookedOn: PlainDate
  readonly kind: EntryKind
  readonly runId: Id<'PayRun'> | null
  readonly account: LedgerAccount
  readonly month: Month
  readonly debitOre: Ore
  readonly creditOre: Ore
  readonly entries: number
  readonly firstNumber: number
  readonly lastNumber: number
}

export type JournalLine = JournalSum & AccountNames

export type Journal = {
  readonly lines: readonly JournalLine[]
  readonly debitOre: Ore
  readonly creditOre: Ore
}

export type JournalPeriod = {
  readonly from: PlainDate
  readonly to: PlainDate
  /** Only entries with a higher number: what an earlier journal cannot have held. */
  readonly after: number
}

/** The days of a journal: up to today, from the first of that month, unless told otherwise. */
export function journalPeriod(
  asked: {
    readonly from: PlainDate | undefined
    readonly to: PlainDate | undefined
    readonly after: number
  },
  today: PlainDate,
): Refusal<'dates-out-of-order'> | JournalPeriod {
  const to = asked.to ?? today
  const from = asked.from ?? firstDay(monthOf(to))
  if (from <= to) return { from, to, after: asked.after }
  return refuse(
    'dates-out-of-order',
    `The journal would begin on ${from} and end on ${to}: turn them.`,
  )
}

/** The accounting journal (regnskapsbilag): each sum under the names its account had on its day. */
export function journalOf(
  sums: readonly JournalSum[],
  settings: readonly AccountSetting[],
): Journal {
  return {
    lines: sums.map((sum) => ({ ...sum, ...namesOn(settings, sum.account, sum.bookedOn) })),
    debitOre: sumOre(sums.map(({ debitOre }) => debitOre)),
    creditOre: sumOre(sums.map(({ creditOre }) => creditOre)),
  }
}

const COLUMNS = [
  'bookedOn',
  'kind',
  'payRunId',
  'account',
  'accountNumber',
  'function',
  'art',
  'month',
  'debit',
  'credit',
  'entries',
  'firstNumber',
  'lastNumber',
]

const amount = (of: Ore): string => kroner(of).replace('.', ',')

function row(line: JournalLine): string {
  const { bookedOn, kind, runId, account, accountNumber, function: kostraFunction, art } = line
  const names = [account, accountNumber ?? '', kostraFunction ?? '', art ?? '']
  const sums = [amount(line.debitOre), amount(line.creditOre)]
  const entries = [line.entries, line.firstNumber, line.lastNumber]
  return [bookedOn, kind, runId ?? '', ...names, line.month, ...sums, ...entries].join(';')
}

/**
 * The journal as CSV: semicolons, decimal comma, lines end in CR LF (RFC 4180). No field can hold a semicolon, a
 * quote or a line break, or begin as a formula: codes, days, numbers and names of a closed form alone.
 */
export const journalCsv = ({ lines }: Journal): string =>
  [COLUMNS.join(';'), ...lines.map(row)].map((text) => `${text}\r\n`).join('')
