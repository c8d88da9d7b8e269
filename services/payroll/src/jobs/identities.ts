import { readIdentitiesForSuite } from '@fotfeste/contracts/settlement/identities.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import type { ServiceTokens } from '@fotfeste/kit/config.ts'

const TIMEOUT_MS = 30_000
/** Settlement answers at most so many at once. */
const MOST_AT_ONCE = 500

/** National numbers by person; null: settlement knows the person and holds none. */
export type NationalNumbers = ReadonlyMap<PersonId, string | null>
export type AskIdentities = (
  tenant: Tenant,
  personIds: readonly PersonId[],
  signal: AbortSignal,
) => Promise<NationalNumbers>

/**
 * Asks settlement for national numbers (fødselsnummer, D-nummer), protected persons too; whom it does not know
 * is not in the answer. Settlement logs each person. The numbers are for one file or one match and are kept
 * nowhere else.
 */
export function askIdentities(settings: {
  readonly baseUrl: string
  readonly tokens: ServiceTokens
}): AskIdentities {
  const token = serviceTokens(settings.tokens, 'fotfeste:system.identity')
  const call = client({ baseUrl: settings.baseUrl, token, timeoutMs: TIMEOUT_MS })
  return async (tenant, personIds, signal) => {
    const held = new Map<PersonId, string | null>()
    for (let at = 0; at < personIds.length; at += MOST_AT_ONCE) {
      const body = { tenant, personIds: personIds.slice(at, at + MOST_AT_ONCE) }
      const { items } = (await call(readIdentitiesForSuite, { body, signal })) as {
        items: readonly { personId: PersonId; nationalNumber: string | null }[]
      }
      for (const { personId, nationalNumber } of items) held.set(personId, nationalNumber)
    }
    return held
  }
}
