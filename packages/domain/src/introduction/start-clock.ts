import { addMonths, daysBetween, type PlainDate } from '../values/calendar.ts'

/** What the three months run from and what happened since. */
export type ClockFacts = {
  readonly settledOn: PlainDate
  /** The day the person claimed a programme, for who did not come by agreement; null: none. */
  readonly claimedOn: PlainDate | null
  readonly decidedOn: PlainDate | null
  readonly startedOn: PlainDate | null
}

/** The three-month clock: decision and actual start, both within it. */
export type StartClock = {
  readonly countsFrom: PlainDate
  readonly countsFromWhat: 'settlement' | 'claim'
  readonly deadline: PlainDate
  readonly state: 'running' | 'overdue' | 'met' | 'met-late'
  /** Whole days to the deadline while it runs; days past it when it is overdue or was met late. */
  readonly daysLeft: number
  readonly daysLate: number
  readonly ruleKeys: readonly string[]
  readonly law: readonly string[]
}

/**
 * Decision and start at the latest three months after settlement or claim (N10, O5, S30). The
 * deadline does not move to a working day, and 30 November gives 28 February (POL24, X36).
 */
export function startClock(facts: ClockFacts, today: PlainDate): StartClock {
  const countsFrom = facts.claimedOn ?? facts.settledOn
  const deadline = addMonths(countsFrom, 3)
  const isStarted = facts.decidedOn !== null && facts.startedOn !== null
  const reached = facts.startedOn ?? today
  const isLate = reached > deadline
  return {
    countsFrom,
    countsFromWhat: facts.claimedOn === null ? 'settlement' : 'claim',
    deadline,
    state: isStarted ? (isLate ? 'met-late' : 'met') : isLate ? 'overdue' : 'running',
    daysLeft: isStarted || isLate ? 0 : daysBetween(today, deadline) - 1,
    daysLate: isLate ? daysBetween(deadline, reached) - 1 : 0,
    ruleKeys: ['N10', 'S30', 'POL24'],
    law: ['integreringsloven § 12 second paragraph', 'introduksjonsloven § 3 second paragraph'],
  }
}
