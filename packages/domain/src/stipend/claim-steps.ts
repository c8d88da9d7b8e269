import { addDays, type PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { kroner, NO_ORE, type Ore, ore, subtractOre } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { lastDayOfClaim } from './set-off.ts'

/** Why a claim is not set off (POL15): an appeal with suspensive effect, three years, or as a person notes. */
export const STOP_REASONS = ['appeal', 'time-barred', 'other'] as const
export type StopReason = (typeof STOP_REASONS)[number]

/** What is claimed outside the runs: repayment by decision, or refund in back-paid benefits (§ 25). */
export const DEMAND_KINDS = ['repayment', 'refund'] as const
export type DemandKind = (typeof DEMAND_KINDS)[number]

/** The claim for what was paid too much for a month (for mye utbetalt), as it stands. */
export type StandingClaim = {
  readonly month: Month
  readonly openOre: Ore
  readonly isStopped: boolean
  /** A repayment decision or refund claim that is not answered to the end. */
  readonly isDemanded: boolean
}

/** What keeps a claim from being set off, and since when; without a person it is the law. */
export type ClaimStop = {
  readonly reason: StopReason
  readonly note: string
  readonly from: PlainDate
  readonly stoppedBy: string | null
}

/** The first day on which a claim is time-barred (foreldet): three years from the payment (foreldelsesloven § 2). */
export const timeBarredFrom = (firstPaidOn: PlainDate): PlainDate =>
  addDays(lastDayOfClaim(firstPaidOn), 1)

/** A person's stop, else the law's own: nothing is set off of what is time-barred (POL15). */
export function standingStop(
  claim: {
    readonly stop: ClaimStop | null
    readonly firstPaidOn: PlainDate
    readonly openOre: Ore
  },
  today: PlainDate,
): ClaimStop | null {
  const from = timeBarredFrom(claim.firstPaidOn)
  if (claim.stop !== null || claim.openOre <= 0 || today < from) return claim.stop
  const note = `First paid on ${claim.firstPaidOn}: three years have passed (foreldelsesloven § 2).`
  return { reason: 'time-barred', note, from, stoppedBy: null }
}

const inFuture = (day: PlainDate, today: PlainDate, pointer: string) =>
  day > today
    ? refuse('day-in-future', `Today is ${today}; ${day} is still to come.`, pointer)
    : null

const noClaim = (month: Month) =>
  refuse(
    'no-open-claim',
    `Nothing is open for ${month}: GET /v1/persons/{personId}/claims shows what is.`,
  )

/** Stops set-off of a month's claim, as when an appeal has suspensive effect (fvl § 42). */
export function stopSetOff(
  claim: StandingClaim,
): Refusal<'no-open-claim' | 'set-off-stopped'> | null {
  if (claim.openOre <= 0) return noClaim(claim.month)
  if (!claim.isStopped) return null
  return refuse(
    'set-off-stopped',
    `Set-off for ${claim.month} is stopped already; resume it first.`,
  )
}

/** Takes set-off up again, from the next run on. */
export function resumeSetOff(claim: StandingClaim): Refusal<'set-off-not-stopped'> | null {
  if (claim.isStopped) return null
  return refuse(
    'set-off-not-stopped',
    `No person stopped set-off for ${claim.month}; what is time-barred stays so.`,
  )
}

type DemandRefusal = 'no-open-claim' | 'claim-demanded' | 'day-in-future'

function demand(claim: StandingClaim): Refusal<DemandRefusal> | null {
  if (claim.openOre <= 0) return noClaim(claim.month)
  if (!claim.isDemanded) return null
  return refuse(
    'claim-demanded',
    `The claim for ${claim.month} is demanded already; register what came in for it, the last of it as such.`,
  )
}

/** § 25 second paragraph: all that is open for the month is to be paid back, and no longer set off. */
export function demandRepayment(
  claim: StandingClaim,
  decidedOn: PlainDate,
  today: PlainDate,
): Refusal<DemandRefusal> | { readonly amountOre: Ore } {
  const unfit = inFuture(decidedOn, today, '/decidedOn') ?? demand(claim)
  return unfit ?? { amountOre: claim.openOre }
}

const moreThan = (openOre: Ore, month: Month) =>
  refuse(
    'more-than-claim',
    `No more than ${kroner(openOre)} kr is open of it for ${month}.`,
    '/amountOre',
  )

/** § 25 third paragraph: refund in a benefit that is granted back in time, for the same month. */
export function claimRefund(
  claim: StandingClaim,
  input: { readonly amountOre: Ore; readonly claimedOn: PlainDate },
  today: PlainDate,
): Refusal<DemandRefusal | 'more-than-claim'> | null {
  const unfit = inFuture(input.claimedOn, today, '/claimedOn') ?? demand(claim)
  if (unfit) return unfit
  return input.amountOre > claim.openOre ? moreThan(claim.openOre, claim.month) : null
}

/** A demand with what came in for it so far. */
export type Demand = {
  readonly amountOre: Ore
  readonly receivedOre: Ore
  readonly isClosed: boolean
}

/** Money that came in; the demand is answered to the end when the caller says so or all of it is there. */
export function recoverClaim(
  on: { readonly claim: StandingClaim; readonly demand: Demand },
  input: { readonly amountOre: Ore; readonly receivedOn: PlainDate; readonly isLast: boolean },
  today: PlainDate,
): Refusal<'day-in-future' | 'demand-closed' | 'more-than-claim'> | { readonly isLast: boolean } {
  const { claim, demand: held } = on
  const early = inFuture(input.receivedOn, today, '/receivedOn')
  if (early) return early
  if (held.isClosed) {
    return refuse('demand-closed', 'The demand was answered to the end; make a new one.')
  }
  const restOre = subtractOre(held.amountOre, held.receivedOre)
  const mostOre = ore(Math.max(NO_ORE, Math.min(restOre, claim.openOre)))
  if (input.amountOre > mostOre) return moreThan(mostOre, claim.month)
  return { isLast: input.isLast || input.amountOre === restOre }
}
