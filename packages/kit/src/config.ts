import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import { z } from 'zod'

const url = z.url().max(2000)
/** A variable that holds JSON of a form. */
export const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)

const issuer = z.strictObject({
  issuer: z.string().min(1),
  jwksUri: url,
  audience: z.string().min(1),
  kind: z.enum(['maskinporten', 'entra', 'idporten', 'service', 'sandbox']),
  /** The one municipality that a staff issuer speaks for (organisation number); staff issuers only. */
  tenant: z.string().optional(),
  algorithms: z.array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'EdDSA'])).optional(),
})
export type IssuerConfig = z.output<typeof issuer>

const STAFF: readonly IssuerConfig['kind'][] = ['entra', 'idporten']

/** A staff issuer speaks for one municipality, and no other issuer is told for whom it speaks. */
const issuers = z
  .array(
    issuer.refine(
      ({ kind, tenant }) =>
        STAFF.includes(kind) ? isOrganisationNumber(tenant ?? '') : tenant === undefined,
      'tenant is the organisation number of a staff issuer (entra, idporten) and of no other',
    ),
  )
  .min(1)
  .refine(
    (all) => new Set(all.map((one) => one.issuer)).size === all.length,
    'each issuer stands here once',
  )

const serviceTokens = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('endpoint'), url, clientId: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('key'),
    issuer: z.string().min(1),
    audience: z.string().min(1),
    jwk: z.record(z.string(), z.unknown()),
  }),
])
export type ServiceTokens = z.output<typeof serviceTokens>

/** The variables every service knows; a service adds its own with `.extend`. */
export const baseConfig = z.strictObject({
  FOTFESTE_DATABASE_URL: z
    .string()
    .min(1)
    .describe('PostgreSQL address with the role svc_<service>'),
  FOTFESTE_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  FOTFESTE_PORT: z.coerce.number().int().min(0).max(65535).describe('Port to listen on'),
  FOTFESTE_ISSUERS: jsonOf(issuers).describe('Token issuers, a JSON array'),
  FOTFESTE_SERVICE_TOKENS: jsonOf(serviceTokens)
    .optional()
    .describe('How this service gets tokens for the other services, JSON'),
  FOTFESTE_SANDBOX: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Settable clock, tenants register themselves'),
  FOTFESTE_REPLIES: z
    .enum(['fast', 'checked'])
    .default('fast')
    .describe('checked: every answer is checked against its contract before it is sent'),
  FOTFESTE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  FOTFESTE_POOL: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Database connections'),
  FOTFESTE_TRUST_PROXY: z.enum(['on', 'off']).default('off'),
  FOTFESTE_RATE_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(600)
    .describe('Requests a minute for each consumer; 0 is no limit'),
})
export type BaseConfig = z.output<typeof baseConfig>

/**
 * Reads the configuration once. Refuses to start on a missing or wrong variable and on an unknown
 * `FOTFESTE_*` one (a misspelt setting must not pass as a default). Empty values count as left out.
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Schema>> {
  const own = Object.entries(env).filter(
    ([name, value]) => name.startsWith('FOTFESTE_') && value !== '',
  )
  const read = schema.safeParse(Object.fromEntries(own))
  if (!read.success) {
    const lines = read.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? `unknown variable ${issue.keys.join(', ')}: remove it or correct its name`
        : `${String(issue.path[0] ?? 'configuration')}: ${issue.message}`,
    )
    throw new Error(`The configuration is refused:\n  ${lines.join('\n  ')}`)
  }
  const config = read.data as z.output<Schema> & Partial<BaseConfig>
  if (env['NODE_ENV'] === 'production') refuseSandboxInProduction(config)
  return Object.freeze(config)
}

function refuseSandboxInProduction(config: Partial<BaseConfig>): void {
  const unfit = (config.FOTFESTE_ISSUERS ?? []).find(
    ({ kind, jwksUri }) => kind === 'sandbox' || !jwksUri.startsWith('https:'),
  )
  if (unfit || config.FOTFESTE_SANDBOX === 'on') {
    throw new Error(
      'The configuration is refused:\n  the sandbox, its issuer and key addresses without https are never used in production',
    )
  }
}
