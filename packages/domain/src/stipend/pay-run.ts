import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** Where a pay run (lønnskjøring) stands. */
export const PAY_RUN_STATES = [
  'draft',
  'waiting',
  'calculated',
  'approved',
  'released',
  'cancelled',
] as const
export type PayRunState = (typeof PAY_RUN_STATES)[number]

/** The one table of moves that code, tests and documents share. */
export const PAY_RUN_MOVES = {
  wait: { from: ['draft', 'waiting'], to: 'waiting' },
  calculate: { from: ['draft', 'waiting'], to: 'calculated' },
  approve: { from: ['calculated'], to: 'approved' },
  release: { from: ['approved'], to: 'released' },
  cancel: { from: ['draft', 'waiting', 'calculated', 'approved'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly PayRunState[]; to: PayRunState }>
export type PayRunMove = keyof typeof PAY_RUN_MOVES

/** A run that is neither paid out nor given up: a municipality has at most one. */
export const OPEN_STATES: readonly PayRunState[] = ['draft', 'waiting', 'calculated', 'approved']

/** Moves a run on, or says which states the move starts from. */
export function movePayRun(
  state: PayRunState,
  move: PayRunMove,
): Refusal<'pay-run-state'> | PayRunState {
  const { from, to } = PAY_RUN_MOVES[move]
  const isAllowed = (from as readonly PayRunState[]).includes(state)
  if (isAllowed) return to
  return refuse(
    'pay-run-state',
    `The pay run is ${state}; ${move} starts from ${from.join(', ')}. Read it again and see.`,
  )
}

/** Who acts: issuer and subject as one text; a person has one, whatever the token. */
export type Actor = string

export type ApprovalRefusal = 'pay-run-state' | 'same-actor' | 'payee-changed'

/** What approval and release look at beside the run's state. */
export type RunFacts = {
  readonly state: PayRunState
  readonly calculatedBy: Actor
  /** Persons whose payee was entered anew after the calculation. */
  readonly changedPayees: number
}

const changed = (count: number): Refusal<'payee-changed'> =>
  refuse(
    'payee-changed',
    `The payee of ${count} persons changed after the calculation; cancel the run and start it again.`,
  )

/** Approval (attestasjon): by another person than the one who had the run calculated. */
export function approvePayRun(run: RunFacts, actor: Actor): Refusal<ApprovalRefusal> | PayRunState {
  const next = movePayRun(run.state, 'approve')
  if (typeof next !== 'string') return next
  if (run.calculatedBy === actor) {
    return refuse(
      'same-actor',
      'Who had the run calculated cannot approve it; another person must.',
    )
  }
  return run.changedPayees > 0 ? changed(run.changedPayees) : next
}

export type ReleaseRefusal = ApprovalRefusal | 'no-debtor-account' | 'pay-date-past'

export type ReleaseFacts = RunFacts & {
  /** Who entered the payees that the run pays to. */
  readonly payeesEnteredBy: readonly Actor[]
  readonly hasDebtorAccount: boolean
  readonly payDate: PlainDate
}

/**
 * Release to the bank (utbetaling): by anyone with the scope but the one who had the run calculated or
 * who entered the account of someone in it, so that no one alone can send money to an own account.
 */
export function releasePayRun(
  run: ReleaseFacts,
  actor: Actor,
  today: PlainDate,
): Refusal<ReleaseRefusal> | PayRunState {
  const next = movePayRun(run.state, 'release')
  if (typeof next !== 'string') return next
  if (run.calculatedBy === actor || run.payeesEnteredBy.includes(actor)) {
    return refuse(
      'same-actor',
      'Who had the run calculated or entered a payee of it cannot release it; another person must.',
    )
  }
  if (run.changedPayees > 0) return changed(run.changedPayees)
  if (!run.hasDebtorAccount) {
    return refuse('no-debtor-account', 'Register the account to pay from: PUT /v1/debtor-account.')
  }
  if (run.payDate < today) {
    return refuse(
      'pay-date-past',
      `The pay date ${run.payDate} has passed; cancel the run and start it again with a new one.`,
    )
  }
  return next
}
