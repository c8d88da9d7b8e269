import { retryPayment } from '@fotfeste/contracts/payroll/payments.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import {
  addToMonth,
  firstDay,
  type Month,
  month as monthOf,
} from '@fotfeste/domain/values/month.ts'
import { service } from '@fotfeste/testing/harness.ts'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  card,
  follow,
  missed,
  municipality,
  newId,
  order,
  pay,
  released,
  type Suite,
  sheetsOf,
} from './factories.ts'
import { inBalance } from './factories-ledger.ts'
import { camt054, hear, pain002, paymentsOf, type ShownPayment } from './factories-payments.ts'

const base = await service(t, payroll, { today: '2026-02-02' })
const RUNS = 4

/** What can happen to a municipality, in any order: the bank's words of one payment or of a file, and our acts. */
const step = fc.record({
  what: fc.constantFrom('accept', 'reject', 'book', 'return', 'accept-file', 'retry', 'release'),
  which: fc.nat(50),
})
type Step = { readonly what: string; readonly which: number }

type Life = { suite: Suite; runs: string[]; next: Month; sheet: ReturnType<typeof sheetsOf> }

/** The next month: now and then the one before it turns out to be too much, so that claims and set-off occur. */
async function releaseMonth(life: Life, which: number): Promise<string> {
  const { suite, sheet, next } = life
  await base.clock.set(firstDay(addToMonth(next, 1)))
  const before = addToMonth(next, -1)
  const isFirst = life.runs.length === 0
  if (!isFirst) await follow(suite, sheet(before, missed(before, which % 5)))
  await follow(suite, sheet(next))
  const run = await released(suite, next)
  life.runs.push(run.payRunId)
  life.next = addToMonth(next, 1)
  return `${next} released`
}

async function happen(life: Life, { what, which }: Step): Promise<string> {
  const { suite, runs } = life
  if (what === 'release') return releaseMonth(life, which)
  const all: ShownPayment[] = (
    await Promise.all(runs.map((runId) => paymentsOf(suite, runId)))
  ).flat()
  const met = all[which % all.length]
  if (!met) return 'nothing to speak of'
  const { endToEndId, amountOre, paymentId, payRunId, kind } = met
  const on = suite.clock.today()
  const told = `${what} ${kind} ${met.state}`
  if (what === 'retry') {
    const asked = { params: { paymentId }, body: { reason: 'Tried again.' }, as: as('enterer') }
    return `${told}: ${(await suite.call(retryPayment, asked)).status}`
  }
  const status = what === 'reject' ? 'RJCT' : 'ACCP'
  const documents: Record<string, string> = {
    accept: pain002({ payments: [{ endToEndId, status }], on }),
    reject: pain002({ payments: [{ endToEndId, status, reason: 'AC04' }], on }),
    book: camt054({ debits: [{ endToEndId, amountOre }], on }),
    return: camt054({ credits: [{ endToEndId, amountOre }], on }),
    'accept-file': pain002({ file: { payRunId, status }, on }),
  }
  await hear(suite, documents[what] ?? '')
  return told
}

async function live(t: Test, steps: readonly Step[]): Promise<void> {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await base.clock.set(plainDate('2026-02-02'))
  await follow(suite, sheet('2026-01'))
  await pay(suite, personId)
  await card(suite, personId, { kind: 'table', table: '8000', percent: 22 })
  await order(suite, personId, { from: '2026-01-01', keepsOre: 500_000 })
  const life: Life = { suite, runs: [], next: monthOf('2026-01'), sheet }
  await releaseMonth(life, 0)
  for (const one of steps) await inBalance(t, suite, await happen(life, one))
}

t.test(
  'I1, I2, I20: whatever the bank says in whatever order, the sums stay the same',
  async (t) => {
    const lives = fc.sample(fc.array(step, { minLength: 14, maxLength: 18 }), {
      seed: 20261122,
      numRuns: RUNS,
    })
    for (const [at, steps] of lives.entries()) {
      await t.test(`life ${at + 1}: ${steps.map(({ what }) => what).join(', ')}`, (t) =>
        live(t, steps),
      )
    }
  },
)
