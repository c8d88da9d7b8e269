import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, listToys } from './toy/contracts.ts'

const suite = await service(t, toyService())
const ready = async () => {
  const answer = await fetch(`${suite.url}/health/ready`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const metrics = async () => (await fetch(`${suite.url}/metrics`)).text()

t.test('ready says what it stands on, without a token', async (t) => {
  t.same(await ready(), {
    status: 200,
    body: {
      status: 'ready',
      draining: false,
      database: 'reachable',
      migrations: 'expected',
      followers: [],
    },
  })
  t.same(await (await fetch(`${suite.url}/health/live`)).json(), { status: 'live' })
})

t.test('a database that is a migration behind, or ahead, is not ready', async (t) => {
  const { rows } = await suite.owner.query(
    "delete from system.applied_file where track = 'service' returning name, hash",
  )
  t.match(await ready(), { status: 503, body: { status: 'not-ready', migrations: 'other' } })
  const put = (name: string) =>
    suite.owner.query("insert into system.applied_file values ('service', $1, $2)", [
      name,
      rows[0].hash,
    ])
  await put(rows[0].name)
  t.equal((await ready()).status, 200)
  await put('9999_add_more')
  t.match(await ready(), { status: 503, body: { migrations: 'other' } })
  await suite.owner.query("delete from system.applied_file where name = '9999_add_more'")
})

t.test('how far a follower is behind is shown and decides nothing', async (t) => {
  await suite.owner.query(
    "insert into system.follow values ('settlement', 42, now() - interval '3 days')",
  )
  const { status, body } = await ready()
  t.equal(status, 200)
  t.match(body['followers'], [{ source: 'settlement', position: 42, ageSeconds: 259_200 }])
})

t.test('metrics count by operation and status, never by path or person', async (t) => {
  const { toyId } = (await suite.make(createToy, { body: { name: 'Ball', grams: 1 } })).body
  await suite.call(createToy, { body: { name: 'Ball', grams: 1 } })
  await suite.call(listToys)
  await fetch(`${suite.url}/v1/toys/${toyId}`)
  await fetch(`${suite.url}/nowhere/${toyId}`)
  const text = await metrics()
  t.match(text, /fotfeste_request_seconds_count\{operation="createToy",status="201"\} 1/)
  t.match(text, /fotfeste_problems_total\{operation="createToy",status="409"\} 1/)
  t.match(text, /fotfeste_request_seconds_count\{operation="listToys",status="200"\} 1/)
  t.match(text, /fotfeste_problems_total\{operation="other",status="404"\} 1/)
  t.match(text, /fotfeste_pool_connections\{state="idle"\} \d/)
  t.notMatch(text, new RegExp(`${toyId}|nowhere|${suite.tenant}`))
})
