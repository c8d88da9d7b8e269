import { randomUUID } from 'node:crypto'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { toldError } from '@fotfeste/kit/log.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { decodeJwt } from 'jose'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, getToy, listToys, spoilToy } from './toy/contracts.ts'

const lines: string[] = []
const suite = await service(t, toyService(), { logTo: { write: (line) => lines.push(line) } })
const NAME = 'Nordmann'
const NUMBER = '01810199999'
/** The lines of what is done meanwhile. */
async function logged(work: () => Promise<unknown>): Promise<string[]> {
  lines.length = 0
  await work()
  await new Promise((resolve) => setTimeout(resolve, 20))
  return [...lines]
}

t.test(
  'a request is one line: which operation, how long, by whom, and nothing of what it said',
  async (t) => {
    const body = { name: `Kari ${NAME} ${NUMBER}`, grams: 1 }
    const headers = { 'x-request-id': 'r-1', 'user-agent': NAME }
    const held = await logged(() => suite.make(createToy, { body, key: NUMBER, headers }))
    t.equal(held.length, 1)
    const line = JSON.parse(held[0] ?? '{}')
    const token = await suite.token()
    t.match(line, {
      requestId: 'r-1',
      operation: 'createToy',
      method: 'POST',
      status: 201,
      tenant: suite.tenant,
      party: suite.tenant,
      jti: decodeJwt(token).jti,
    })
    t.type(line.ms, 'number')
    t.notMatch(held[0], new RegExp(`${NAME}|${NUMBER}|Bearer|authorization|${token.slice(-20)}`))
  },
)

t.test('names, numbers and tokens stay out of the log, whatever goes wrong', async (t) => {
  const { toyId } = (await suite.make(createToy, { body: { name: NAME, grams: 1 } })).body
  const token = await suite.token()
  const held = await logged(async () => {
    await suite.call(spoilToy, { params: { toyId }, body: { how: 'name-a-person' } })
    await suite.call(spoilToy, { params: { toyId }, body: { how: 'wrong-reply' } })
    await suite.call(createToy, { body: { name: NAME, grams: 1 } })
    await suite.call(createToy, { body: { name: NUMBER, grams: NAME, [NAME]: 1 } })
    await suite.call(listToys, { query: { name: NAME } })
    await suite.call(getToy, { params: { toyId: NUMBER } })
    await fetch(`${suite.url}/v1/toys?access_token=${token}`)
    await fetch(`${suite.url}/v1/${NAME}/${NUMBER}`)
    await fetch(`${suite.url}/v1/toys`, {
      headers: { authorization: `Bearer ${NAME}.${NUMBER}.x` },
    })
  })
  const all = held.join('')
  t.notMatch(all, new RegExp(`${NAME}|${NUMBER}|${token.slice(-20)}`))
  t.equal(held.filter((line) => JSON.parse(line).operation).length, 9)
  t.match(all, /cannot be converted/, 'the words of the fault stay')
})

t.test('an error is told by its words and places; values, rows and details are not', async (t) => {
  const told = toldError(
    Object.assign(new Error(`duplicate "${NAME}" at ${NUMBER} of '${NAME}'`), {
      code: '23505',
      constraint: 'person_national_number',
      table: 'person',
      detail: `Key (national_number)=(${NUMBER}) already exists.`,
      where: NAME,
      parameters: [NAME],
    }),
  )
  t.match(told, {
    message: 'duplicate … at … of …',
    code: '23505',
    constraint: 'person_national_number',
    stack: /logging\.test\.ts/,
  })
  t.notMatch(JSON.stringify(told), new RegExp(`${NAME}|${NUMBER}`))
  t.match(toldError('text'), { message: 'undefined' })
})

t.test('no event carries more than it is told to', async (t) => {
  await suite.make(createToy, { body: { name: `${NAME} ${randomUUID()}`, grams: 1 } })
  const { body } = await suite.make(feedContract('guides'), {
    as: { scopes: ['fotfeste:events.read'] },
  })
  t.notMatch(JSON.stringify(body), new RegExp(NAME))
})
