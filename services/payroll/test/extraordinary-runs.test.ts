import { listPayRuns, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  as,
  calculateAll,
  card,
  follow,
  municipality,
  newId,
  order,
  pay,
  release,
  released,
  sheetsOf,
  slipOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const extraordinary = { kind: 'extraordinary', reason: 'The account was missing.' }

t.test('POL6: an extraordinary run pays who was blocked, and nobody else', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const [blocked, paid] = [newId(), newId()]
  for (const personId of [blocked, paid]) {
    await follow(suite, sheetsOf(suite, personId)('2026-06'))
    await card(suite, personId, { kind: 'table', table: '8000' })
  }
  await order(suite, blocked)
  await pay(suite, paid)
  const start = (body: object) => suite.call(startPayRun, { body, as: as('starter') })
  const june = { month: '2026-06', ...extraordinary }
  t.match(await start(june), { status: 409, code: 'no-ordinary-run' })
  const ordinary = await released(suite, '2026-06')
  t.match(ordinary, { kind: 'ordinary', extraordinaryReason: null, payable: 1, blocked: 1 })
  await on('2026-07-13')
  t.match(await start({ ...june, reason: null }), { status: 422, code: 'pay-run-reason' })
  t.match(await start({ month: '2026-07', reason: 'x' }), { status: 422, code: 'month-not-over' })
  t.match(await start({ month: '2026-06', reason: 'x' }), { status: 422, code: 'pay-run-reason' })
  t.match(await start({ month: '2026-06' }), { status: 409, code: 'pay-run-exists' })
  t.match(await start({ ...june, month: '2026-05' }), { status: 409, code: 'no-ordinary-run' })

  await pay(suite, blocked)
  const started = await start(june)
  t.match(started, {
    status: 202,
    body: { kind: 'extraordinary', extraordinaryReason: /missing/, payDate: '2026-07-14' },
  })
  t.match(await start(june), { status: 409, code: 'pay-run-open' })
  await calculateAll(suite)
  const { payRunId } = started.body
  await approve(suite, payRunId)
  const run = await release(suite, payRunId)
  t.match(run, { payslips: 1, payable: 1, grossOre: 2_275_817, attachedOre: 150_000 })
  t.match(await slipOf(suite, payRunId, blocked), {
    ...{ payDate: '2026-07-14', month: '2026-06', withheldOre: 368_900 },
    lines: [{ month: '2026-06', kind: 'ordinary' }],
  })
  t.equal(await slipOf(suite, payRunId, paid), undefined)

  const second = await start({ ...june, reason: 'Once more.' })
  await calculateAll(suite)
  await approve(suite, second.body.payRunId)
  t.match(await release(suite, second.body.payRunId), { payslips: 0, netOre: 0 }, 'nothing is left')
  const runs = (await suite.make(listPayRuns, { query: { month: '2026-06' } })).body.items
  t.same(
    runs.map(({ kind }: { kind: string }) => kind),
    ['extraordinary', 'extraordinary', 'ordinary'],
  )
  await on('2026-08-03')
  t.match(await released(suite, '2026-07'), { kind: 'ordinary', payslips: 0 })
})
