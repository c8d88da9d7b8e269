import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import type { ChainHead } from '@fotfeste/domain/ledger/chain.ts'
import type { Input } from '@fotfeste/kit/answer.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { replyWriters } from '@fotfeste/kit/reply.ts'
import { admitted, parseInput, route } from '@fotfeste/kit/route.ts'
import type { Tables } from '../db/tables.gen.ts'
import { type Read, type Verification, verifyChain } from '../queries/verification.ts'

/** What is verified for one answer: about a second's work, whatever the ledger's size. */
const MOST = 100_000

function headOf(text: string | undefined): ChainHead | null {
  const [number, hash] = text?.split(':') ?? []
  return number && hash ? { number: Number(number), hash } : null
}

function shown({ hasMore, head, ...found }: Verification) {
  return {
    ...found,
    entries: head.number,
    head,
    next: hasMore ? `${head.number}:${head.hash}` : null,
  }
}

/**
 * The proof that no entry of the ledger was changed. It takes a while, and so it is no transaction of its own:
 * each piece is read in one, and between two of them no connection is held.
 */
export function ledgerVerification(kit: Kit<Tables>): void {
  const write = replyWriters(verifyLedger, kit.checksReplies)
  route(kit, verifyLedger, async (request, reply) => {
    const { tenant } = admitted(request)
    const { query } = parseInput(verifyLedger, request) as Input<typeof verifyLedger>
    const read: Read = (work) => inTransaction(kit.pool, jobView(tenant), work)
    const after = query.after === 'checkpoint' ? 'checkpoint' : headOf(query.after)
    const asked = { after, known: headOf(query.known), most: MOST } as const
    const found = await verifyChain({ read, sha256 }, asked)
    return reply
      .type('application/json; charset=utf-8')
      .serializer((text: string) => text)
      .send(write(200, shown(found)))
  })
}
