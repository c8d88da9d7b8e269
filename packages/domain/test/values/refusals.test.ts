import t from 'tap'
import { assert } from '../../src/values/assert.ts'
import { isRefusal, refuse } from '../../src/values/refusal.ts'

t.test('a refusal carries its code and what to do next', async (t) => {
  t.same(refuse('month-sealed', 'Open the month first'), {
    refused: 'month-sealed',
    detail: 'Open the month first',
  })
  t.same(refuse('not-a-programme-day', 'Choose a programme day', '/date'), {
    refused: 'not-a-programme-day',
    detail: 'Choose a programme day',
    pointer: '/date',
  })
})

t.test('a refusal is told from an outcome', async (t) => {
  t.ok(isRefusal(refuse('month-sealed', 'Open the month first')))
  for (const value of [null, undefined, 'refused', 1, {}, { outcome: 'refused' }])
    t.notOk(isRefusal(value))
})

t.test('a broken invariant stops the program and says which', async (t) => {
  assert(true, 'the sum agrees')
  t.throws(() => assert(false, 'the sum agrees'), {
    message: 'invariant broken: the sum agrees',
  })
})
