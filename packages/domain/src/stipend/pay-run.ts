import type { PlainDate } from '../values/calendar.ts'
import { addOre, kroner, type Ore } from '../values/ore.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { type NewerFacts, namesOf } from './newer-facts.ts'

/** Where a pay run (lønnskjøring) stands. */
export const PAY_RUN_STATES = [
  'draft',
  'waiting',
  'calculated',
  'approved',
  'released',
  'accepted',
  'rejected',
  'booked',
  'reported',
  'closed',
  'cancelled',
] as const
export type PayRunState = (typeof PAY_RUN_STATES)[number]

/**
 * The one table of moves that code, tests and documents share. What happens behind the release is the bank's word
 * (accept, reject, book), the a-melding's receipt (report), and a person's when nothing is left to do (close).
 */
export const PAY_RUN_MOVES = {
  wait: { from: ['draft', 'waiting'], to: 'waiting' },
  calculate: { from: ['draft', 'waiting'], to: 'calculated' },
  approve: { from: ['calculated'], to: 'approved' },
  release: { from: ['approved'], to: 'released' },
  accept: { from: ['released'], to: 'accepted' },
  reject: { from: ['released', 'accepted'], to: 'rejected' },
  book: { from: ['accepted'], to: 'booked' },
  report: { from: ['booked'], to: 'reported' },
  close: { from: ['reported', 'rejected'], to: 'closed' },
  cancel: { from: ['draft', 'waiting', 'calculated', 'approved'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly PayRunState[]; to: PayRunState }>
export type PayRunMove = keyof typeof PAY_RUN_MOVES

/** A run that is neither paid out nor given up: a municipality has at most one. */
export const OPEN_STATES: readonly PayRunState[] = ['draft', 'waiting', 'calculated', 'approved']

/** A run that the bank has been told of: its payslips stand for ever. */
export const RELEASED_STATES: readonly PayRunState[] = [
  'released',
  'accepted',
  'rejected',
  'booked',
  'reported',
  'closed',
]

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

/** A machine's token names its client instead (`issuer#client|id`); what looks like one is taken for one. */
const isMachine = (actor: Actor): boolean => actor.includes('#client|')

export type ApprovalRefusal = 'pay-run-state' | 'same-actor' | 'simulation-changed'

/** What an approval looks at. */
export type ApprovalFacts = {
  readonly state: PayRunState
  readonly calculatedBy: Actor
  /** Who approved as the first of two; null when nobody has. */
  readonly firstApprovedBy: Actor | null
  /** Of what would be paid, as it stands now. */
  readonly digest: string
  /** What came after the calculation and would change it. */
  readonly newerFacts: readonly NewerFacts[]
  /** All that leaves the account: what the run pays, and what failed in earlier runs and is paid again. */
  readonly grossOre: Ore
  readonly repaidOre: Ore
}

/** Above a municipality's amount two persons approve; 0 is no such amount. */
export const needsTwoApprovers = (grossOre: Ore, twoApproversAboveOre: number): boolean =>
  twoApproversAboveOre > 0 && grossOre > twoApproversAboveOre

/**
 * Approval (attestasjon): by another person than the one who had the run calculated, of what that person saw. The
 * first of two leaves the run calculated; the second must be somebody else again.
 */
export function approvePayRun(
  run: ApprovalFacts,
  approval: { readonly actor: Actor; readonly digest: string },
  twoApproversAboveOre: number,
): Refusal<ApprovalRefusal> | 'calculated' | 'approved' {
  const next = movePayRun(run.state, 'approve')
  if (isRefusal(next)) return next
  if (run.calculatedBy === approval.actor) {
    return refuse(
      'same-actor',
      'Who had the run calculated cannot approve it; another person must.',
    )
  }
  if (run.firstApprovedBy === approval.actor) {
    return refuse('same-actor', 'You approved this run already; a second person must.')
  }
  if (run.digest !== approval.digest) {
    return refuse(
      'simulation-changed',
      'What the run would pay is not what you saw: the digest is of another run, or what is paid again has changed. Read the run; cancel it and start it again if nothing else changed.',
      '/digest',
    )
  }
  if (run.newerFacts.length > 0) {
    return refuse(
      'simulation-changed',
      `After the calculation came ${namesOf(run.newerFacts)}: GET /v1/pay-runs/{payRunId}/newer-facts names the persons. Cancel the run and start it again, so that it pays by them.`,
      '/digest',
    )
  }
  const isFirstOfTwo =
    run.firstApprovedBy === null &&
    needsTwoApprovers(addOre(run.grossOre, run.repaidOre), twoApproversAboveOre)
  return isFirstOfTwo ? 'calculated' : 'approved'
}

export type ReleaseRefusal =
  | 'simulation-changed'
  | 'pay-run-state'
  | 'same-actor'
  | 'no-debtor-account'
  | 'no-tax-account'
  | 'pay-date-past'

export type ReleaseFacts = {
  readonly state: PayRunState
  readonly calculatedBy: Actor
  readonly firstApprovedBy: Actor | null
  readonly approvedBy: Actor | null
  /** Who entered the accounts that the run pays to: of persons, of creditors, for tax. */
  readonly payeesEnteredBy: readonly Actor[]
  /** What of earlier runs was paid again when it was approved, and what would be now. */
  readonly repayments: number
  readonly repaidOre: Ore
  readonly paysAgain: { readonly payments: number; readonly amountOre: Ore }
  readonly debtor: { readonly taxAccount: string | null } | null
  readonly paysTax: boolean
  readonly payDate: PlainDate
}

/**
 * Release to the bank (utbetaling): by anyone with the scope but the one who had the run calculated or
 * who entered an account that it pays to, so that no one alone can send money to an own account. Where a machine had
 * it calculated, not by who approved it either: two persons see each run. A payment that failed since is not paid again
 * by it: nobody has approved that (I13).
 */
export function releasePayRun(
  run: ReleaseFacts,
  actor: Actor,
  today: PlainDate,
): Refusal<ReleaseRefusal> | PayRunState {
  const next = movePayRun(run.state, 'release')
  if (isRefusal(next)) return next
  if (run.calculatedBy === actor || run.payeesEnteredBy.includes(actor)) {
    return refuse(
      'same-actor',
      'Who had the run calculated or entered an account that it pays to cannot release it; another person must.',
    )
  }
  const approvers = [run.firstApprovedBy, run.approvedBy]
  if (isMachine(run.calculatedBy) && approvers.includes(actor)) {
    return refuse(
      'same-actor',
      'A machine had the run calculated: who approved it cannot release it too; another person must.',
    )
  }
  const { payments, amountOre } = run.paysAgain
  if (payments > run.repayments || amountOre > run.repaidOre) {
    return refuse(
      'simulation-changed',
      `After the calculation more came to be paid again: ${payments} payments of ${kroner(amountOre)} kr, ${run.repayments} of ${kroner(run.repaidOre)} kr were approved. Cancel the run and start it again.`,
    )
  }
  if (run.debtor === null) {
    return refuse('no-debtor-account', 'Register the account to pay from: PUT /v1/debtor-account.')
  }
  if (run.paysTax && run.debtor.taxAccount === null) {
    return refuse(
      'no-tax-account',
      'The run withholds tax: register the tax account and its KID with PUT /v1/debtor-account.',
    )
  }
  if (run.payDate < today) {
    return refuse(
      'pay-date-past',
      `The pay date ${run.payDate} has passed; cancel the run and start it again with a new one.`,
    )
  }
  return next
}

/** Closes a run for which nothing is left to do: no payment of it waits to be made again. */
export function closePayRun(run: {
  readonly state: PayRunState
  readonly waiting: number
}): Refusal<'pay-run-state' | 'payments-waiting'> | PayRunState {
  const next = movePayRun(run.state, 'close')
  if (isRefusal(next) || run.waiting === 0) return next
  return refuse(
    'payments-waiting',
    `${run.waiting} amounts of the run wait to be paid, again or at all: GET /v1/alerts and GET /v1/payments show them.`,
  )
}
