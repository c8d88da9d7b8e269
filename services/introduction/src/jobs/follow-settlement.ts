import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { programmeFactsChanged } from '@fotfeste/contracts/introduction/events.ts'
import {
  householdChanged,
  personFactsChanged,
  personProtectionChanged,
  personSettled,
  settlementDateCorrected,
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
import { type HeldEnrolment, listOfPerson, subjectOf } from '../queries/enrolments.ts'
import {
  insertEvent,
  insertSettled,
  moveSettledOn,
  spreadProtection,
  updateHousehold,
  updateSettled,
} from '../queries/settled-persons.ts'

type Trx = Context<Tables>['trx']
type Protection = { readonly personId: PersonId; readonly protected: boolean }

/** The event that tells of a programme's facts as they are now, from its first day on. */
const factsOf = (held: HeldEnrolment) => ({
  id: newId(),
  type: programmeFactsChanged.type,
  version: programmeFactsChanged.version,
  subject: held.id,
  data: {
    ...subjectOf(held),
    participant: calculationParticipant(held, held.endedOn),
    changedFrom: held.startedOn ?? held.plannedStart,
  },
})

type Telling = { readonly owner: Tenant; readonly personId: PersonId; readonly onlyBegun: boolean }

/** Tells payroll of a person's programmes as they are now. */
async function tellFacts(trx: Trx, { owner, personId, onlyBegun }: Telling): Promise<void> {
  for (const held of await listOfPerson(trx, personId)) {
    if (onlyBegun && held.startedOn === null) continue
    await insertEvent(trx, owner, { ...factsOf(held), isProtected: held.protected })
  }
}

/** Hides or shows all that is held of a person, and tells payroll, which hears of persons here alone. */
async function followProtection(trx: Trx, owner: Tenant, person: Protection): Promise<void> {
  const { personId } = person
  const isChanged = await spreadProtection(trx, personId, person.protected)
  if (isChanged) await tellFacts(trx, { owner, personId, onlyBegun: false })
}

/** Writes what an event of settlement's feed means here; every other type is no concern of the programme. */
export async function applySettlement(trx: Trx, event: CloudEvent): Promise<void> {
  const owner = tenant(event.tenant)
  if (event.type === personSettled.type) {
    const { caseId: _caseId, settledOn, ...facts } = personSettled.data.parse(event.data)
    await insertSettled(trx, { tenant: owner, facts, settledOn, at: event.time })
    await followProtection(trx, owner, facts)
  } else if (event.type === personFactsChanged.type) {
    const facts = personFactsChanged.data.parse(event.data)
    const matters = await updateSettled(trx, facts, event.time)
    await followProtection(trx, owner, facts)
    if (matters) await tellFacts(trx, { owner, personId: facts.personId, onlyBegun: true })
  } else if (event.type === settlementDateCorrected.type) {
    await moveSettledOn(trx, settlementDateCorrected.data.parse(event.data), event.time)
  } else if (event.type === personProtectionChanged.type) {
    await followProtection(trx, owner, personProtectionChanged.data.parse(event.data))
  } else if (event.type === householdChanged.type) {
    await updateHousehold(trx, householdChanged.data.parse(event.data), event.time)
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
