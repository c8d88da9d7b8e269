import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import t from 'tap'
import { createIssuer } from '../src/issuer.ts'
import { keepSigningKey } from '../src/issuer-key.ts'

const AUDIENCE = 'https://fotfeste.test'
const MUNICIPALITY = '940101808'

type Metadata = { issuer: string; token_endpoint: string; jwks_uri: string }
type Answer = { status: number; body: Record<string, unknown> }

async function startIssuer(test: Pick<typeof t, 'testdir' | 'teardown'>): Promise<string> {
  const key = await keepSigningKey(test.testdir())
  // Its own address is part of what it signs, so the port is found first.
  const probe = createIssuer({ issuer: 'http://127.0.0.1', audience: AUDIENCE, key })
  const issuer = await probe.listen({ host: '127.0.0.1', port: 0 })
  await probe.close()
  const app = createIssuer({ issuer, audience: AUDIENCE, key })
  await app.listen({ host: '127.0.0.1', port: Number(new URL(issuer).port) })
  test.teardown(() => app.close())
  return issuer
}

async function ask(issuer: string, form: Record<string, string> | string): Promise<Answer> {
  const body = new URLSearchParams(form)
  const response = await fetch(`${issuer}/token`, { method: 'POST', body })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const asMunicipality = {
  grant_type: 'client_credentials',
  scope: 'fotfeste:settlement.read fotfeste:settlement.write',
  consumer: MUNICIPALITY,
}
const asPayroll = {
  grant_type: 'client_credentials',
  scope: 'fotfeste:system.feed',
  client_id: 'fotfeste-payroll',
}

t.test(
  'a token verifies by what the metadata says and carries the claims of Maskinporten',
  async (t) => {
    const issuer = await startIssuer(t)
    const found = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
    const metadata = (await found.json()) as Metadata
    t.equal(metadata.issuer, issuer)
    const form = { ...asMunicipality, supplier: '974760673', sub: 'kari', ttl: '90' }
    const response = await fetch(metadata.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    t.equal(response.headers.get('cache-control'), 'no-store')
    const answer = (await response.json()) as { access_token: string }
    t.match(answer, { token_type: 'Bearer', expires_in: 90, scope: asMunicipality.scope })
    const { payload } = await jwtVerify(
      answer.access_token,
      createRemoteJWKSet(new URL(metadata.jwks_uri)),
      { issuer, audience: AUDIENCE, algorithms: ['RS256'] },
    )
    t.match(payload, {
      aud: AUDIENCE,
      scope: asMunicipality.scope,
      consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${MUNICIPALITY}` },
      supplier: { authority: 'iso6523-actorid-upis', ID: '0192:974760673' },
      delegation_source: 'https://www.altinn.no',
      client_id: `sandbox-${MUNICIPALITY}`,
      sub: 'kari',
      jti: /^[0-9a-f-]{36}$/,
    })
    t.equal(Number(payload.exp) - Number(payload.iat), 90)
    t.match(decodeProtectedHeader(answer.access_token), { alg: 'RS256', kid: /^[\w-]{43}$/ })
  },
)

t.test('a machine token has no sub, a service token no consumer', async (t) => {
  const issuer = await startIssuer(t)
  const jwks = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const machine = await ask(issuer, asMunicipality)
  const service = await ask(issuer, asPayroll)
  const first = await jwtVerify(String(machine.body['access_token']), jwks)
  const second = await jwtVerify(String(service.body['access_token']), jwks)
  t.notOk('sub' in first.payload)
  t.equal(Number(first.payload.exp) - Number(first.payload.iat), 3600)
  t.notOk('consumer' in second.payload)
  t.match(second.payload, { client_id: 'fotfeste-payroll', scope: 'fotfeste:system.feed' })
  t.not(first.payload.jti, second.payload.jti)
})

const refusals: [string, Record<string, string> | string, number, string][] = [
  ['another grant', { ...asMunicipality, grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['no scope', { ...asMunicipality, scope: '' }, 400, 'invalid_scope'],
  ['a foreign scope', { ...asMunicipality, scope: 'ks:fiks' }, 400, 'invalid_scope'],
  [
    'two spaces between scopes',
    { ...asMunicipality, scope: 'fotfeste:a.b  fotfeste:c.d' },
    400,
    'invalid_scope',
  ],
  [
    'a municipality with a system scope',
    { ...asMunicipality, scope: 'fotfeste:system.feed' },
    400,
    'invalid_scope',
  ],
  [
    'a service with a consumer and a system scope',
    { ...asPayroll, consumer: MUNICIPALITY },
    400,
    'invalid_scope',
  ],
  [
    'a service with a municipality’s scope',
    { ...asPayroll, scope: 'fotfeste:payroll.read' },
    400,
    'invalid_scope',
  ],
  [
    'a stranger without consumer',
    { ...asPayroll, client_id: 'fotfeste-other' },
    401,
    'invalid_client',
  ],
  [
    'nobody',
    { grant_type: 'client_credentials', scope: 'fotfeste:payroll.read' },
    401,
    'invalid_client',
  ],
  ['a service that acts as a person', { ...asPayroll, sub: 'kari' }, 400, 'invalid_request'],
  [
    'a short organisation number',
    { ...asMunicipality, consumer: '94010180' },
    400,
    'invalid_request',
  ],
  ['a wrong check digit', { ...asMunicipality, consumer: '940101809' }, 400, 'invalid_request'],
  [
    'a supplier with a wrong check digit',
    { ...asMunicipality, supplier: '123456789' },
    400,
    'invalid_request',
  ],
  ['an hour and a second', { ...asMunicipality, ttl: '3601' }, 400, 'invalid_request'],
  ['no time', { ...asMunicipality, ttl: '0' }, 400, 'invalid_request'],
  ['a sub with a line break', { ...asMunicipality, sub: 'a\nb' }, 400, 'invalid_request'],
  [
    'a field twice',
    `${new URLSearchParams(asMunicipality)}&consumer=940101808`,
    400,
    'invalid_request',
  ],
]

t.test('what it refuses, it refuses as OAuth 2.0 says', async (t) => {
  const issuer = await startIssuer(t)
  for (const [name, form, status, error] of refusals) {
    const answer = await ask(issuer, form)
    t.match(answer, { status, body: { error, error_description: /./ } }, name)
    t.notOk('access_token' in answer.body, `${name}: no token`)
  }
  const json = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asMunicipality),
  })
  t.equal(json.status, 400)
  t.match(await json.json(), { error: 'invalid_request', error_description: /Send a form/ })
  const empty = await fetch(`${issuer}/token`, { method: 'POST' })
  t.match(await empty.json(), { error: 'invalid_request', error_description: /Send a form/ })
  const huge = await ask(issuer, { ...asMunicipality, more: 'x'.repeat(9000) })
  t.match(huge, { status: 400, body: { error: 'invalid_request' } })
})

async function runIssuer(data: string, port: number, env: Record<string, string>) {
  const main = fileURLToPath(import.meta.resolve('../src/issuer-main.ts'))
  const settings = {
    FOTFESTE_PORT: String(port),
    FOTFESTE_DATA: data,
    FOTFESTE_AUDIENCE: AUDIENCE,
  }
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FOTFESTE_'))
  const child = spawn(process.execPath, [main], {
    env: { ...Object.fromEntries(inherited), ...settings, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for (let tries = 0; tries < 500 && child.exitCode === null; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/jwks`).catch(() => undefined)
    if (response) return { child, jwks: (await response.json()) as { keys: { kid: string }[] } }
    await pause(20)
  }
  return { child, jwks: undefined }
}

async function end(child: ChildProcess): Promise<number | null> {
  const exited = once(child, 'exit') as Promise<[number | null]>
  child.kill('SIGTERM')
  return (await exited)[0]
}

t.test('as a process it keeps its key over a restart and never runs in production', async (t) => {
  const data = t.testdir()
  const port = 20_000 + (process.pid % 10_000)
  const first = await runIssuer(data, port, { NODE_ENV: 'test' })
  t.equal(await end(first.child), 0)
  const second = await runIssuer(data, port, { NODE_ENV: 'test' })
  t.equal(await end(second.child), 0)
  t.ok(first.jwks?.keys[0]?.kid)
  t.same(second.jwks, first.jwks)
  t.notOk(JSON.stringify(first.jwks).includes('"d"'), 'only the public half is shown')
  const production = await runIssuer(data, port, { NODE_ENV: 'production' })
  t.equal(production.jwks, undefined)
  t.not(production.child.exitCode, 0)
})
