import { randomUUIDv7 } from 'node:crypto'
import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { createEnrolment, startEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import { personSettled } from '@fotfeste/contracts/settlement/events.ts'
import type { Tables } from '@fotfeste/introduction/db/tables.gen.ts'
import { applySettlement } from '@fotfeste/introduction/jobs/follow-settlement.ts'
import { applyPage } from '@fotfeste/kit/follow.ts'
import { openPool } from '@fotfeste/kit/pool.ts'
import { ask, type Caller, makeMany } from './api.ts'
import { CONNECTIONS } from './house.ts'

export const FIRST_DAY = createEnrolment.bodyExample.plannedStart
export const LAST_DAY = createEnrolment.bodyExample.plannedEnd

/** A synthetic adult, as settlement tells of one. */
function settled(tenant: string, personId: string, at: number): CloudEvent {
  const birthDate = '1990-04-01'
  const data = {
    personId,
    caseId: randomUUIDv7(),
    householdId: null,
    settledOn: '2025-12-01',
    birthDate,
    sex: 'female',
    permitGround: 'asylum',
    permitGrantedOn: '2025-11-03',
    appliedFromAbroad: false,
    arrivedOn: null,
    settledByAgreement: true,
    nordicOrEeaCitizen: false,
    referencePersonSettledOn: null,
    unaccompaniedMinor: false,
    protected: false,
    household: [{ personId, birthDate, relation: 'adult' }],
  }
  return {
    specversion: '1.0',
    id: randomUUIDv7(),
    source: 'urn:fotfeste:settlement',
    type: personSettled.type,
    subject: data.caseId,
    time: '2025-12-01T09:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: String(at + 1),
    tenant,
    typeversion: personSettled.version,
    data,
  }
}

/** Settles persons through the feed, decides and starts their programmes through the API; answers the ids. */
export async function startProgrammes(
  caller: Caller,
  { tenant, databaseUrl, count }: { tenant: string; databaseUrl: string; count: number },
): Promise<string[]> {
  const persons = Array.from({ length: count }, () => randomUUIDv7())
  const pool = openPool(databaseUrl, 1)
  try {
    const page = { pool, source: 'settlement', apply: applySettlement } as const
    await applyPage<Tables>(
      page,
      0,
      persons.map((personId, at) => settled(tenant, personId, at)),
    )
  } finally {
    await pool.end()
  }
  return makeMany(count, CONNECTIONS, async (at) => {
    const decided = { ...createEnrolment.bodyExample, personId: persons[at] }
    const { enrolmentId } = await ask(caller, createEnrolment, { body: decided })
    const params = { enrolmentId: String(enrolmentId) }
    const body = { ...startEnrolment.bodyExample, startedOn: FIRST_DAY }
    await ask(caller, startEnrolment, { params, body })
    return params.enrolmentId
  })
}
