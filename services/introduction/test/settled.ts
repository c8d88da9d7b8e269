import { randomUUIDv7 } from 'node:crypto'
import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { applyPage } from '@fotfeste/kit/follow.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { applySettlement } from '../src/jobs/follow-settlement.ts'

export type Suite = Harness<Tables>

/** A synthetic adult, settled by agreement on 1 December 2025. */
export const adult = {
  householdId: null,
  birthDate: '1990-04-01',
  sex: 'female',
  permitGround: 'asylum',
  permitGrantedOn: '2025-11-03',
  appliedFromAbroad: false,
  arrivedOn: null as string | null,
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null as string | null,
  permitAppliedOn: null as string | null,
  unaccompaniedMinor: false,
  protected: false,
}

/** Applies an event as settlement's feed would bring it, in the municipality of the suite. */
export async function follow(suite: Suite, type: string, data: object): Promise<void> {
  const { rows } = await suite.owner.query(
    "select position from system.follow where source = 'settlement'",
  )
  const after = rows[0]?.position ? Number(rows[0].position) : 0
  const event: CloudEvent = {
    specversion: '1.0',
    id: randomUUIDv7(),
    source: 'urn:fotfeste:settlement',
    type,
    subject: randomUUIDv7(),
    time: '2025-12-01T09:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: String(after + 1),
    tenant: suite.tenant,
    typeversion: 1,
    data: data as CloudEvent['data'],
  }
  const { pool } = suite.kit
  await applyPage({ pool, source: 'settlement', apply: applySettlement }, after, [event])
}

export const factsOf = (personId: string, facts: object = {}) => ({
  ...adult,
  personId,
  household: [{ personId, birthDate: adult.birthDate, relation: 'adult' }],
  ...facts,
})

/** Settles a person through the feed; answers the id. */
export async function settle(
  suite: Suite,
  { settledOn = '2025-12-01', ...facts }: { settledOn?: string } & Record<string, unknown> = {},
): Promise<string> {
  const personId = randomUUIDv7()
  const event = { ...factsOf(personId, facts), settledOn, caseId: randomUUIDv7() }
  await follow(suite, 'PersonSettled', event)
  return personId
}
