import type { BaseAmount } from '../rates/base-amount.ts'
import type { Month } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { Actor } from './pay-run.ts'

/** A dry run writes its own report and nothing else; a run puts the year's G into use. */
export const REGULATION_KINDS = ['dry-run', 'run'] as const
export type RegulationKind = (typeof REGULATION_KINDS)[number]

/** Where a yearly regulation (G-regulering) stands. */
export const REGULATION_STATES = [
  'draft',
  'calculated',
  'approved',
  'running',
  'done',
  'cancelled',
] as const
export type RegulationState = (typeof REGULATION_STATES)[number]

/** The one table of moves that code, tests and documents share. */
export const REGULATION_MOVES = {
  calculate: { from: ['draft'], to: 'calculated' },
  approve: { from: ['calculated'], to: 'approved' },
  run: { from: ['approved'], to: 'running' },
  finish: { from: ['running'], to: 'done' },
  cancel: { from: ['draft', 'calculated', 'approved'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly RegulationState[]; to: RegulationState }>
export type RegulationMove = keyof typeof REGULATION_MOVES

/** Beside the one who started it: what it puts into use concerns everyone who is paid. */
export const REGULATION_APPROVERS = 2

/** Moves a regulation on, or says which states the move starts from. */
export function moveRegulation(
  state: RegulationState,
  move: RegulationMove,
): Refusal<'regulation-state'> | RegulationState {
  const { from, to } = REGULATION_MOVES[move]
  const isAllowed = (from as readonly RegulationState[]).includes(state)
  if (isAllowed) return to
  return refuse(
    'regulation-state',
    `The regulation is ${state}; ${move} starts from ${from.join(', ')}. Read it again and see.`,
  )
}

export type StartRegulation = {
  readonly year: number
  readonly kind: RegulationKind
  /** The final G of the year; null: none. */
  readonly amount: BaseAmount | null
  /** The G as proposed, when no final one stands. */
  readonly proposed: BaseAmount | null
  /** Another run is neither done nor cancelled. */
  readonly hasOpenRun: boolean
  /** The month of a pay run that is neither released nor cancelled; null: none. */
  readonly openPayRun: Month | null
}

const payRunOpen = (month: Month): Refusal<'pay-run-open'> =>
  refuse('pay-run-open', `The pay run of ${month} is open; release or cancel it first.`)

/** Starts a regulation, and says which G it is with: a proposed one is for dry runs alone. */
export function startRegulation(
  of: StartRegulation,
):
  | Refusal<'base-amount-unknown' | 'proposed-not-for-payment' | 'regulation-open' | 'pay-run-open'>
  | BaseAmount {
  const amount = of.amount ?? of.proposed
  if (amount === null) {
    return refuse(
      'base-amount-unknown',
      `No base amount of ${of.year} is known: PUT /v1/base-amounts/${of.year} enters one.`,
      '/year',
    )
  }
  if (of.kind === 'dry-run') return amount
  if (of.amount === null) {
    return refuse(
      'proposed-not-for-payment',
      `The base amount of ${of.year} is proposed; enter it as final first, or start a dry run.`,
      '/kind',
    )
  }
  if (of.hasOpenRun) {
    return refuse('regulation-open', 'Another regulation is open; finish or cancel it first.')
  }
  return of.openPayRun === null ? amount : payRunOpen(of.openPayRun)
}

export type RegulationFacts = {
  readonly kind: RegulationKind
  readonly state: RegulationState
  readonly startedBy: Actor
  readonly approvedBy: readonly Actor[]
}

const dryRun = (): Refusal<'dry-run'> =>
  refuse('dry-run', 'A dry run ends with its report; start one of kind `run` to change anything.')

/** One of the two approvals: each by another person, and none by the one who started it. */
export function approveRegulation(
  regulation: RegulationFacts,
  actor: Actor,
):
  | Refusal<'dry-run' | 'regulation-state' | 'same-actor'>
  | Pick<RegulationFacts, 'state' | 'approvedBy'> {
  const { kind, state, startedBy, approvedBy } = regulation
  if (kind === 'dry-run') return dryRun()
  const next = moveRegulation(state, 'approve')
  if (typeof next !== 'string') return next
  if (startedBy === actor || approvedBy.includes(actor)) {
    return refuse(
      'same-actor',
      'Two persons approve a regulation, neither of them the one who started it; another must.',
    )
  }
  const approved = [...approvedBy, actor]
  return { state: approved.length >= REGULATION_APPROVERS ? next : state, approvedBy: approved }
}

export type RunRegulationFacts = Pick<RegulationFacts, 'kind' | 'state'> & {
  readonly openPayRun: Month | null
  /** A pay run was calculated, or cancelled, after the report: what was paid is another sum. */
  readonly isOutdated: boolean
}

/** Puts an approved regulation to work; what was paid must still be what the approvers saw. */
export function runRegulation(
  facts: RunRegulationFacts,
):
  | Refusal<'dry-run' | 'regulation-state' | 'pay-run-open' | 'regulation-outdated'>
  | RegulationState {
  if (facts.kind === 'dry-run') return dryRun()
  const next = moveRegulation(facts.state, 'run')
  if (typeof next !== 'string') return next
  if (facts.openPayRun !== null) return payRunOpen(facts.openPayRun)
  if (facts.isOutdated) {
    return refuse(
      'regulation-outdated',
      'A pay run came between, so the report no longer holds; cancel the regulation and start it again.',
    )
  }
  return next
}
