import { feedContract } from '@fotfeste/contracts/feed.ts'
import { settlementEvents } from '@fotfeste/contracts/settlement/events.ts'
import type { Asked } from '@fotfeste/testing/call.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'

const feed = feedContract('settlement')

/** The events a token sees, each checked against its schema: no field more, none less. */
export async function eventsOf(suite: Harness<Tables>, as: Asked['as'] = {}) {
  const { body } = await suite.make(feed, { query: { limit: 500 }, as })
  return (body as { type: string; subject: string; data: object }[]).map(
    ({ type, subject, data }) => {
      const known = settlementEvents.find((event) => event.type === type)
      if (!known) throw new Error(`${type} is no event of settlement`)
      known.data.strict().parse(data)
      return { type, subject, data }
    },
  )
}
