import { type PlainDate, plainDate } from '@fotfeste/domain/values/calendar.ts'
import fastify from 'fastify'
import t from 'tap'
import { clockRoutes } from '../src/clock.ts'

function appWithClock() {
  let held: PlainDate | null = null
  const app = fastify()
  clockRoutes(app, {
    today: () => held ?? plainDate('2026-03-16'),
    set: async (day) => {
      held = day
    },
  })
  return app
}

t.test('the business day is set, shown and given back', async (t) => {
  const app = appWithClock()
  const put = (body: unknown) =>
    app.inject({ method: 'PUT', url: '/sandbox/clock', payload: body as object })
  t.same((await app.inject('/sandbox/clock')).json(), { today: '2026-03-16' })
  t.same((await put({ today: '2026-09-01' })).json(), { today: '2026-09-01' })
  t.same((await app.inject('/sandbox/clock')).json(), { today: '2026-09-01' })
  const back = await app.inject({ method: 'DELETE', url: '/sandbox/clock' })
  t.same(back.json(), { today: '2026-03-16' })
})

t.test(
  'a day that does not exist, another field or no body is refused and changes nothing',
  async (t) => {
    const app = appWithClock()
    const wrong: [unknown, string][] = [
      [{ today: '2026-02-30' }, '/today'],
      [{ today: '2026-2-3' }, '/today'],
      [{ today: 20260901 }, '/today'],
      [{ today: '2026-09-01', zone: 'UTC' }, '/zone'],
      [undefined, ''],
    ]
    for (const [body, pointer] of wrong) {
      const answer = await app.inject({
        method: 'PUT',
        url: '/sandbox/clock',
        ...(body ? { payload: body as object } : {}),
      })
      t.equal(answer.statusCode, 400, JSON.stringify(body))
      t.match(answer.headers['content-type'], /^application\/problem\+json/)
      t.match(answer.json(), {
        type: 'urn:fotfeste:problem:invalid-request',
        retryable: false,
        errors: [{ in: 'body', pointer }],
      })
    }
    t.same((await app.inject('/sandbox/clock')).json(), { today: '2026-03-16' })
  },
)
