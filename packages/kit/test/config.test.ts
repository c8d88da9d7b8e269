import { baseConfig, readConfig } from '@fotfeste/kit/config.ts'
import t from 'tap'
import { z } from 'zod'

const issuer = {
  issuer: 'https://issuer.test/',
  jwksUri: 'https://issuer.test/jwks',
  audience: 'https://fotfeste.test',
  kind: 'maskinporten',
}
const env = {
  FOTFESTE_DATABASE_URL: 'postgres://svc:hidden@db/fotfeste',
  FOTFESTE_PORT: '4101',
  FOTFESTE_ISSUERS: JSON.stringify([issuer]),
}
const read = (more: Record<string, string | undefined> = {}) =>
  readConfig(baseConfig, { PATH: '/bin', ...env, ...more })
const issuers = (...bent: object[]) => JSON.stringify(bent.map((one) => ({ ...issuer, ...one })))

t.test('what is left out has its safe value, and nothing can be changed afterwards', async (t) => {
  const config = read({ FOTFESTE_LOG_LEVEL: '' })
  t.match(config, {
    FOTFESTE_PORT: 4101,
    FOTFESTE_HOST: '127.0.0.1',
    FOTFESTE_SANDBOX: 'off',
    FOTFESTE_REPLIES: 'fast',
    FOTFESTE_LOG_LEVEL: 'info',
    FOTFESTE_TRUST_PROXY: 'off',
    FOTFESTE_RATE_PER_MINUTE: 600,
  })
  t.throws(() => Object.assign(config, { FOTFESTE_SANDBOX: 'on' }))
})

t.test(
  'a missing, wrong or unknown variable is refused by its name, and no value is told',
  async (t) => {
    const wrong: [Record<string, string | undefined>, RegExp][] = [
      [{ FOTFESTE_DATABASE_URL: undefined }, /FOTFESTE_DATABASE_URL/],
      [{ FOTFESTE_PROT: '4101' }, /unknown variable FOTFESTE_PROT/],
      [{ FOTFESTE_PORT: 'x' }, /FOTFESTE_PORT/],
      [{ FOTFESTE_PORT: '70000' }, /FOTFESTE_PORT/],
      [{ FOTFESTE_ISSUERS: '[' }, /FOTFESTE_ISSUERS: must be JSON/],
      [{ FOTFESTE_ISSUERS: '[]' }, /FOTFESTE_ISSUERS/],
      [{ FOTFESTE_ISSUERS: issuers({ kind: 'anybody' }) }, /FOTFESTE_ISSUERS/],
      [{ FOTFESTE_ISSUERS: issuers({ algorithms: ['none'] }) }, /FOTFESTE_ISSUERS/],
      [{ FOTFESTE_ISSUERS: issuers({ algorithms: ['HS256'] }) }, /FOTFESTE_ISSUERS/],
      [{ FOTFESTE_ISSUERS: issuers({ secret: 'x' }) }, /FOTFESTE_ISSUERS/],
      [{ FOTFESTE_ISSUERS: issuers({}, {}) }, /FOTFESTE_ISSUERS: .*once/],
      [{ FOTFESTE_ISSUERS: issuers({ kind: 'entra' }) }, /FOTFESTE_ISSUERS: .*tenant/],
      [{ FOTFESTE_ISSUERS: issuers({ tenant: '940101808' }) }, /FOTFESTE_ISSUERS: .*tenant/],
      [
        { FOTFESTE_ISSUERS: issuers({ kind: 'idporten', tenant: '940101809' }) },
        /FOTFESTE_ISSUERS/,
      ],
      [{ FOTFESTE_SERVICE_TOKENS: '{"kind":"shared-secret"}' }, /FOTFESTE_SERVICE_TOKENS/],
      [{ FOTFESTE_SANDBOX: 'yes' }, /FOTFESTE_SANDBOX/],
    ]
    for (const [more, told] of wrong) {
      const error = t.throws(() => read(more), { message: told }, String(told)) as Error
      t.notMatch(error.message, /hidden/)
    }
    t.equal(
      read({ FOTFESTE_ISSUERS: issuers({ kind: 'entra', tenant: '940101808' }) }).FOTFESTE_PORT,
      4101,
    )
  },
)

t.test('a service adds its own variables and is as strict with them', async (t) => {
  const own = baseConfig.extend({ FOTFESTE_PAGE: z.coerce.number().int().default(500) })
  t.equal(readConfig(own, { ...env, FOTFESTE_PAGE: '2' }).FOTFESTE_PAGE, 2)
  t.throws(() => readConfig(own, { ...env, FOTFESTE_PAGES: '2' }), /unknown variable/)
})

t.test('the sandbox and unprotected key addresses are refused in production', async (t) => {
  const production = { NODE_ENV: 'production' }
  t.ok(read(production))
  for (const more of [
    { FOTFESTE_SANDBOX: 'on' },
    { FOTFESTE_ISSUERS: issuers({ kind: 'sandbox' }) },
    { FOTFESTE_ISSUERS: issuers({ jwksUri: 'http://issuer.test/jwks' }) },
    { FOTFESTE_ISSUERS: issuers({}, { issuer: 'b', jwksUri: 'http://127.0.0.1/jwks' }) },
  ]) {
    t.throws(() => read({ ...production, ...more }), /never used in production/)
  }
})
