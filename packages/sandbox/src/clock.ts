import { isPlainDate, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { commonProblem, fieldErrors, sendProblem } from '@fotfeste/kit/problems.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

type SettableClock = {
  today(): PlainDate
  set(day: PlainDate | null): Promise<void>
}

const wanted = z.strictObject({
  today: z.string().refine(isPlainDate, 'must be a day that exists, YYYY-MM-DD'),
})

/**
 * The settable business day of one service, for development: `GET`, `PUT {"today": "2026-09-01"}`
 * and `DELETE /sandbox/clock`. Loopback and sandbox only, outside `/v1`, without a token.
 */
export function clockRoutes(app: FastifyInstance, clock: SettableClock): void {
  app.get('/sandbox/clock', () => ({ today: clock.today() }))
  app.put('/sandbox/clock', async (request, reply) => {
    const body = wanted.safeParse(request.body)
    if (!body.success) {
      const detail = 'Send {"today": "YYYY-MM-DD"} with a day that exists.'
      const errors = fieldErrors(body.error.issues, 'body')
      return sendProblem(reply, commonProblem('invalid-request', detail, { errors }))
    }
    await clock.set(body.data.today)
    return { today: clock.today() }
  })
  app.delete('/sandbox/clock', async () => {
    await clock.set(null)
    return { today: clock.today() }
  })
}
