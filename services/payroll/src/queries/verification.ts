import {
  type ChainBreak,
  type ChainHead,
  EMPTY_CHAIN,
  followChain,
  type Sha256,
} from '@fotfeste/domain/ledger/chain.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { hashOf, readChain } from './ledger-reads.ts'

/** Entries in memory at a time: a ledger may be long. */
const PIECE = 2_000

export type Verification = {
  readonly isWhole: boolean
  readonly entries: number
  readonly head: ChainHead
  readonly firstBroken: ChainBreak | null
}

/**
 * Follows the chain from the first entry to the last, piece by piece, for who sees every entry. An entry known
 * from before must still have its hash: the chain alone would not show that all of it was made anew.
 */
export async function verifyChain(
  trx: Kysely<Tables>,
  known: ChainHead | null,
  sha256: Sha256,
): Promise<Verification> {
  let head = EMPTY_CHAIN
  let broken: ChainBreak | null = null
  for (let isLast = false; !isLast && broken === null; ) {
    const piece = await readChain(trx, head.number, PIECE)
    const followed = followChain(head, piece, sha256)
    head = followed.head
    broken = followed.broken
    isLast = piece.length < PIECE
  }
  const isKnown = known === null || (await hashOf(trx, known.number)) === known.hash
  if (known !== null && !isKnown && (broken === null || known.number < broken.number)) {
    broken = { number: known.number, reason: 'not-as-known' }
  }
  return { isWhole: broken === null, entries: head.number, head, firstBroken: broken }
}
