import { cancelPayRun, getPayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { calculatePayRuns } from '../src/jobs/calculate-pay-runs.ts'
import {
  agreeing,
  as,
  calculateAll,
  follow,
  municipality,
  newId,
  pay,
  type Suite,
  sheetsOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const PAGE = 2

/** A municipality with so many participants, and its run of June started. */
async function started(persons: number): Promise<{ suite: Suite; payRunId: string }> {
  const suite = municipality(base)
  for (let made = 0; made < persons; made += 1) {
    const personId = newId()
    await follow(suite, sheetsOf(suite, personId)('2026-06'))
    await pay(suite, personId)
  }
  const { body } = await suite.make(startPayRun, { body: { month: '2026-06' }, as: as('starter') })
  return { suite, payRunId: body.payRunId }
}

const readRun = async ({ suite, payRunId }: Awaited<ReturnType<typeof started>>) =>
  (await suite.make(getPayRun, { params: { payRunId } })).body

t.test('trouble in some municipalities holds up none of the others', async (t) => {
  const runs = []
  for (let made = 0; made < 7; made += 1) runs.push(await started(1))
  const [first, second, ...others] = runs
  if (!first || !second) throw new Error('there are runs')
  const troubled = [first.suite.tenant, second.suite.tenant]
  await base.owner.query(`create function fail() returns trigger language plpgsql as
    $$ begin raise exception 'no payslips today'; end $$`)
  await base.owner.query(`create trigger fail before insert on payslip for each row
    when (new.tenant in ('${troubled.join("', '")}')) execute function fail()`)
  await t.rejects(calculateAll(base), { message: /no payslips today/ })
  for (const run of others) t.match(await readRun(run), { state: 'calculated', payable: 1 })
  for (const run of [first, second])
    t.match(await readRun(run), { state: 'waiting', payslips: 0, reason: /tried again/ })
  await base.owner.query('drop trigger fail on payslip')
  await calculateAll(base)
  for (const run of [first, second])
    t.match(await readRun(run), { state: 'calculated', payable: 1 })
})

t.test('a run closes whether its last page is full, short or empty', async (t) => {
  for (const persons of [0, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE]) {
    const run = await started(persons)
    await calculateAll(run.suite, {}, PAGE)
    t.match(await readRun(run), { state: 'calculated', payslips: persons, payable: persons })
    const params = { payRunId: run.payRunId }
    await run.suite.make(cancelPayRun, {
      params,
      body: { reason: 'It was tried.' },
      as: as('starter'),
    })
  }
})

t.test('a service that stops leaves the runs it has not begun', async (t) => {
  const run = await started(1)
  const settings = { kit: base.kit, controlTotals: agreeing(base), pageSize: PAGE }
  await calculatePayRuns(settings).run(AbortSignal.abort())
  t.match(await readRun(run), { state: 'draft', payslips: 0 })
})
