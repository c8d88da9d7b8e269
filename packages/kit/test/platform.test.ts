import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { listToys } from './toy/contracts.ts'

const suite = await service(t, toyService())
const port = Number(new URL(suite.url).port)

/** Sends bytes as they are and gives what comes back until the other side closes. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
const told = async (text: string) => {
  const heard = await raw(text)
  const [head = '', body = ''] = heard.split('\r\n\r\n')
  return {
    status: Number(head.split(' ')[1]),
    head: head.toLowerCase(),
    body: JSON.parse(body || '{}') as { type?: string; instance?: string },
  }
}

t.test('a request that is no HTTP gets a problem and a closed door', async (t) => {
  const attacks: Record<string, string> = {
    'no HTTP at all': 'GIVE ME /toys\r\n\r\n',
    'a version that is not there': 'GET /v1/toys HTTP/9.9\r\nhost: a\r\n\r\n',
    'both length and chunks':
      'POST /v1/toys HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'two lengths':
      'POST /v1/toys HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcd',
    'a header without colon': 'GET /v1/toys HTTP/1.1\r\nhost: a\r\nrubbish\r\n\r\n',
    'line feeds alone': 'GET /v1/toys HTTP/1.1\nhost: a\n\n',
    'a null byte in a header': 'GET /v1/toys HTTP/1.1\r\nhost: a\r\nx: a\u0000b\r\n\r\n',
  }
  for (const [name, text] of Object.entries(attacks)) {
    const { status, head, body } = await told(text)
    t.equal(status, 400, name)
    t.equal(body.type, 'urn:fotfeste:problem:malformed-request', name)
    t.match(head, /content-type: application\/problem\+json/)
    t.match(head, `x-request-id: ${body.instance}`)
    t.match(head, /connection: close/)
  }
})

t.test('header fields that are too large are 431', async (t) => {
  const token = 'a'.repeat(20_000)
  const { status, body } = await told(
    `GET /v1/toys HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n\r\n`,
  )
  t.same([status, body.type], [431, 'urn:fotfeste:problem:headers-too-large'])
})

t.test(
  'two Authorization headers are no token, for readers differ on which one counts',
  async (t) => {
    const token = await suite.token()
    const ask = (lines: string) =>
      told(`GET /v1/toys HTTP/1.1\r\nhost: a\r\n${lines}connection: close\r\n\r\n`)
    const one = `authorization: Bearer ${token}\r\n`
    t.equal((await ask(one)).status, 200)
    t.equal((await ask(`${one}Authorization: Bearer other\r\n`)).status, 401)
  },
)

t.test('a token in the address is no token', async (t) => {
  const answer = await fetch(`${suite.url}/v1/toys?access_token=${await suite.token()}`)
  t.equal(answer.status, 401)
  t.equal(answer.headers.get('www-authenticate'), 'Bearer')
})

t.test(
  'requests are limited for each consumer, and before the token for each address',
  async (t) => {
    const limited = await service(t, toyService(), { config: { FOTFESTE_RATE_PER_MINUTE: 3 } })
    const other = { tenant: '940101808' }
    for (const left of [2, 1, 0])
      t.equal((await limited.call(listToys)).status, 200, `${left} left`)
    const over = await limited.call(listToys)
    t.match(over, { status: 429, code: 'rate-limited', body: { retryable: true } })
    t.match(over.headers.get('retry-after'), /^(5[0-9]|60)$/, 'says when the minute is over')
    t.equal((await limited.call(listToys, { as: other })).status, 200, 'another is not held up')
    const statuses: number[] = []
    for (let sent = 0; sent < 30; sent += 1) {
      statuses.push((await fetch(`${limited.url}/v1/toys`)).status)
    }
    t.ok(statuses.includes(401) && statuses.at(-1) === 429, 'without token the address is counted')
    t.equal((await fetch(`${limited.url}/health/live`)).status, 200, 'health is never limited')
  },
)

t.test(
  'a service that is held up turns requests away, and tells its health as it is',
  async (t) => {
    const busy = await service(t, toyService(), {
      config: { FOTFESTE_SANDBOX: 'off', FOTFESTE_LOG_LEVEL: 'silent' },
    })
    const hold = async () => {
      const end = performance.now() + 1_100
      while (performance.now() < end);
      await sleep(1)
    }
    let told = await fetch(`${busy.url}/v1/toys`)
    t.equal(told.status, 401)
    for (let tries = 0; tries < 5 && told.status !== 503; tries += 1) {
      await hold()
      told = await fetch(`${busy.url}/v1/toys`)
    }
    t.equal(told.status, 503)
    t.match(await told.json(), { type: 'urn:fotfeste:problem:unavailable', retryable: true })
    t.equal(told.headers.get('retry-after'), '5')
    t.equal((await fetch(`${busy.url}/health/ready`)).status, 200)
  },
)
