import {
  type ChainBreak,
  type ChainHead,
  EMPTY_CHAIN,
  followChain,
  type SealedEntry,
  type Sha256,
} from '@fotfeste/domain/ledger/chain.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import {
  type Checkpoint,
  firstUnlike,
  newestCheckpoint,
  newestHead,
  readStretch,
  type Stretch,
  strayNumber,
} from './ledger-chain.ts'

/** Entries in memory at a time: some milliseconds of work between two breaths of the process. */
const PIECE = 500

export type Asked = {
  /** A head to begin behind, found whole before; null: the first entry. */
  readonly after: ChainHead | 'checkpoint' | null
  /** A head noted before. */
  readonly known: ChainHead | null
  /** How many entries are looked at. */
  readonly most: number
}

export type Verification = {
  /** Followed to the chain's end, and all of it as written. */
  readonly isWhole: boolean
  readonly after: number
  readonly head: ChainHead
  readonly firstBroken: ChainBreak | null
  /** There is more behind the head. */
  readonly hasMore: boolean
  readonly checkpoint: Checkpoint | null
}

/**
 * Runs one read in a transaction of its own that sees every entry of the municipality: what is behind us in the chain
 * never changes, and no connection is held between two pieces.
 */
export type Read = <Result>(work: (trx: Kysely<Tables>) => Promise<Result>) => Promise<Result>

/** Reads the next piece while the one before is looked at. */
async function* piecesOf(read: Read, { after, upTo }: Stretch): AsyncGenerator<SealedEntry[]> {
  const pieceBehind = (number: number) => {
    const piece = { after: number, upTo: Math.min(number + PIECE, upTo) }
    const reading = read((trx) => readStretch(trx, piece))
    // Who has found a break waits for no more.
    reading.catch(() => undefined)
    return reading
  }
  if (after >= upTo) return
  let next = pieceBehind(after)
  for (let at = after; at < upTo; at += PIECE) {
    const piece = await next
    if (at + PIECE < upTo) next = pieceBehind(at + PIECE)
    yield piece
  }
}

async function follow(
  read: Read,
  { from, upTo, sha256 }: { from: ChainHead; upTo: number; sha256: Sha256 },
): Promise<{ readonly head: ChainHead; readonly broken: ChainBreak | null }> {
  let head = from
  let expected = from.number
  for await (const piece of piecesOf(read, { after: from.number, upTo })) {
    const followed = followChain(head, piece, sha256)
    head = followed.head
    expected = Math.min(expected + PIECE, upTo)
    if (followed.broken) return followed
    if (head.number < expected) {
      return { head, broken: { number: head.number + 1, reason: 'missing' } }
    }
  }
  return { head, broken: null }
}

const earliest = (breaks: readonly (ChainBreak | null)[]): ChainBreak | null =>
  breaks.reduce((first, one) => (one && (!first || one.number < first.number) ? one : first), null)

/**
 * Computes the hashes of a ledger again. Every head noted before, the service's own and those that are asked with,
 * must stand where it stood: the chain alone would not show that its end was cut off, or all of it made anew.
 */
export async function verifyChain(
  { read, sha256 }: { readonly read: Read; readonly sha256: Sha256 },
  { after, known, most }: Asked,
): Promise<Verification> {
  const told = [after, known].filter((one) => one !== null && one !== 'checkpoint')
  const [end, checkpoint, unlike, stray] = await read((trx) =>
    Promise.all([newestHead(trx), newestCheckpoint(trx), firstUnlike(trx, told), strayNumber(trx)]),
  )
  const from = (after === 'checkpoint' ? checkpoint : after) ?? EMPTY_CHAIN
  const upTo = Math.min(end?.number ?? 0, from.number + most)
  const followed = await follow(read, { from, upTo, sha256 })
  const firstBroken = earliest([
    followed.broken,
    unlike === null ? null : { number: unlike, reason: 'not-as-known' },
    stray === null ? null : { number: stray, reason: 'missing' },
  ])
  const hasMore = firstBroken === null && upTo < (end?.number ?? 0)
  const isWhole = firstBroken === null && !hasMore
  return { isWhole, after: from.number, head: followed.head, firstBroken, hasMore, checkpoint }
}
