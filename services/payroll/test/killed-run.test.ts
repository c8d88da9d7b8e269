import { setTimeout as sleep } from 'node:timers/promises'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import { getPayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { peer, until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approved,
  as,
  calculateAll,
  cancel,
  card,
  follow,
  missed,
  newId,
  order,
  pay,
  released,
  sheetsOf,
} from './factories.ts'
import { tokensOf } from './factories-reports.ts'
import { kill, processesOf } from './own-process.ts'

const PERSONS = 5
const PAGE = 2
const suite = await service(t, payroll, { today: '2026-05-04' })
const introduction = await peer(t, [
  [
    feedContract('introduction'),
    async () => {
      await sleep(200)
      return []
    },
  ],
  [
    getControlTotals,
    () => ({
      month: '2026-04',
      timesheets: PERSONS,
      plannedMinutes: 0,
      presentMinutes: 0,
      absentMinutes: 0,
      unexcusedMinutes: 0,
      lastPosition: '0',
      withoutApproval: [],
    }),
  ],
])

const spawnService = await processesOf(t, suite, {
  today: '2026-05-04',
  settings: {
    FOTFESTE_SERVICE_TOKENS: JSON.stringify(tokensOf(suite)),
    FOTFESTE_INTRODUCTION_URL: introduction,
    FOTFESTE_PAY_RUN_PAGE: String(PAGE),
  },
})

const LINES = `select l.person_id, l.month, l.kind, l.sequence, l.code, l.amount_ore, l.detail, s.state, s.net_ore,
    s.withheld_ore, s.withholding, s.card_source, s.held_ore, s.reasons
  from pay_line l join payslip s on s.tenant = l.tenant and s.id = l.payslip_id
  where l.run_id = $1 order by 1, 2, 3, 4`
const TAKEN = `select person_id, 'attachment' as what, order_id::text as of, amount_ore from attachment_paid
    where run_id = $1
  union all select person_id, kind, month, amount_ore from claim_change where run_id = $1 order by 1, 2, 3`
const linesOf = async (runId: string) => (await suite.owner.query(LINES, [runId])).rows
const takenOf = async (runId: string) => (await suite.owner.query(TAKEN, [runId])).rows
const pagesOf = async (runId: string): Promise<number> => {
  const { rows } = await suite.owner.query('select payslips from pay_run where id = $1', [runId])
  return Math.ceil(rows[0].payslips / PAGE)
}

const persons = Array.from({ length: PERSONS }, newId).sort()
const [overpaid = '', attached = ''] = persons.slice(1)
const march = sheetsOf(suite, overpaid)
await suite.clock.set(plainDate('2026-03-02'))
await follow(suite, march('2026-02'))
await pay(suite, overpaid)
await released(suite, '2026-02')
await follow(suite, march('2026-02', missed('2026-02', 2)), march('2026-03'))
await suite.clock.set(plainDate('2026-04-01'))
await released(suite, '2026-03')
await suite.clock.set(plainDate('2026-05-04'))
for (const [at, personId] of persons.entries()) {
  const absences = [{ date: '2026-04-07', minutes: 60 * at, kind: 'unexcused' }]
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }, { absences }))
  if (at > 0) await pay(suite, personId)
  if (at > 1) await card(suite, personId, { kind: 'table', table: '8000' })
}
await order(suite, attached)

t.test('a run killed at each of its pages gives the same lines, each person once', async (t) => {
  const reference = (
    await suite.make(startPayRun, { body: { month: '2026-04' }, as: as('starter') })
  ).body.payRunId
  await calculateAll(suite)
  const expected = await linesOf(reference)
  t.equal(expected.length, PERSONS * 2 - 1 + 1, 'a line of absence each but one, and a set-off')
  const taken = await takenOf(reference)
  t.match(taken, [
    { what: 'set-off', of: '2026-02' },
    { what: 'attachment', amount_ore: '150000' },
  ])
  await cancel(suite, reference)

  // Each page is made long enough to be met in its middle.
  await suite.owner.query(`create function slow() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.25); return null; end $$`)
  await suite.owner.query(
    'create trigger slow after insert on pay_line for each statement execute function slow()',
  )
  const payRunId = (
    await suite.make(startPayRun, { body: { month: '2026-04' }, as: as('starter') })
  ).body.payRunId
  const pages = Math.ceil(PERSONS / PAGE)
  for (let done = 0; done < pages; done += 1) {
    const child = spawnService()
    await until(async () => (await pagesOf(payRunId)) >= done, 30_000)
    await sleep(100)
    await kill(child)
    t.ok((await pagesOf(payRunId)) <= done + 1, `killed behind page ${done}`)
  }
  const last = spawnService()
  const state = async () =>
    (await suite.make(getPayRun, { params: { payRunId } })).body.state as string
  await until(async () => (await state()) === 'calculated', 30_000)
  await kill(last)

  t.same(await linesOf(payRunId), expected)
  t.same(await takenOf(payRunId), taken)
  const { body } = await suite.make(getPayRun, { params: { payRunId } })
  t.match(body, { payslips: PERSONS, payable: PERSONS - 1, blocked: 1 })
  const { rows } = await suite.owner.query(
    `select count(*)::int as slips, count(distinct person_id)::int as persons, sum(net_ore)::int as net
     from payslip where run_id = $1`,
    [payRunId],
  )
  t.same(rows, [{ slips: PERSONS, persons: PERSONS, net: body.netOre }])
})

t.test('two copies of the service on one run write each line once', async (t) => {
  const open = await suite.owner.query(`select id from pay_run where state = 'calculated'`)
  await cancel(suite, open.rows[0].id)
  const { payRunId } = (
    await suite.make(startPayRun, { body: { month: '2026-04' }, as: as('starter') })
  ).body
  await Promise.all([1, 2, 3].map(() => calculateAll(suite, {}, 1)))
  await calculateAll(suite, {}, 1)
  t.match((await suite.make(getPayRun, { params: { payRunId } })).body, {
    state: 'calculated',
    payslips: PERSONS,
  })
})

t.test('the database refuses a second payment of a month, whoever writes it', async (t) => {
  const twice = `insert into pay_line select tenant, payslip_id, (number + 100)::smallint, run_id, person_id,
    protected, month, kind, sequence, counts, code, amount_ore, detail
    from pay_line where counts limit 1`
  const refused = await suite.owner.query(twice).catch((error: { constraint: string }) => error)
  t.match(refused, { constraint: 'pay_line_once' })
})
