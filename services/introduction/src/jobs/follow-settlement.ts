import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { programmeFactsChanged } from '@fotfeste/contracts/introduction/events.ts'
import {
  personFactsChanged,
  personProtectionChanged,
  personSettled,
} from '@fotfeste/contracts/settlement/events.ts'
import { calculationParticipant } from '@fotfeste/domain/introduction/calculation.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { type Tenant, tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import type { ServiceTokens } from '@fotfeste/kit/config.ts'
import { follow } from '@fotfeste/kit/follow.ts'
import { type Job, type Kit, newId } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listStarted, subjectOf } from '../queries/enrolments.ts'
import {
  insertEvent,
  insertSettled,
  spreadProtection,
  updateSettled,
} from '../queries/settled-persons.ts'

type Trx = Context<Tables>['trx']

/** Tells payroll of corrected facts, programme by programme, from its first day on. */
async function tellFactsChanged(trx: Trx, owner: Tenant, personId: PersonId): Promise<void> {
  for (const held of await listStarted(trx, personId)) {
    await insertEvent(trx, owner, {
      id: newId(),
      type: programmeFactsChanged.type,
      version: programmeFactsChanged.version,
      subject: held.id,
      isProtected: held.protected,
      data: {
        ...subjectOf(held),
        participant: calculationParticipant(held, held.endedOn),
        changedFrom: held.startedOn,
      },
    })
  }
}

/** Writes what an event of settlement's feed means here; every other type is no concern of the programme. */
export async function applySettlement(trx: Trx, event: CloudEvent): Promise<void> {
  const owner = tenant(event.tenant)
  if (event.type === personSettled.type) {
    const { caseId: _caseId, settledOn, ...facts } = personSettled.data.parse(event.data)
    await insertSettled(trx, { tenant: owner, facts, settledOn, at: event.time })
    await spreadProtection(trx, facts.personId, facts.protected)
  } else if (event.type === personFactsChanged.type) {
    const facts = personFactsChanged.data.parse(event.data)
    const matters = await updateSettled(trx, facts, event.time)
    await spreadProtection(trx, facts.personId, facts.protected)
    if (matters) await tellFactsChanged(trx, owner, facts.personId)
  } else if (event.type === personProtectionChanged.type) {
    const changed = personProtectionChanged.data.parse(event.data)
    await spreadProtection(trx, changed.personId, changed.protected)
  }
}

const FEED_TIMEOUT_MS = 30_000

type Source = {
  readonly baseUrl: string | undefined
  readonly tokens: ServiceTokens | undefined
}

/** Follows settlement's feed where its address is configured. */
export function followSettlement(kit: Kit<Tables>, { baseUrl, tokens }: Source): readonly Job[] {
  if (!baseUrl || !tokens) return []
  const call = client({ baseUrl, token: serviceTokens(tokens), timeoutMs: FEED_TIMEOUT_MS })
  return [follow<Tables>({ source: 'settlement', pool: kit.pool, call, apply: applySettlement })]
}
