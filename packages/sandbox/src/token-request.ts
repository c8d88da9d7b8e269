import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import { z } from 'zod'

/** What a client asked the issuer for, checked. */
export type TokenRequest = {
  readonly scope: string
  readonly clientId: string
  readonly consumer: string | undefined
  readonly supplier: string | undefined
  readonly sub: string | undefined
  readonly ttl: number
}

/** An OAuth 2.0 error (RFC 6749 section 5.2). */
export type TokenRefusal = { readonly error: string; readonly description: string }

const SERVICE_CLIENTS = [
  'fotfeste-settlement',
  'fotfeste-introduction',
  'fotfeste-payroll',
  'fotfeste-guides',
]
const SYSTEM = 'fotfeste:system.'
export const SEND_A_FORM = 'Send a form: application/x-www-form-urlencoded.'

const number = z
  .string()
  .refine(
    isOrganisationNumber,
    'must be an organisation number: nine digits, the last one the check digit, e.g. 940101808',
  )
const name = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')

const form = z.object({
  scope: z
    .string('is missing')
    .regex(
      /^fotfeste:[a-z]+\.[a-z]+( fotfeste:[a-z]+\.[a-z]+)*$/,
      'must be fotfeste scopes, space between',
    ),
  consumer: number.optional(),
  supplier: number.optional(),
  sub: name.optional(),
  client_id: name.optional(),
  ttl: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be seconds, 1 to 3600')
    .transform(Number)
    .refine((seconds) => seconds <= 3600, 'must be seconds, 1 to 3600')
    .default(3600),
})

const refused = (error: string, description: string): TokenRefusal => ({ error, description })

/** Reads the form of `POST /token`. Unknown fields are ignored, as RFC 6749 section 3.2 says. */
export function readTokenRequest(body: unknown): TokenRequest | TokenRefusal {
  if (!(body instanceof URLSearchParams)) {
    return refused('invalid_request', SEND_A_FORM)
  }
  const fields = [...body.keys()]
  const doubled = fields.find((field, at) => fields.indexOf(field) !== at)
  if (doubled) return refused('invalid_request', `${doubled} is given twice.`)
  if (body.get('grant_type') !== 'client_credentials') {
    return refused('unsupported_grant_type', 'grant_type must be client_credentials.')
  }
  const read = form.safeParse(Object.fromEntries([...body].filter(([, value]) => value !== '')))
  if (!read.success) {
    const issue = read.error.issues[0]
    const field = String(issue?.path[0])
    const error = field === 'scope' ? 'invalid_scope' : 'invalid_request'
    return refused(error, `${field} ${issue?.message}.`)
  }
  return checkClient(read.data)
}

/**
 * The suite's own scopes are for the four services alone, which speak for no municipality; everybody
 * else speaks for one and names it.
 */
function checkClient(asked: z.output<typeof form>): TokenRequest | TokenRefusal {
  const { client_id, consumer, supplier, sub, scope, ttl } = asked
  const scopes = scope.split(' ')
  const isService = SERVICE_CLIENTS.includes(client_id ?? '')
  if (!consumer && !isService) {
    return refused(
      'invalid_client',
      'consumer is missing: the organisation number of the municipality.',
    )
  }
  if (!consumer && (supplier || sub)) {
    return refused('invalid_request', 'supplier and sub go with a consumer.')
  }
  const isSystem = scopes.map((one) => one.startsWith(SYSTEM))
  if (consumer ? isSystem.includes(true) : isSystem.includes(false)) {
    return refused(
      'invalid_scope',
      consumer
        ? `${SYSTEM}* is for the suite's own services, without consumer.`
        : `Without consumer only ${SYSTEM}* can be asked for.`,
    )
  }
  const clientId = client_id ?? `sandbox-${consumer}`
  return { scope: [...new Set(scopes)].join(' '), clientId, consumer, supplier, sub, ttl }
}
