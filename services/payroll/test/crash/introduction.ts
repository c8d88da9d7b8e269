import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type CloudEvent, feedContract } from '@fotfeste/contracts/feed.ts'
import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import { peer } from '@fotfeste/testing/peer.ts'
import type { Event } from '../factories.ts'

/** Introduction as payroll sees it: a feed that grows, and totals that agree with it. */
export async function introduction(t: { teardown(work: () => Promise<void>): void }) {
  const feed: CloudEvent[] = []
  const url = await peer(t, [
    [
      feedContract('introduction'),
      async ({ query }) => {
        const { after, limit } = query as { after: string; limit: number }
        const from = Number(after)
        if (feed.length <= from) await pause(100)
        return feed.slice(from, from + limit)
      },
    ],
    [
      getControlTotals,
      ({ query }) => {
        const { month, tenant } = query as { month: string; tenant: string }
        const sheets = feed.filter(
          ({ type, data, tenant: of }) =>
            of === tenant && type === 'TimesheetApproved' && data?.['month'] === month,
        )
        const timesheets = new Set(sheets.map(({ data }) => data?.['timesheetId'])).size
        const none = { plannedMinutes: 0, presentMinutes: 0, absentMinutes: 0, unexcusedMinutes: 0 }
        return {
          month,
          timesheets,
          ...none,
          lastPosition: String(feed.length),
          withoutApproval: [],
        }
      },
    ],
  ])
  return {
    url,
    tell(...events: readonly Event[]) {
      for (const event of events) {
        feed.push({
          specversion: '1.0',
          id: randomUUIDv7(),
          source: 'urn:fotfeste:introduction',
          type: event.type,
          subject: randomUUIDv7(),
          time: '2026-03-01T08:00:00Z',
          datacontenttype: 'application/json',
          sequence: String(feed.length + 1),
          tenant: event.tenant,
          typeversion: 1,
          data: { ...event.data },
        })
      }
    },
  }
}
export type Introduction = Awaited<ReturnType<typeof introduction>>
