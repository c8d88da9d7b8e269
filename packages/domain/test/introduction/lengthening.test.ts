import { ABSENCE_KINDS, lengthensProgramme } from '@fotfeste/domain/introduction/absence-kind.ts'
import type { Interruption } from '@fotfeste/domain/introduction/interruption.ts'
import { addedWorkingDays, lengthened } from '@fotfeste/domain/introduction/lengthening.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import fc from 'fast-check'
import t from 'tap'

const day = plainDate
const whole = { absentMinutes: 450, plannedMinutes: 450 }
const days = (count: number) => Array.from({ length: count }, () => whole)

t.test('X18: nine days do not lengthen, eleven do by eleven working days', async (t) => {
  t.equal(addedWorkingDays({ interruptions: [], parts: days(9) }), 0)
  t.equal(addedWorkingDays({ interruptions: [], parts: days(10) }), 0)
  t.equal(addedWorkingDays({ interruptions: [], parts: days(11) }), 11)
  // Eleven working days after Friday 27 March 2026, over Easter (2, 3 and 6 April are off).
  t.equal(lengthened(day('2026-03-27'), { interruptions: [], parts: days(11) }), '2026-04-16')
})

t.test('X18: religious days, holiday and unexcused absence neither count nor add', async (t) => {
  const kinds = ABSENCE_KINDS.filter((kind) => !lengthensProgramme(kind))
  t.same(kinds, ['unexcused', 'religious-day', 'holiday', 'cancelled-by-organiser'])
})

t.test('POL21: parts are added to whole days, a rest is dropped', async (t) => {
  const parts = [...days(10), { absentMinutes: 225, plannedMinutes: 450 }]
  t.equal(addedWorkingDays({ interruptions: [], parts }), 0)
  const more = [...parts, { absentMinutes: 150, plannedMinutes: 300 }]
  t.equal(addedWorkingDays({ interruptions: [], parts: more }), 11)
})

t.test('N33: leave counts its working days, a stop does not', async (t) => {
  const leave: Interruption = {
    kind: 'parental-leave',
    from: day('2026-03-02'),
    to: day('2026-03-31'),
  }
  t.equal(addedWorkingDays({ interruptions: [leave], parts: [] }), 22)
  t.equal(addedWorkingDays({ interruptions: [{ ...leave, kind: 'stop' }], parts: [] }), 0)
})

t.test('the order of the parts does not matter', async (t) => {
  const part = fc.record({
    absentMinutes: fc.integer({ min: 0, max: 450 }),
    plannedMinutes: fc.constantFrom(240, 315, 450),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const forth = addedWorkingDays({ interruptions: [], parts })
      return forth === addedWorkingDays({ interruptions: [], parts: [...parts].reverse() })
    }),
    { seed: 20261121, numRuns: 100 },
  )
  t.end()
})
