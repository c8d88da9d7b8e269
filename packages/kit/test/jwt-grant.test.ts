import { createServer } from 'node:http'
import { type GrantClient, jwtGrant } from '@fotfeste/kit/jwt-grant.ts'
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import t from 'tap'

const ISSUER = 'https://maskinporten.example/'
const asked: URLSearchParams[] = []
let answer: { status: number; body: string } = { status: 200, body: '{"access_token":"granted"}' }
const server = createServer((request, response) => {
  let text = ''
  request.on('data', (part) => {
    text += part
  })
  request.on('end', () => {
    asked.push(new URLSearchParams(text))
    response.statusCode = answer.status
    response.end(answer.body)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
t.teardown(() => {
  server.closeAllConnections()
  server.close()
})
const { port } = server.address() as { port: number }
const keys = await generateKeyPair('RS512', { extractable: true })
const client: GrantClient = {
  issuer: ISSUER,
  tokenUrl: `http://127.0.0.1:${port}/token`,
  clientId: 'client',
  jwk: { ...(await exportJWK(keys.privateKey)), kid: 'k1', alg: 'RS512' },
}
const published = createLocalJWKSet({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1' }] })
const grant = (of: GrantClient = client, signal = new AbortController().signal) =>
  jwtGrant(of, { scope: 'a:b', consumer_org: '940101808' }, signal)
const assertionOf = (form: URLSearchParams | undefined) => form?.get('assertion') ?? ''

t.test('an assertion is signed, for the issuer alone, short-lived and used once', async (t) => {
  t.equal(await grant(), 'granted')
  t.equal(await grant(), 'granted')
  const form = asked[0]
  t.equal(form?.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer')
  const { payload, protectedHeader } = await jwtVerify(assertionOf(form), published, {
    issuer: 'client',
    audience: ISSUER,
  })
  t.same(protectedHeader, { alg: 'RS512', kid: 'k1' })
  t.match(payload, { scope: 'a:b', consumer_org: '940101808' })
  t.equal(payload.aud, ISSUER, 'one audience, no list')
  t.ok(Number(payload.exp) - Number(payload.iat) <= 120)
  t.not(payload.jti, decodeJwt(assertionOf(asked[1])).jti)
})

t.test('a refusal tells its OAuth error and no more; silence is 503', async (t) => {
  const cases: [typeof answer, object][] = [
    [
      { status: 400, body: '{"error":"invalid_scope"}' },
      { status: 400, code: 'invalid_scope' },
    ],
    [
      { status: 400, body: '{"error":"No <such> client 42"}' },
      { status: 400, code: 'no-token' },
    ],
    [
      { status: 502, body: '<html>' },
      { status: 502, code: 'no-token' },
    ],
    [
      { status: 200, body: '{}' },
      { status: 200, code: 'no-token' },
    ],
  ]
  for (const [given, expected] of cases) {
    answer = given
    await t.rejects(grant(), { name: 'Error', ...expected })
  }
  const nowhere = { ...client, tokenUrl: 'http://127.0.0.1:9/token' }
  await t.rejects(grant(nowhere), { name: 'Error', status: 503 })
  await t.rejects(grant(client, AbortSignal.abort()), { name: 'Error', status: 503 })
})
