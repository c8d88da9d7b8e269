import { addDays, type PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { type Alert, type AlertLimits, alert, some } from './alert.ts'

/** The newest order of a year's tax cards that came to an end or met trouble. */
export type WatchedOrder = {
  readonly id: Id<'TaxCardRequest'>
  readonly year: number
  /** True when it has not brought its answer, and nobody posted one since. */
  readonly isFailing: boolean
  /** The first order without an answer since the last that had one. */
  readonly since: PlainDate
}

/** A final base amount that no run may use yet. */
export type UnusedAmount = { readonly year: number; readonly adoptedOn: PlainDate }

/** A regulation that left persons to be looked at. */
export type OpenReview = {
  readonly id: Id<'Regulation'>
  readonly year: number
  readonly persons: number
  readonly since: PlainDate
}

/** Open claims of one month that are time-barred from one day. */
export type BarredClaims = {
  readonly month: Month
  readonly barredFrom: PlainDate
  readonly claims: number
}

/** A ledger that the newest daily verification did not find as it was written. */
export type BrokenLedger = { readonly number: number; readonly since: PlainDate }

/** What is looked after beside the runs. */
export type Upkeep = {
  readonly orders: readonly WatchedOrder[]
  readonly unused: readonly UnusedAmount[]
  readonly reviews: readonly OpenReview[]
  readonly claims: readonly BarredClaims[]
  readonly ledger: BrokenLedger | null
}

function ofOrder({ id, year, since }: WatchedOrder): Alert {
  const detail = `The tax cards of ${year} were ordered and not answered: GET /v1/tax-card-requests says why; order them again, or post the answer to /v1/tax-card-answers.`
  return alert(
    'tax-cards-not-refreshed',
    { taxCardRequestId: id, year },
    { since, count: 0, detail },
  )
}

function ofAmount({ year, adoptedOn }: UnusedAmount, limits: AlertLimits): Alert {
  const since = addDays(adoptedOn, limits.useBaseAmountWithinDays)
  const detail = `The base amount of ${year} was adopted on ${adoptedOn} and is not in use: start a regulation (POST /v1/g-regulations) or register its day (PUT /v1/base-amounts/${year}).`
  return alert('base-amount-unused', { year }, { since, count: 0, detail })
}

function ofReview({ id, year, persons, since }: OpenReview): Alert {
  const detail = `The regulation of ${year} left ${some(persons, 'person')} at the base amount before: look at them (GET /v1/g-regulations/${id}/persons?outcome=review) and clear each.`
  return alert(
    'regulation-review-open',
    { regulationId: id, year },
    { since, count: persons, detail },
  )
}

/** Nothing can be claimed once three years have passed (foreldelsesloven §§ 2, 3); what stops the clock is in §§ 14-19. */
function ofClaims(of: BarredClaims, limits: AlertLimits): Alert {
  const { month, barredFrom, claims } = of
  const since = addDays(barredFrom, -limits.timeBarWarningDays)
  const detail = `${some(claims, 'claim')} for ${month}, time-barred from ${barredFrom}: GET /v1/claims lists them; have them repaid, or the clock stopped (foreldelsesloven §§ 14-16).`
  return alert('claim-near-time-bar', { month }, { since, count: claims, detail })
}

function ofLedger({ number, since }: BrokenLedger): Alert {
  const detail = `The ledger’s entry ${number} is not as it was written (GET /v1/ledger/verification): pay nothing, find out who could change the database, and have it restored from a backup.`
  return alert('ledger-broken', {}, { since, count: 0, detail })
}

/** What is late or left to a person beside the runs. */
export function ofUpkeep(watched: Upkeep, limits: AlertLimits, today: PlainDate): Alert[] {
  const { orders, unused, reviews, claims, ledger } = watched
  return [
    ...(ledger ? [ofLedger(ledger)] : []),
    ...orders.filter(({ isFailing }) => isFailing).map(ofOrder),
    ...unused.map((one) => ofAmount(one, limits)),
    ...reviews.map(ofReview),
    ...claims.filter(({ barredFrom }) => barredFrom > today).map((one) => ofClaims(one, limits)),
  ]
}
