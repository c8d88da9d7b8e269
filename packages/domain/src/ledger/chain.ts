import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { NO_ORE, sumOre } from '../values/ore.ts'
import type { Tenant } from '../values/tenant.ts'
import { bookingDay } from './closing.ts'
import type { Entry } from './entry.ts'

/** SHA-256 of a text, 64 hexadecimal digits; made outside, the domain knows no cryptography. */
export type Sha256 = (text: string) => string

/** Where a municipality's chain ends. */
export type ChainHead = { readonly number: number; readonly hash: string }

/** The head of a ledger without entries. */
export const EMPTY_CHAIN: ChainHead = { number: 0, hash: '0'.repeat(64) }

/** An entry in the ledger: numbered without gaps, tied to the one before by its hash. */
export type SealedEntry = Entry & {
  readonly tenant: Tenant
  readonly id: Id<'LedgerEntry'>
  readonly number: number
  /** The day of the fact, where its month was closed and it is booked in a later one; else null. */
  readonly occurredOn: PlainDate | null
  readonly postedBy: string
  /** ISO 8601 UTC. */
  readonly postedAt: string
  readonly previousHash: string
  readonly hash: string
}

/**
 * What is hashed: the hash before, a line break, and the entry as one JSON list in this order, with the day of the
 * fact at its end where it is another than the booking's. Anybody who is given an entry can compute its hash again.
 */
export function canonicalText(entry: Omit<SealedEntry, 'hash'>): string {
  const { tenant, number, id, kind, source, bookedOn, postedBy, postedAt } = entry
  const { runId, personId, paymentId, postings, occurredOn, previousHash } = entry
  const sides = postings.map(({ account, month, amountOre }) => [account, month, amountOre])
  const head = [tenant, number, id, kind, source, bookedOn, runId, personId, paymentId]
  const late = occurredOn === null ? [] : [occurredOn]
  return `${previousHash}\n${JSON.stringify([...head, postedBy, postedAt, sides, ...late])}`
}

export type Sealing = {
  readonly tenant: Tenant
  readonly head: ChainHead
  /** The newest closed month; null: none is. */
  readonly closedThrough: Month | null
  readonly postedBy: string
  readonly postedAt: string
  readonly newId: () => Id<'LedgerEntry'>
  readonly sha256: Sha256
}

/** Numbers entries behind the head, ties each to the one before, and books what comes late in an open month. */
export function sealEntries(entries: readonly Entry[], sealing: Sealing): SealedEntry[] {
  const { tenant, closedThrough, postedBy, postedAt, newId, sha256 } = sealing
  let { number, hash } = sealing.head
  return entries.map((entry) => {
    number += 1
    const day = bookingDay(entry.bookedOn, closedThrough)
    const by = { tenant, id: newId(), number, postedBy, postedAt, previousHash: hash }
    const open = { ...entry, ...day, ...by }
    hash = sha256(canonicalText(open))
    return { ...open, hash }
  })
}

/** Why a ledger is not as it was written. */
export const BREAK_REASONS = [
  'missing',
  'changed',
  'unlinked',
  'unbalanced',
  'not-as-known',
] as const
export type ChainBreak = {
  readonly number: number
  readonly reason: (typeof BREAK_REASONS)[number]
}

function breakOf(entry: SealedEntry, head: ChainHead, sha256: Sha256): ChainBreak | null {
  const { number } = entry
  if (number !== head.number + 1) return { number: head.number + 1, reason: 'missing' }
  if (sha256(canonicalText(entry)) !== entry.hash) return { number, reason: 'changed' }
  if (entry.previousHash !== head.hash) return { number, reason: 'unlinked' }
  const rest = sumOre(entry.postings.map(({ amountOre }) => amountOre))
  return rest === NO_ORE ? null : { number, reason: 'unbalanced' }
}

/** Follows a piece of the chain from a head; the first entry that does not fit, or the head behind the piece. */
export function followChain(
  head: ChainHead,
  entries: readonly SealedEntry[],
  sha256: Sha256,
): { readonly head: ChainHead; readonly broken: ChainBreak | null } {
  let at = head
  for (const entry of entries) {
    const broken = breakOf(entry, at, sha256)
    if (broken) return { head: at, broken }
    at = { number: entry.number, hash: entry.hash }
  }
  return { head: at, broken: null }
}
