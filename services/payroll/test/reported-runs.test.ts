import {
  getAMelding,
  getAMeldingFile,
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { listPayRunHistory } from '@fotfeste/contracts/payroll/pay-run-history.ts'
import { getPayRun, releasePayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { AskIdentities } from '../src/jobs/identities.ts'
import {
  approve,
  approved,
  as,
  calculateAll,
  card,
  follow,
  municipality,
  newId,
  order,
  pay,
  released,
  type Suite,
} from './factories.ts'
import { camt054, hear, pain002, paymentsOf } from './factories-payments.ts'
import { type Register, SYNTHETIC, settlementHolding, writeAll } from './factories-reports.ts'

const base = await service(t, payroll, { today: '2026-06-01' })
const deliverer = {
  scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
}
const taken = { outcome: 'received', reference: '0193b5cd-cbce', detail: null }

/** One person paid for May, whom settlement has a number of. */
async function paidMay(
  more: (suite: Suite, personId: string) => Promise<unknown> = async () => {},
) {
  const suite = municipality(base)
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }))
  await pay(suite, personId)
  await more(suite, personId)
  const run = await released(suite, '2026-05')
  const register: Register = new Map([[personId, SYNTHETIC[0] ?? null]])
  const { ask } = await settlementHolding(t, suite, register)
  const { body } = await suite.make(requestAMelding, { body: { month: run.payDate.slice(0, 7) } })
  await writeAll(suite, ask)
  return {
    suite,
    personId,
    ask,
    payRunId: run.payRunId as string,
    reportId: body.reportId as string,
  }
}

type Paid = Awaited<ReturnType<typeof paidMay>>
const receive = ({ suite, reportId }: Paid) =>
  suite.make(registerAMeldingReceipt, { params: { reportId }, body: taken })
const stateOf = async ({ suite, payRunId }: Paid): Promise<string> =>
  (await suite.make(getPayRun, { params: { payRunId } })).body.state

/** The bank takes all payments of the run, and books them. */
async function book({ suite, payRunId }: Paid): Promise<void> {
  const payments = await paymentsOf(suite, payRunId)
  await hear(suite, pain002({ file: { payRunId, status: 'ACCP' } }))
  const debits = payments.map(({ endToEndId, amountOre }) => ({ endToEndId, amountOre }))
  await hear(suite, camt054({ debits }))
}

t.test('a booked run is reported once its message is received', async (t) => {
  const paid = await paidMay()
  await book(paid)
  t.equal(await stateOf(paid), 'booked')
  await writeAll(paid.suite, paid.ask)
  t.equal(await stateOf(paid), 'booked', 'written is not received')
  await receive(paid)
  t.equal(await stateOf(paid), 'reported')
  const params = { payRunId: paid.payRunId }
  const { items } = (await paid.suite.make(listPayRunHistory, { params })).body
  t.match(
    items.find((one: { move: string }) => one.move === 'report'),
    { from: 'booked', to: 'reported', why: new RegExp(paid.reportId) },
  )
})

t.test('a run that is booked after its message was received follows by itself', async (t) => {
  const paid = await paidMay()
  await receive(paid)
  t.equal(await stateOf(paid), 'released')
  await book(paid)
  await writeAll(paid.suite, paid.ask)
  t.equal(await stateOf(paid), 'reported')
  await writeAll(paid.suite, paid.ask)
  const params = { payRunId: paid.payRunId }
  const { items } = (await paid.suite.make(listPayRunHistory, { params })).body
  t.equal(items.filter((one: { move: string }) => one.move === 'report').length, 1)
})

t.test('tax by the card and attachments for tax stand in the message', async (t) => {
  const { suite, reportId } = await paidMay(async (own, personId) => {
    await card(own, personId, { kind: 'percent', percent: 20 })
    await order(own, personId, { class: 'public-dues' })
    await order(own, personId, { class: 'maintenance' })
    await order(own, personId, { class: 'coordinated', amountOre: 100_000 })
  })
  const xml = (await suite.make(getAMeldingFile, { params: { reportId }, as: deliverer })).body
  t.match(xml, '<forskuddstrekk><beskrivelse>ordinaert</beskrivelse><beloep>-4551</beloep>')
  t.match(xml, '<beskrivelse>utleggstrekkSkatt</beskrivelse><beloep>-1500</beloep>')
  t.match(xml, '<beskrivelse>utleggstrekkSamordnet</beskrivelse><beloep>-1000</beloep>')
  t.match(xml, '<sumUtleggstrekk>2500</sumUtleggstrekk>', 'maintenance is not reported')
})

t.test('a written message that was never sent is withdrawn, and stands for nothing', async (t) => {
  const { suite, reportId, ask } = await paidMay()
  const withdrawn = { outcome: 'withdrawn', reference: null, detail: 'The wrong unit stood in it.' }
  const params = { reportId }
  t.match(await suite.make(registerAMeldingReceipt, { params, body: withdrawn }), {
    body: { state: 'failed', version: 3 },
  })
  const { body } = await suite.make(requestAMelding, { body: { month: '2026-06' } })
  t.match(body, { number: 2, replaces: null })
  await writeAll(suite, ask)
  t.match((await suite.make(getAMelding, { params: { reportId: body.reportId } })).body, {
    state: 'written',
  })
})

t.test('settlement is asked for five hundred persons at a time', async (t) => {
  const persons = Array.from({ length: 501 }, newId) as PersonId[]
  const register: Register = new Map(persons.map((personId) => [personId, SYNTHETIC[0] ?? null]))
  register.delete(persons[500] ?? '')
  const { ask, asked } = await settlementHolding(t, base, register)
  const held = await ask(base.tenant as Tenant, persons, new AbortController().signal)
  t.same(
    asked.map((ids) => ids.length),
    [500, 1],
  )
  t.equal(held.size, 500)
  t.notOk(held.has(persons[500] as PersonId), 'whom it does not know is not in the answer')
})

t.test('what is paid while numbers are asked for is in the message too', async (t) => {
  const suite = municipality(base)
  const [early, late] = [newId(), newId()]
  const month = '2026-05'
  await follow(suite, approved(suite.tenant, { personId: early, month }))
  await pay(suite, early)
  const run = await released(suite, month)
  const payout = run.payDate.slice(0, 7) as string
  const asked: string[][] = []
  const ask: AskIdentities = async (_tenant, personIds) => {
    asked.push([...personIds])
    if (asked.length === 1) await payLate(suite, { personId: late, month, payDate: run.payDate })
    return new Map(personIds.map((personId, at) => [personId, SYNTHETIC[at] ?? null]))
  }
  const { reportId } = (await suite.make(requestAMelding, { body: { month: payout } })).body
  await writeAll(suite, ask)
  t.same(
    asked.map((ids) => ids.length),
    [1, 2],
  )
  const report = (await suite.make(getAMelding, { params: { reportId } })).body
  t.match(report, { state: 'written', persons: 2 })
  t.equal(report.payRunIds.length, 2)
})

/** Pays somebody by a run beside the month's ordinary one, on its day of payout. */
async function payLate(
  suite: Suite,
  of: { personId: string; month: string; payDate: string },
): Promise<void> {
  await follow(suite, approved(suite.tenant, { personId: of.personId, month: of.month }))
  await pay(suite, of.personId)
  const kind = { kind: 'extraordinary', reason: 'The timesheet came late.' }
  const body = { month: of.month, payDate: of.payDate, ...kind }
  const { payRunId } = (await suite.make(startPayRun, { body, as: as('starter') })).body
  await calculateAll(suite)
  await approve(suite, payRunId)
  await suite.make(releasePayRun, { params: { payRunId }, as: as('releaser') })
}
