import { text } from '@fotfeste/contracts/values.ts'
import t from 'tap'
import { z } from 'zod'

const form = z.strictObject({
  minutes: z.int().min(0).max(1440),
  half: z.number().gt(0).lt(1),
  days: z.array(z.string()).min(1).max(2),
  state: z.enum(['open', 'sealed']),
  name: text(3),
})
const good = { minutes: 450, half: 0.5, days: ['x'], state: 'open', name: 'Per' }

const cases: [string, unknown, string][] = [
  ['minutes', 1500, 'must be at most 1440'],
  ['minutes', -1, 'must be at least 0'],
  ['half', 1, 'must be less than 1'],
  ['half', 0, 'must be more than 0'],
  ['days', [], 'must hold at least 1'],
  ['days', ['a', 'b', 'c'], 'must hold at most 2'],
  ['state', 'closed', 'must be one of: open, sealed'],
  ['name', 'Peter', 'must be at most 3 characters long'],
]

t.test('a value out of bounds is told the bound in plain words', async (t) => {
  t.equal(form.safeParse(good).success, true)
  for (const [field, value, message] of cases) {
    const { error } = form.safeParse({ ...good, [field]: value })
    t.equal(error?.issues[0]?.message, message, `${field} ${value}`)
  }
})
