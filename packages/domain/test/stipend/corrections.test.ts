import t from 'tap'
import { isDayOff } from '../../src/values/holidays.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { amounts, day, dayAbsent, facts, paid } from './facts.ts'
import { inputs, runOf } from './run-inputs.ts'
import { NOTHING_STANDS, runOnce, type Standing, standsFor } from './run-model.ts'

const MONTHS = ['2026-05', '2026-06', '2026-07'] as const
const missed = (of: string, count: number) =>
  daysOf(month(of))
    .filter((date) => !isDayOff(date))
    .slice(0, count)
    .map((date) => dayAbsent(date))

/** Pays May, June and July in runs of their own, by the same facts. */
const threePaid = (sheet: (of: string) => ReturnType<typeof facts>): Standing =>
  MONTHS.reduce((standing, of, at) => {
    const timesheets = MONTHS.slice(0, at + 1).map(sheet)
    return runOnce(standing, inputs(timesheets), runOf(of, `2026-0${at + 6}-12`)).after
  }, NOTHING_STANDS)

/** The run of August with other facts: what it says of each month before. */
function corrected(standing: Standing, sheet: (of: string) => ReturnType<typeof facts>) {
  const timesheets = [...MONTHS, '2026-08'].map(sheet)
  const { slip, after } = runOnce(standing, inputs(timesheets), runOf('2026-08', '2026-09-11'))
  const touched = [...(slip?.lines ?? []).filter(({ kind }) => kind === 'difference')]
  return { after, months: [...touched, ...(slip?.claims ?? [])].map((one) => one.month) }
}
const own = (standing: Standing) =>
  MONTHS.map((of) => standsFor(standing, month(of))).map(([was, claim]) => was - claim)

t.test('TS-C5: the first and the third are corrected, the middle one is untouched', async (t) => {
  const full = 2_275_817
  const before = threePaid((of) => facts(of))
  t.strictSame(own(before), [full, full, full])
  const { after, months } = corrected(before, (of) =>
    facts(of, { absences: of === '2026-06' ? [] : missed(of, of === '2026-08' ? 0 : 5) }),
  )
  t.notOk(months.includes(month('2026-06')))
  t.strictSame(own(after), [full - 379_303, full, full - 379_303])
})

t.test('TS-C2: corrected and corrected back, each month ends at its first result', async (t) => {
  const first = threePaid((of) => facts(of))
  const { after } = corrected(first, (of) => facts(of, { absences: missed(of, 2) }))
  const timesheets = [...MONTHS, '2026-08', '2026-09'].map((of) => facts(of))
  const back = runOnce(after, inputs(timesheets), runOf('2026-09', '2026-10-12')).after
  t.strictSame(own(back), own(first))
})

t.test('TS-C1: facts that touch two months recompute both, and no later one', async (t) => {
  const born = (birthDate: string) => (of: string) =>
    facts(of, { participant: { birthDate: day(birthDate) } })
  const before = threePaid(born('1990-04-01'))
  const { after, months } = corrected(before, born('2001-06-16'))
  t.strictSame([...new Set(months)].sort(), ['2026-05', '2026-06'])
  t.strictSame(own(after), [1_517_211, 758_606 + 1_137_908, 2_275_817])
})

t.test('TS-C6: what reaches over a new G goes by each month’s own rate', async (t) => {
  const interruptions = [
    { from: day('2026-04-28'), to: day('2026-05-02'), kind: 'unpaid-leave' as const },
  ]
  const of = (name: string) => amounts(paid(facts(name, { participant: { interruptions } })))
  t.strictSame(of('2026-04'), [2_169_333, -216_933], 'three days at 723.11')
  t.strictSame(of('2026-05'), [2_275_817, -151_721], 'two days at 758.61')
})

t.test('TS-B: a claim that shrinks is rewound only so far as it was taken back', async (t) => {
  const before = threePaid((of) => facts(of))
  const more = corrected(before, (of) =>
    facts(of, { absences: of === '2026-05' ? missed(of, 8) : [] }),
  ).after
  const [wasPaid, claim] = standsFor(more, month('2026-05'))
  t.strictSame([wasPaid, claim], [2_275_817, 606_884])
  const timesheets = [...MONTHS, '2026-08', '2026-09'].map((of) =>
    facts(of, { absences: of === '2026-05' ? missed(of, 5) : [] }),
  )
  const less = runOnce(more, inputs(timesheets), runOf('2026-09', '2026-10-12'))
  const steps = less.slip?.claims.map(({ kind, amountOre }) => [kind, amountOre])
  t.strictSame(steps, [
    ['found', 379_303 - 606_884],
    ['set-off', -227_581],
  ])
  t.strictSame(standsFor(less.after, month('2026-05')), [2_275_817 - 227_581, 379_303 - 227_581])
})
