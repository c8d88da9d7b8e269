import { type Contract, commonProblemsOf } from '@fotfeste/contracts/contract.ts'
import { commonProblems } from '@fotfeste/contracts/problems.ts'
import type { Test } from 'tap'
import { addressOf, asCaller, countRows, scopesFor, told, type Walk } from './walk.ts'
import { wrongFields } from './wrong-values.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const OWN_LIMIT = 65_536

/** What an answer tells in raw HTTP, where the client would not let the fault through. */
async function rawTold(answer: Response): Promise<string> {
  const body = (await answer.json()) as { type: string; status: number; instance: string }
  return `${answer.status} ${body.type.split(':').at(-1)}`
}

type Headers = Readonly<Record<string, string>>

async function send(
  walk: Walk,
  contract: Contract,
  request: { readonly headers?: Headers; readonly body?: string; readonly method?: string },
): Promise<Response> {
  const params = await walk.paramsFor(contract)
  const token = await walk.suite.token(asCaller(contract))
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': crypto.randomUUID(),
    'if-match': '*',
    ...request.headers,
  }
  return fetch(addressOf(walk.suite, contract, params), {
    method: request.method ?? contract.method,
    headers,
    ...(request.body === undefined ? {} : { body: request.body }),
  })
}

async function whoMay(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const { suite } = walk
  const right = await walk.rightRequest(contract)
  const wrongScope =
    contract.scope === 'fotfeste:events.read' ? 'fotfeste:audit.read' : 'fotfeste:events.read'
  const noToken = { headers: { authorization: '' } }
  t.equal(await rawTold(await send(walk, contract, noToken)), '401 unauthenticated', 'no token')
  const forged = { headers: { authorization: 'Bearer abc.def.ghi' } }
  t.equal(await rawTold(await send(walk, contract, forged)), '401 unauthenticated', 'no real token')
  const unscoped = await suite.call(contract, { ...right, as: { scopes: [wrongScope] } })
  if (contract.anyScope) t.equal(unscoped.status, 200, 'whatever the token’s scopes')
  else t.equal(told(unscoped), '403 missing-scope')
  if (!contract.needsPerson) return
  const machine = { scopes: scopesFor(contract), sub: null }
  t.equal(told(await suite.call(contract, { ...right, as: machine })), '403 needs-a-person')
}

async function badHeaders(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const right = await walk.rightRequest(contract)
  if (contract.write?.keyed) {
    const answered = await walk.suite.call(contract, { ...right, key: null })
    t.equal(told(answered), '400 idempotency-key-missing')
  }
  if (contract.write?.versioned) {
    t.equal(
      told(await walk.suite.call(contract, { ...right, ifMatch: null })),
      '428 if-match-missing',
    )
  }
}

/** Each broken body, and what is told of it. */
function badBodies(contract: Contract): [string, Headers, string, string][] {
  if (contract.bodyType) return badTexts(contract, { 'content-type': contract.bodyType })
  const json = { 'content-type': 'application/json' }
  const example = JSON.stringify(contract.bodyExample)
  const withUnknown = JSON.stringify({ ...(contract.bodyExample as object), unknownField: 1 })
  const large = `{"unknownField":"${'x'.repeat(contract.maxBytes ?? OWN_LIMIT)}"}`
  return [
    ['broken JSON', json, '{"a":', '400 unreadable-body'],
    ['no body', json, '', '400 unreadable-body'],
    ['another type', { 'content-type': 'text/plain' }, example, '415 unsupported-media-type'],
    ['too large', json, large, '413 body-too-large'],
    ['an unknown field', json, withUnknown, '400 invalid-request'],
    ['a list', json, '[]', '400 invalid-request'],
    ['null', json, 'null', '400 invalid-request'],
  ]
}

/** Of a body that is a text of its own type. */
function badTexts(contract: Contract, type: Headers): [string, Headers, string, string][] {
  const large = 'x'.repeat((contract.maxBytes ?? OWN_LIMIT) + 1)
  const json = { 'content-type': 'application/json' }
  return [
    ['no body', type, '', '400 invalid-request'],
    ['another type', json, '{}', '415 unsupported-media-type'],
    ['too large', type, large, '413 body-too-large'],
  ]
}

/** Each field with a wrong value: the answer names the field. */
async function badFields(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const right = await walk.rightRequest(contract)
  for (const { field, what, value } of wrongFields(contract)) {
    const body = { ...(contract.bodyExample as object), [field]: value }
    const answered = await walk.suite.call(contract, { ...right, body })
    const pointers = answered.body.errors?.map(({ pointer }: { pointer: string }) => pointer) ?? []
    const isNamed = pointers.some(
      (one: string) => one === `/${field}` || one.startsWith(`/${field}/`),
    )
    if (told(answered) !== '400 invalid-request' || !isNamed)
      t.fail(`${field}, ${what}: ${told(answered)} ${pointers.join(' ')}`)
  }
  t.pass('every wrong field is named')
}

async function badInput(t: Test, walk: Walk, contract: Contract): Promise<void> {
  if (contract.body) {
    for (const [what, headers, body, expected] of badBodies(contract))
      t.equal(await rawTold(await send(walk, contract, { headers, body })), expected, what)
  }
  if (contract.factory !== null) {
    const params = Object.fromEntries(
      Object.entries(await walk.paramsFor(contract)).map(([name, value]) => [name, `${value}x`]),
    )
    const answered = await walk.suite.call(contract, {
      ...(await walk.rightRequest(contract)),
      params,
    })
    t.equal(told(answered), '400 invalid-request', 'an id that is none')
    t.equal(answered.body.errors[0].in, 'path')
  }
  if (contract.query) {
    const right = await walk.rightRequest(contract)
    const answered = await walk.suite.call(contract, { ...right, query: { unknownFilter: 'x' } })
    t.equal(told(answered), '400 invalid-request', 'an unknown filter')
    t.equal(answered.body.errors[0].in, 'query')
  }
}

async function otherMethods(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const known = walk.contracts
    .filter(({ path }) => path === contract.path)
    .map(({ method }) => method)
  const method = METHODS.find((one) => !known.includes(one as never)) ?? 'PATCH'
  const answer = await send(walk, contract, { method })
  t.equal(await rawTold(answer), '405 method-not-allowed', method)
  t.same((answer.headers.get('allow') ?? '').split(', ').sort(), [...known].sort())
}

/** The statuses that every operation of its form has, each shown on each operation of the service. */
export async function showCommonStatuses(t: Test, walk: Walk): Promise<void> {
  for (const contract of walk.contracts) {
    await t.test(
      `${contract.method} ${contract.path} answers as every operation does`,
      async (t) => {
        await walk.paramsFor(contract)
        await whoMay(t, walk, contract)
        await otherMethods(t, walk, contract)
        await badHeaders(t, walk, contract)
        await badInput(t, walk, contract)
        await badFields(t, walk, contract)
        const shown = commonProblemsOf(contract).map((code) => commonProblems[code].status)
        t.ok(shown.includes(401) && shown.includes(405))
      },
    )
  }
  await t.test('a refused request stores nothing', async (t) => {
    const bodies = walk.contracts.filter(({ body }) => body)
    for (const contract of bodies) await walk.paramsFor(contract)
    const before = await countRows(walk.suite)
    for (const contract of bodies) {
      const right = await walk.rightRequest(contract)
      const body = contract.bodyType ? '' : { ...(contract.bodyExample as object), unknownField: 1 }
      t.equal(told(await walk.suite.call(contract, { ...right, body })), '400 invalid-request')
    }
    t.same(await countRows(walk.suite), before)
  })
}
