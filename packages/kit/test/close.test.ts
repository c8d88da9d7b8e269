import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { buildService } from '@fotfeste/kit/service.ts'
import { sendCall } from '@fotfeste/testing/call.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, problems, spoilToy } from './toy/contracts.ts'

const suite = await service(t, toyService())
const listEvents = feedContract('guides')
const MAIN = new URL('./toy/main.ts', import.meta.url).pathname
const lines: { child: ChildProcess; text: string }[] = []

/** The toy service as a process of its own, on the suite's database and issuer. */
async function start(more: Record<string, string> = {}) {
  const { FOTFESTE_DATABASE_URL, FOTFESTE_ISSUERS } = suite.config
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      FOTFESTE_DATABASE_URL,
      FOTFESTE_ISSUERS: JSON.stringify(FOTFESTE_ISSUERS),
      FOTFESTE_PORT: '0',
      FOTFESTE_SANDBOX: 'on',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => void child.kill('SIGKILL'))
  const log = { child, text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log.text += chunk
    })
  }
  lines.push(log)
  await until(() => child.exitCode !== null || /"listening"/.test(log.text), 30_000)
  const port = /"port":(\d+)/.exec(log.text)?.[1]
  return { child, log, url: `http://127.0.0.1:${port}` }
}

t.test(
  'on SIGTERM waiting polls are answered, running commands finish, and the process ends well',
  async (t) => {
    const { child, log, url } = await start()
    const target = { url, problems }
    const token = await suite.token()
    const { toyId } = (
      await sendCall(target, createToy, { body: { name: 'Ball', grams: 1 }, token })
    ).body
    const polls = Array.from({ length: 5 }, () =>
      sendCall(target, listEvents, { query: { after: 99, wait: 30 }, token }),
    )
    const running = sendCall(target, spoilToy, { params: { toyId }, body: { how: 'slow' }, token })
    await until(async () => {
      const { rowCount } = await suite.owner.query(
        "select from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()",
      )
      return rowCount === 1
    }, 3_000)
    const began = performance.now()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const answers = await Promise.all(polls)
    t.ok(performance.now() - began < 3_000, 'the polls do not wait for anything')
    for (const { status, body, headers } of answers) {
      t.same([status, body, headers.get('connection')], [200, [], 'close'])
    }
    t.equal((await running).status, 200, 'the command is not cut off')
    t.same(await ended, [0, null])
    t.ok(performance.now() - began < 4_500, 'and no idle connection holds the end up')
    t.notMatch(log.text, /"level":(50|60)/, 'nothing went wrong')
  },
)

t.test('a kept-alive connection without a request does not hold the end up', async (t) => {
  const { child, url } = await start()
  const { Agent, get } = await import('node:http')
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const [answer] = await once(get(`${url}/health/live`, { agent }), 'response')
  answer.resume()
  await once(answer, 'end')
  const began = performance.now()
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  t.same(await ended, [0, null])
  t.ok(performance.now() - began < 4_500)
})

t.test(
  'a process that is told what it does not know, or what is unfit, refuses to start',
  async (t) => {
    const [unknown, sandbox] = await Promise.all([
      start({ FOTFESTE_PROT: '4101' }),
      start({ NODE_ENV: 'production' }),
    ])
    t.same([unknown.child.exitCode, sandbox.child.exitCode], [1, 1])
    t.match(unknown.log.text, /unknown variable FOTFESTE_PROT/)
    t.notMatch(unknown.log.text, /postgres:\/\//, 'and gives no secret away')
    t.match(sandbox.log.text, /never used in production/)
  },
)

t.test('while it drains a service is alive and not ready', async (t) => {
  let finish: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const job = { name: 'long', everyMs: 0, run: () => held }
  const built = await buildService(toyService([job]), suite.config, { logTo: process.stderr })
  const url = await built.app.listen({ host: '127.0.0.1', port: 0 })
  built.startJobs()
  const ready = async () => {
    const answer = await fetch(`${url}/health/ready`)
    return [answer.status, (await answer.json()) as object] as const
  }
  t.match(await ready(), [200, { status: 'ready', draining: false }])
  const closed = built.close()
  t.match(await ready(), [503, { status: 'not-ready', draining: true }])
  t.equal((await fetch(`${url}/health/live`)).status, 200)
  finish()
  await closed
  await t.rejects(fetch(`${url}/health/live`))
})
