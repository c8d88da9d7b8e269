import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import { firstDay, type Month, monthOf } from '../values/month.ts'
import { type Ore, sumOre } from '../values/ore.ts'
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
