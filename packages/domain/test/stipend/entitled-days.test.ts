import t from 'tap'
import { daysBetween } from '../../src/values/calendar.ts'
import { day, dayAbsent, facts, paid } from './facts.ts'

t.test(
  'entitled days: absence and weekends are in, leave and days outside the programme out',
  async (t) => {
    t.equal(paid(facts('2026-05')).entitledDays.length, 31)
    const absent = facts('2026-05', { absences: [dayAbsent('2026-05-12')] })
    t.equal(paid(absent).entitledDays.length, 31)
    const started = paid(facts('2026-01')).entitledDays
    t.equal(started[0], '2026-01-12')
    t.equal(started.length, 20)
    const leave = { from: day('2026-05-04'), to: day('2026-05-10'), kind: 'unpaid-leave' } as const
    const away = paid(facts('2026-05', { participant: { interruptions: [leave] } })).entitledDays
    t.equal(away.length, 31 - daysBetween(leave.from, leave.to))
    t.notOk(away.some((one) => leave.from <= one && one <= leave.to))
  },
)

t.test(
  'entitled days stay in order where the factor changes there and back in a month',
  async (t) => {
    const at = (from: string, partnerInProgramme: boolean) => ({
      from: day(from),
      livesWithParent: false,
      partnerInProgramme,
      hasChildren: false,
    })
    const household = [at('2026-01-12', false), at('2026-05-10', true), at('2026-05-20', false)]
    const { entitledDays } = paid(facts('2026-05', { participant: { household } }))
    t.same(entitledDays, entitledDays.toSorted())
    t.equal(new Set(entitledDays).size, 31)
  },
)
