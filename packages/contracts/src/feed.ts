import { z } from 'zod'
import type { Contract, ServiceName } from './contract.ts'
import { countOf } from './values.ts'

/** An event type that a service emits: name, version, the data's schema and its allowed fields. */
export type EventType = {
  readonly type: string
  readonly version: number
  /** Who acts on it and why. */
  readonly description: string
  readonly data: z.ZodObject
}

/** One CloudEvents 1.0 event of a feed. `sequence` is its position, the cursor to go on from. */
export const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().max(36),
    source: z.string().max(100),
    type: z.string().max(100),
    subject: z.string().max(36),
    time: z.string().max(30),
    datacontenttype: z.literal('application/json'),
    sequence: z.string().max(20),
    tenant: z.string().max(9).describe('Organisation number of the municipality'),
    typeversion: z.int(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CloudEvent' })
export type CloudEvent = z.output<typeof cloudEvent>

export const feedQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the `sequence` of the last event read, or 0')
    .default('0')
    .describe('The `sequence` of the last event you have; 0 reads from the beginning'),
  limit: countOf(1, 500).default(100).describe('How many events at most'),
  wait: countOf(0, 30).default(0).describe('Seconds to wait for the next event'),
})

/** The feed operation, the same in every service. */
export function feedContract(service: ServiceName) {
  return {
    id: 'listEvents',
    service,
    method: 'GET',
    path: '/v1/events',
    tag: 'Events',
    summary: 'Read the event feed (hendelser)',
    description:
      'CloudEvents 1.0 in one fixed order that keeps each subject’s. The cursor is the `sequence` of the last event; an empty array means nothing new. A token of a municipality sees its own events only, those about protected persons only with `fotfeste:protected.read`. `wait` holds the answer until there is something to tell. Reading from 0 rebuilds a consumer.',
    scope: 'fotfeste:events.read',
    query: feedQuery,
    replies: {
      200: {
        description: 'The next events, oldest first',
        contentType: 'application/cloudevents-batch+json',
        schema: z.array(cloudEvent),
        example: [],
      },
    },
    problems: [],
    visibility: 'public',
    factory: null,
  } as const satisfies Contract & { query: typeof feedQuery }
}

/** The field that must never stand in an event: names, addresses, contact, identity or account numbers. */
export const FORBIDDEN_EVENT_FIELD =
  /name|address|street|phone|mail|contact|account|identity|fnr|duf|diagnos/i
