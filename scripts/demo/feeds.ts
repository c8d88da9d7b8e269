import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { type CloudEvent, FORBIDDEN_EVENT_FIELD, feedContract } from '@fotfeste/contracts/feed.ts'
import { type Actor, bodo, iben } from './cast.ts'
import { members } from './data.ts'
import type { Stage } from './stage.ts'

/** What the four feeds hold when the demo is over. */
export type Feeds = {
  readonly events: Readonly<Record<string, number>>
  /** Fields that tell who a person is: there must be none. */
  readonly leaks: readonly string[]
  /** How many of these events another municipality sees: none. */
  readonly seenByAnother: number
}

/** Reads every feed from its beginning, as Tromsø and as another municipality. */
export async function readFeeds(stage: Stage): Promise<Feeds> {
  const events: Record<string, number> = {}
  const leaks: string[] = []
  let seenByAnother = 0
  for (const service of SERVICES) {
    const own = await readFeed(stage, iben, service)
    events[service] = own.length
    leaks.push(...own.flatMap(({ type, data }) => leaksIn(data, `${service} ${type}`)))
    seenByAnother += (await readFeed(stage, bodo, service)).length
  }
  return { events, leaks, seenByAnother }
}

async function readFeed(stage: Stage, who: Actor, service: ServiceName): Promise<CloudEvent[]> {
  const events: CloudEvent[] = []
  for (;;) {
    const after = events.at(-1)?.sequence ?? '0'
    const page = await stage.make(who, feedContract(service), { query: { after, limit: 500 } })
    if (page.length === 0) return events
    events.push(...page)
  }
}

const NAMES = new Set(members.flatMap(({ givenName, familyName }) => [givenName, familyName]))
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/
/** Eleven digits are a national or an account number, twelve a DUF number. */
const LONG_NUMBER = /\d{11,12}/

function leaksIn(value: unknown, path: string): string[] {
  if (typeof value === 'string') {
    const tells = value.split(/\W+/).some((word) => NAMES.has(word)) || LONG_NUMBER.test(value)
    return tells && !UUID.test(value) ? [path] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) => {
    const here = `${path}/${name}`
    return FORBIDDEN_EVENT_FIELD.test(name) ? [here] : leaksIn(held, here)
  })
}
