import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { PeerProblem } from '@fotfeste/kit/client.ts'
import { type GrantClient, jwtGrant } from '@fotfeste/kit/jwt-grant.ts'

const TIMEOUT_MS = 60_000

/** Where the service is and who asks. */
export type TaxCardService = {
  readonly url: string
  readonly scope: string
  /** Whom the Tax Administration may turn to. */
  readonly contact: { readonly email: string; readonly mobile: string }
  readonly maskinporten: GrantClient & {
    /** By delegation in Altinn (consumer_org), or by the municipality’s system user. */
    readonly actsAs: 'consumer-org' | 'system-user'
  }
}

/** What the Tax Administration said: `later` is silence or "not now", `no` will not change by itself. */
export type Told<Result> =
  | { readonly told: 'yes'; readonly result: Result }
  | { readonly told: 'not-ready' }
  | { readonly told: 'later'; readonly reason: string }
  | { readonly told: 'no'; readonly reason: string }

export type Order = {
  readonly year: number
  /** National numbers of all (HENT_ALLE_OPPGITTE); null asks for what changed (HENT_KUN_ENDRING). */
  readonly nationalNumbers: readonly string[] | null
}
export type Ordered = { readonly orderReference: string; readonly dialogReference: string | null }

/** Skatteetaten’s service “skattekort til arbeidsgiver”, on behalf of one municipality. */
export type TaxAdministration = {
  order(tenant: Tenant, order: Order, signal: AbortSignal): Promise<Told<Ordered>>
  answer(tenant: Tenant, orderReference: string, signal: AbortSignal): Promise<Told<unknown>>
}

/** What its documentation says of each code. */
const CODES: Readonly<Record<string, string>> = {
  FOR_001: 'the order does not validate',
  FOR_002: 'the order cannot be read',
  FOR_003: 'the reference is not valid',
}

const AGAIN = 'it is asked again; a run goes on with the cards that are held'

/** Reads a refusal. Of its text only a code is repeated: the rest may hold what was asked for. */
async function refusalOf(answer: Response): Promise<Told<never>> {
  const { status } = answer
  if (status >= 500 || status === 429) {
    return { told: 'later', reason: `The Tax Administration answered ${status}; ${AGAIN}.` }
  }
  if (status === 401 || status === 403) {
    const reason = `The Tax Administration does not let us (${status}): check the client’s access, the scope and the municipality’s delegation.`
    return { told: 'no', reason }
  }
  const text = await answer.text().catch(() => '')
  const code = /FOR_\d{3}/.exec(text)?.[0] ?? ''
  const said = [code, CODES[code]].filter(Boolean).join(', ')
  const reason = `The Tax Administration refused (${status}${said && `, ${said}`}): check the configured address, contact and organisation number.`
  return { told: 'no', reason }
}

const silence = {
  told: 'later',
  reason: `The Tax Administration does not answer; ${AGAIN}.`,
} as const

function bodyOf(config: TaxCardService, tenant: Tenant, { year, nationalNumbers }: Order): object {
  const head = {
    inntektsaar: String(year),
    bestillingstype: nationalNumbers ? 'HENT_ALLE_OPPGITTE' : 'HENT_KUN_ENDRING',
    kontaktinformasjon: {
      epostadresse: config.contact.email,
      mobiltelefonummer: config.contact.mobile,
    },
    varslingstype: 'INGEN_VARSEL',
  }
  if (!nationalNumbers) return head
  const employer = {
    arbeidsgiveridentifikator: { organisasjonsnummer: tenant },
    arbeidstakeridentifikator: nationalNumbers,
  }
  return { ...head, forespoerselOmSkattekortTilArbeidsgiver: { arbeidsgiver: [employer] } }
}

/** What the token is asked for: the scope, and on whose behalf. */
const claimsOf = ({ scope, maskinporten }: TaxCardService, tenant: Tenant) =>
  maskinporten.actsAs === 'consumer-org'
    ? { scope, consumer_org: tenant }
    : {
        scope,
        authorization_details: [
          {
            type: 'urn:altinn:systemuser',
            systemuser_org: { authority: 'iso6523-actorid-upis', ID: `0192:${tenant}` },
          },
        ],
      }

function noToken({ status, code }: PeerProblem): Told<never> {
  const said = `Maskinporten gives no token (${status}, ${code})`
  return status >= 500 || status === 429
    ? { told: 'later', reason: `${said}; ${AGAIN}.` }
    : { told: 'no', reason: `${said}: check the client, its key, the scope and the delegation.` }
}

const referenceOf = (value: unknown): string | null =>
  (typeof value === 'string' || typeof value === 'number') && /^[!-~]{1,100}$/.test(String(value))
    ? String(value)
    : null

/** Opens the service at its configured address; each call has a token of its own. */
export function taxAdministration(config: TaxCardService): TaxAdministration {
  const call = async (
    tenant: Tenant,
    path: string,
    { body, signal }: { body?: object; signal: AbortSignal },
  ): Promise<Response | Told<never>> => {
    try {
      const token = await jwtGrant(config.maskinporten, claimsOf(config, tenant), signal)
      return await fetch(`${config.url}/api/forskudd/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
    } catch (error) {
      return error instanceof PeerProblem ? noToken(error) : silence
    }
  }
  return {
    async order(tenant, order, signal) {
      const body = bodyOf(config, tenant, order)
      const answer = await call(tenant, 'bestillSkattekort/', { body, signal })
      if ('told' in answer) return answer
      if (!answer.ok) return refusalOf(answer)
      const given = (await answer.json().catch(() => ({}))) as Record<string, unknown>
      const orderReference = referenceOf(given['bestillingsreferanse'])
      if (orderReference === null) return silence
      const dialogReference = referenceOf(given['dialogreferanse'])
      return { told: 'yes', result: { orderReference, dialogReference } }
    },
    async answer(tenant, orderReference, signal) {
      const path = `skattekortTilArbeidsgiver/svar/${encodeURIComponent(orderReference)}`
      const answer = await call(tenant, path, { signal })
      if ('told' in answer) return answer
      if (answer.status === 204) return { told: 'not-ready' }
      if (!answer.ok) return refusalOf(answer)
      const result = (await answer.json().catch(() => undefined)) as unknown
      return result === undefined ? silence : { told: 'yes', result }
    },
  }
}
