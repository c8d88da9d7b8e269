import { createServer } from 'node:http'
import { tokenVerifier } from '@fotfeste/kit/auth.ts'
import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import { exportJWK, generateKeyPair } from 'jose'
import t from 'tap'
import { createToy, getToy } from './toy/contracts.ts'
import { AUDIENCE, toyIssuer } from './toy/issuer.ts'

type Answer = { status: number; body?: unknown; afterMs?: number }
let answers: Answer[] = []
const asked: { url: string; authorization: string; id: string }[] = []
const server = createServer((request, response) => {
  const { authorization = '', 'x-request-id': id } = request.headers
  asked.push({ url: request.url ?? '', authorization, id: String(id) })
  const { status, body, afterMs = 0 } = answers.shift() ?? { status: 500 }
  const later = setTimeout(() => {
    response.statusCode = status
    response.end(JSON.stringify(body ?? {}))
  }, afterMs)
  response.on('close', () => clearTimeout(later))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
t.teardown(() => {
  server.closeAllConnections()
  server.close()
})
const { port } = server.address() as { port: number }
const patient = (timeoutMs: number) =>
  client({ baseUrl: `http://127.0.0.1:${port}`, token: async () => 'secret', timeoutMs })
const call = patient(20_000)
const toyId = '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11'
const toy = { toyId, name: 'Ball', grams: 1, colour: null, version: 1 }
const get = (given: Answer[], signal?: AbortSignal) => {
  answers = given
  asked.length = 0
  return call(getToy, { params: { toyId }, ...(signal ? { signal } : {}) })
}
const problem = (status: number, code: string): Answer => ({
  status,
  body: { type: `urn:fotfeste:problem:${code}`, detail: 'Not so.' },
})

t.test('an answer is read by the contract: more is left out, less is an error', async (t) => {
  t.same(await get([{ status: 200, body: { ...toy, news: 1 } }]), toy)
  t.match(asked, [
    { url: `/v1/toys/${toyId}?`, authorization: 'Bearer secret', id: /^[0-9a-f-]{36}$/ },
  ])
  const { grams: _grams, ...less } = toy
  await t.rejects(get([{ status: 200, body: less }]), { name: 'ZodError' })
  t.equal(asked.length, 1, 'it is not asked for again')
})

t.test('"not now" is asked again, three times in all; a no stays a no', async (t) => {
  const busy = problem(503, 'unavailable')
  t.same(await get([busy, problem(429, 'rate-limited'), { status: 200, body: toy }]), toy)
  await t.rejects(get([busy, busy, busy, busy]), { status: 503, code: 'unavailable' })
  t.equal(asked.length, 3)
  await t.rejects(get([problem(404, 'not-found')]), {
    status: 404,
    code: 'not-found',
    message: 'Not so.',
  })
  t.equal(asked.length, 1)
  answers = [busy]
  asked.length = 0
  await t.rejects(call(createToy, {}), { status: 503, code: 'unavailable' })
  t.equal(asked.length, 1, 'what writes is never repeated')
})

t.test('silence ends by the time-out, and a stop ends everything', async (t) => {
  const slow = { status: 200, body: toy, afterMs: 30_000 }
  answers = [slow, slow, slow]
  await t.rejects(patient(100)(getToy, { params: { toyId } }), { name: 'TimeoutError' })
  asked.length = 0
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 20)
  await t.rejects(get([slow], stop.signal), { name: 'AbortError' })
  t.ok(asked.length <= 1, 'it is not asked for again')
})

t.test('a service signs its own tokens, which another service verifies', async (t) => {
  const issuer = await toyIssuer('ES256')
  t.teardown(() => issuer.close())
  const pair = await generateKeyPair('ES256', { extractable: true })
  issuer.keys.splice(0, 1, { ...(await exportJWK(pair.publicKey)), kid: 'own' })
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: 'own' }
  const own = serviceTokens({ kind: 'key', issuer: issuer.issuer, audience: AUDIENCE, jwk })
  const verify = tokenVerifier([
    { issuer: issuer.issuer, jwksUri: issuer.jwksUri, audience: AUDIENCE, kind: 'service' },
  ])
  const token = await own()
  const caller = await verify(`Bearer ${token}`)
  t.match(caller, { tenant: null, isPerson: false })
  t.same([...caller.scopes], ['fotfeste:system.feed'])
  const reader = serviceTokens(
    { kind: 'key', issuer: issuer.issuer, audience: AUDIENCE, jwk },
    'fotfeste:system.identity',
  )
  const { scopes } = await verify(`Bearer ${await reader()}`)
  t.same([...scopes], ['fotfeste:system.identity'], 'one scope a token')
  t.equal(await own(), token, 'one token serves for a while')
  const real = Date.now
  t.teardown(() => {
    Date.now = real
  })
  Date.now = () => real() + 41_000
  t.not(await own(), token, 'and is replaced before its minute is over')
})

t.test('a token endpoint that fails is asked again next time', async (t) => {
  answers = [{ status: 500 }, { status: 200, body: { access_token: 'fresh' } }]
  const tokens = serviceTokens({
    kind: 'endpoint',
    url: `http://127.0.0.1:${port}/token`,
    clientId: 'fotfeste-guides',
  })
  await t.rejects(tokens(), { status: 500, code: 'no-token' })
  t.equal(await tokens(), 'fresh')
  t.equal(await tokens(), 'fresh')
})
