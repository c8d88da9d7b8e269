import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import type { Input } from '@fotfeste/kit/answer.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { replyWriters } from '@fotfeste/kit/reply.ts'
import { parseInput, route } from '@fotfeste/kit/route.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listUnapproved, newestPosition, sumApproved } from '../queries/control-totals.ts'

/**
 * Control totals (kontrollsummer): asked for by one of the suite's own services, whose token has no
 * municipality; the municipality asked about is entered as a job enters it, protected persons counted.
 */
export function controlTotals(kit: Kit<Tables>): void {
  const write = replyWriters(getControlTotals, kit.checksReplies)
  route(kit, getControlTotals, async (request, reply) => {
    const { query } = parseInput(getControlTotals, request) as Input<typeof getControlTotals>
    const { tenant, month } = query
    const body = await inTransaction(kit.pool, jobView(tenant), async (trx) => {
      const [sums, withoutApproval, newest] = await Promise.all([
        sumApproved(trx, month),
        listUnapproved(trx, month),
        newestPosition(trx),
      ])
      return { month, ...sums, lastPosition: String(newest), withoutApproval }
    })
    return reply
      .type('application/json; charset=utf-8')
      .serializer((text: string) => text)
      .send(write(200, body))
  })
}
