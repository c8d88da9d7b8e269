import { type Income, registerIncome } from '@fotfeste/domain/introduction/income.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import { month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'
import t from 'tap'

const day = plainDate
const state = { timesheet: 'open', month: month('2026-05') } as const
const work = { minutes: minutes(3600), wageOre: ore(800_000), days: null }
const income: Income = {
  paidWork: work,
  benefits: [
    { kind: 'arbeidsavklaringspenger', amountOre: ore(1_000_000), earnedBeforeProgramme: null },
    { kind: 'sykepenger', amountOre: ore(500_000), earnedBeforeProgramme: true },
  ],
}

t.test('paid work and benefits are given to an open month', async (t) => {
  t.same(registerIncome(state, income), income)
  const none = { paidWork: null, benefits: [] }
  t.same(registerIncome(state, none), none)
  const byDay = { ...work, days: [{ date: day('2026-05-12'), minutes: minutes(3600) }] }
  t.same(registerIncome(state, { ...income, paidWork: byDay }), { ...income, paidWork: byDay })
  const unknownWage = { ...income, paidWork: { ...work, wageOre: null } }
  t.same(registerIncome(state, unknownWage), unknownWage)
})

const refusals: [string, Partial<Income>][] = [
  ['wage-missing', { paidWork: { ...work, wageOre: ore(0) } }],
  [
    'not-in-month',
    { paidWork: { ...work, days: [{ date: day('2026-06-01'), minutes: minutes(3600) }] } },
  ],
  [
    'does-not-add-up',
    { paidWork: { ...work, days: [{ date: day('2026-05-12'), minutes: minutes(60) }] } },
  ],
  [
    'earned-before-unknown',
    { benefits: [{ kind: 'dagpenger', amountOre: ore(1), earnedBeforeProgramme: null }] },
  ],
]
for (const [refused, change] of refusals) {
  t.test(`income is refused as ${refused}`, async (t) => {
    t.match(registerIncome(state, { ...income, ...change }), { refused })
  })
}

t.test('a sealed month takes no income', async (t) => {
  t.match(registerIncome({ ...state, timesheet: 'sealed' }, income), { refused: 'month-sealed' })
})
