import { asProblem, fieldErrors } from '@fotfeste/kit/problems.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, getToy, listToys, spoilToy } from './toy/contracts.ts'

const lines: string[] = []
const suite = await service(t, toyService(), { logTo: { write: (line) => lines.push(line) } })
const token = await suite.token()
const good = { name: 'Ball', grams: 100 }
const headers = {
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'k',
}
type Told = {
  type?: string
  instance: string
  detail: string
  retryable: boolean
  errors?: { in: string; pointer: string; detail: string }[]
}
type Sent = { path?: string; method?: string; body?: string; headers?: Record<string, string> }
const send = async ({ path = '/v1/toys', method = 'POST', body, headers: more }: Sent) => {
  const answer = await fetch(`${suite.url}${path}`, {
    method,
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { body }),
  })
  const told = (await answer.json().catch(() => ({}))) as Told
  return { status: answer.status, body: told, answer }
}
const codeOf = ({ body }: { body: Told }) => body.type?.split(':').at(-1)
const stored = async () =>
  Number((await suite.owner.query('select count(*) as n from toy')).rows[0].n)

t.test('a body that cannot be read is told as what it is, and nothing is stored', async (t) => {
  const text = JSON.stringify(good)
  const wrong: [string, Sent, number, string][] = [
    ['broken JSON', { body: '{"name":' }, 400, 'unreadable-body'],
    ['no JSON', { body: 'name=Ball' }, 400, 'unreadable-body'],
    ['an empty body', { body: '' }, 400, 'unreadable-body'],
    ['__proto__', { body: '{"name":"a","grams":1,"__proto__":{"x":1}}' }, 400, 'unreadable-body'],
    ['constructor', { body: `{"constructor":{"prototype":{}}}` }, 400, 'unreadable-body'],
    [
      'plain text',
      { body: text, headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    [
      'a form',
      { body: text, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    [
      'no real type',
      { body: text, headers: { 'content-type': 'json' } },
      415,
      'unsupported-media-type',
    ],
    [
      'gzip',
      { body: '\u001f\u008b', headers: { 'content-encoding': 'gzip' } },
      400,
      'unreadable-body',
    ],
    [
      '70 kB',
      { body: JSON.stringify({ ...good, name: 'x'.repeat(70_000) }) },
      413,
      'body-too-large',
    ],
    ['deep JSON', { body: '['.repeat(30_000) + ']'.repeat(30_000) }, 400, 'invalid-request'],
    ['a list', { body: '[]' }, 400, 'invalid-request'],
    ['null', { body: 'null' }, 400, 'invalid-request'],
    ['a bad path', { path: '/v1/%zz', method: 'GET' }, 400, 'malformed-request'],
    ['a long path', { path: `/v1/toys/${'x'.repeat(300)}`, method: 'GET' }, 414, 'uri-too-long'],
    ['no key', { body: text, headers: { 'idempotency-key': ' ' } }, 400, 'idempotency-key-missing'],
    [
      'a key with a space',
      { body: text, headers: { 'idempotency-key': 'a b' } },
      400,
      'idempotency-key-missing',
    ],
    [
      'a long key',
      { body: text, headers: { 'idempotency-key': 'k'.repeat(256) } },
      400,
      'idempotency-key-missing',
    ],
  ]
  for (const [name, asked, status, code] of wrong) {
    const told = await send(asked)
    t.same([told.status, codeOf(told)], [status, code], name)
    t.equal(
      told.answer.headers.get('content-type'),
      'application/problem+json; charset=utf-8',
      name,
    )
    t.equal(told.answer.headers.get('x-request-id'), told.body.instance, name)
    t.ok(told.body.detail.length > 10 && told.body.retryable === false, name)
  }
  t.equal(await stored(), 0)
})

t.test('each wrong field is named once, where it stands', async (t) => {
  const wrong: [string, object, string[]][] = [
    ['unknown', { ...good, colour: 'red', 'a/b~c': 1 }, ['/colour', '/a~1b~0c']],
    ['missing', { name: 'Ball' }, ['/grams']],
    ['wrong type', { ...good, grams: '100' }, ['/grams']],
    ['a fraction', { ...good, grams: 1.5 }, ['/grams']],
    ['negative', { ...good, grams: -1 }, ['/grams']],
    ['huge', { ...good, grams: 1e308 }, ['/grams']],
    ['U+0000', { ...good, name: 'a\u0000b' }, ['/name']],
    ['half a surrogate pair', { ...good, name: 'a\ud800' }, ['/name']],
    ['a control character', { ...good, name: 'a\u0007b' }, ['/name']],
    ['empty', { ...good, name: '' }, ['/name']],
    ['spaces alone', { ...good, name: '  ' }, ['/name']],
    ['long', { ...good, name: 'x'.repeat(51) }, ['/name']],
    ['two at once', { name: 1, grams: null }, ['/name', '/grams']],
    [
      'given by the token alone',
      { ...good, tenant: '940101808', id: 'x', version: 9 },
      ['/tenant', '/id', '/version'],
    ],
  ]
  for (const [name, body, pointers] of wrong) {
    const told = await suite.call(createToy, { body })
    t.equal(told.code, 'invalid-request', name)
    t.same(
      told.body.errors.map((one: { pointer: string }) => one.pointer),
      pointers,
      name,
    )
    t.ok(told.body.errors.every((one: { in: string }) => one.in === 'body'))
  }
  t.equal(await stored(), 0)
})

t.test(
  'a field that is not there is told as missing, one of another type by both types',
  async (t) => {
    const told = await suite.call(createToy, { body: { name: 'Ball' } as never })
    t.match(told.body.errors, [{ detail: 'is missing: send a value of type number' }])
    const typed = await send({ body: JSON.stringify({ name: 'ball', grams: 'one' }) })
    t.match(typed.body.errors, [{ detail: 'is of type string: send a value of type number' }])
  },
)

t.test('path and query are held to the contract like the body', async (t) => {
  const of = async (path: string, method = 'GET') => {
    const told = await send({ path, method })
    return [told.status, ...(told.body.errors ?? []).map((one) => `${one.in} ${one.pointer}`)]
  }
  const id = '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11'
  t.same(await of('/v1/toys/7'), [400, 'path /toyId'])
  t.same(await of(`/v1/toys/${id.toUpperCase()}`), [400, 'path /toyId'])
  t.same(await of('/v1/toys?limit=0'), [400, 'query /limit'])
  t.same(await of('/v1/toys?limit=5&limit=6'), [400, 'query /limit'])
  t.same(await of('/v1/toys?tenant=940101808'), [400, 'query /tenant'])
  t.same(await of('/v1/toys?__proto__=1'), [400, 'query /__proto__'])
  t.same(await of(`/v1/toys/${id}?colour=red`), [400, 'query /colour'], 'where no query is known')
  t.same(await of('/v1/toys?cursor=AAAA'), [400, 'query /cursor'])
  const told = async (path: string) =>
    (await send({ path, method: 'GET' })).body.errors?.map(({ detail }) => detail)
  const limit = 'must be a whole number from 1 to 200, given once'
  t.same(await told('/v1/toys?limit=abc'), [limit])
  t.same(await told('/v1/toys?limit=201'), [limit])
  t.same(await told('/v1/toys/7'), ['must be the id (UUIDv7) of a Toy'])
  t.same(await told('/v1/events?wait=31'), ['must be a whole number from 0 to 30, given once'])
  const approve = `/v1/toys/${id}/approve`
  const body = await send({ path: approve, body: '{"by":"me"}', headers: { 'if-match': '*' } })
  t.match(body, { status: 400, body: { errors: [{ in: 'body', pointer: '/by' }] } })
  const none = await send({ path: approve, body: '{}', headers: { 'if-match': '*' } })
  t.equal(none.status, 404, 'an empty object is no field')
})

t.test('an address that is not there and a method that a path does not have', async (t) => {
  for (const path of ['/v2/toys', '/v1/toy', '//v1/toys']) {
    t.same(codeOf(await send({ path, body: '{' })), 'no-such-operation', path)
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const told = await send({ method, headers: { 'content-type': 'text/plain' } })
    t.same([told.status, codeOf(told)], [405, 'method-not-allowed'], method)
    t.equal(told.answer.headers.get('allow'), 'POST, GET')
  }
  t.equal((await send({ method: 'HEAD' })).status, 405)
  for (const path of ['/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs']) {
    const told = await send({ path, method: 'DELETE' })
    t.same([told.status, told.answer.headers.get('allow')], [405, 'GET'], path)
  }
  const tricked = await send({ method: 'GET', headers: { 'x-http-method-override': 'DELETE' } })
  t.equal(tricked.status, 200, 'no header changes the method')
})

t.test('a request id is echoed when it is well-formed, and made otherwise', async (t) => {
  const idOf = async (id: string) => {
    const { answer } = await send({ method: 'GET', headers: { 'x-request-id': id } })
    return answer.headers.get('x-request-id')
  }
  t.equal(await idOf('abc-123_X'), 'abc-123_X')
  for (const bad of ['a b', 'x'.repeat(65), '<script>', 'Kari Nordmann']) {
    t.match(await idOf(bad), /^[0-9a-f-]{36}$/, bad)
  }
})

t.test('a well-formed traceparent comes back and stands in the log', async (t) => {
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const good = `00-${trace}-b7ad6b7169203331-01`
  const wrong = [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, `${good}-x`, good.toUpperCase(), '7']
  for (const given of [good, ...wrong]) {
    const { answer } = await send({ method: 'GET', headers: { traceparent: given } })
    t.equal(answer.headers.get('traceparent'), given === good ? good : null, given)
    const id = answer.headers.get('x-request-id') ?? ''
    const logged = lines.map((line) => JSON.parse(line)).find(({ requestId }) => requestId === id)
    t.equal(logged.trace, given === good ? trace : undefined, given)
  }
})

t.test(
  'a fault of ours tells nothing but that it was logged, and the log tells the cause',
  async (t) => {
    const { toyId } = (await suite.make(createToy, { body: good })).body
    const spoil = (how: string) => suite.call(spoilToy, { params: { toyId }, body: { how } })
    lines.length = 0
    const told = await spoil('throw')
    t.match(told, { status: 500, code: 'internal-error' })
    t.notMatch(JSON.stringify(told.body), /spring|Error|\.ts/)
    const logged = lines.map((line) => JSON.parse(line)).find(({ err }) => err)
    t.equal(logged.requestId, told.body.instance)
    t.match(logged.err, { message: 'the spring broke', stack: /faults\.ts/ })
    t.match(await spoil('wrong-status'), { status: 500 })
    t.match(
      await spoil('unknown-code'),
      { status: 500 },
      'a refusal outside the contract is a fault',
    )
    const left = await suite.call(getToy, { params: { toyId } })
    t.equal(left.body.grams, 100)
  },
)

t.test('errors of framework and database become what the caller can act on', async (t) => {
  const of = (error: object) => asProblem(Object.assign(new Error('x'), error)).code
  const codes: Record<string, string> = {
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
    FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
    FST_ERR_CTP_EMPTY_JSON_BODY: 'unreadable-body',
    FST_ERR_CTP_INVALID_JSON_BODY: 'unreadable-body',
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
    FST_ERR_BAD_URL: 'malformed-request',
    FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
    FST_ERR_HANDLER_TIMEOUT: 'unavailable',
    '08006': 'unavailable',
    '53300': 'unavailable',
    '57P01': 'unavailable',
    '57014': 'unavailable',
    '55P03': 'unavailable',
    '40001': 'unavailable',
    '40P01': 'unavailable',
    ECONNREFUSED: 'unavailable',
    ECONNRESET: 'unavailable',
    ETIMEDOUT: 'unavailable',
    EPIPE: 'unavailable',
    ENOTFOUND: 'unavailable',
    '42501': 'internal-error',
    '23505': 'internal-error',
  }
  for (const [code, told] of Object.entries(codes)) t.equal(of({ code }), told, code)
  t.equal(of({ statusCode: 429 }), 'rate-limited')
  t.equal(of({ code: 'FST_ERR_OF_TOMORROW', statusCode: 400 }), 'malformed-request')
  t.equal(of({ code: 'FST_ERR_OF_TOMORROW', statusCode: 500 }), 'internal-error')
  for (const lost of [
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
  ]) {
    t.equal(asProblem(new Error(lost)).code, 'unavailable', lost)
  }
  for (const odd of [null, undefined, 'text', 7]) t.equal(asProblem(odd).code, 'internal-error')
  t.same(fieldErrors([], 'body'), [])
})

t.test('answers with personal data are kept by no cache', async (t) => {
  const { answer } = await send({ method: 'GET', path: '/v1/toys' })
  t.equal(answer.headers.get('cache-control'), 'no-store')
  t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  t.equal((await suite.call(listToys)).headers.get('cache-control'), 'no-store')
})
