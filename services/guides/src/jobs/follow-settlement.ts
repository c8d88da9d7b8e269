import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import {
  personFactsChanged,
  personProtectionChanged,
  personSettled,
  settlementDateCorrected,
} from '@fotfeste/contracts/settlement/events.ts'
import { tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import type { ServiceTokens } from '@fotfeste/kit/config.ts'
import { follow } from '@fotfeste/kit/follow.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { correctPerson, keepPerson, moveSettledOn, setProtection } from '../queries/persons.ts'

const FEED_TIMEOUT_MS = 30_000

/** Keeps what matching needs of each settled person: birth date, gender and whether they are protected. */
export async function applySettlement(
  trx: Context<Tables>['trx'],
  event: CloudEvent,
): Promise<void> {
  const municipality = tenant(event.tenant)
  if (event.type === personSettled.type) {
    const { personId, birthDate, sex, settledOn, ...told } = personSettled.data.parse(event.data)
    const person = { id: personId, birthDate, gender: sex, protected: told.protected }
    await Promise.all([
      keepPerson(trx, municipality, { ...person, settledOn }),
      ...setProtection(trx, municipality, person),
    ])
  }
  if (event.type === personFactsChanged.type) {
    const { personId, birthDate, sex, ...told } = personFactsChanged.data.parse(event.data)
    const person = { id: personId, birthDate, gender: sex, protected: told.protected }
    await Promise.all([
      correctPerson(trx, municipality, person),
      ...setProtection(trx, municipality, person),
    ])
  }
  if (event.type === settlementDateCorrected.type) {
    await moveSettledOn(trx, municipality, settlementDateCorrected.data.parse(event.data))
  }
  if (event.type === personProtectionChanged.type) {
    const told = personProtectionChanged.data.parse(event.data)
    await Promise.all(
      setProtection(trx, municipality, { id: told.personId, protected: told.protected }),
    )
  }
}

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
