import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { stopSetOff } from '@fotfeste/contracts/payroll/claims.ts'
import { registerDecision } from '@fotfeste/contracts/payroll/decisions.ts'
import { listNewerFacts } from '@fotfeste/contracts/payroll/newer-facts.ts'
import { approvePayRun, getPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { confirmPayee } from '@fotfeste/contracts/payroll/payees.ts'
import { registerWithholdingWish } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  approved,
  as,
  calculated,
  cancel,
  card,
  enterPayee,
  follow,
  missed,
  municipality,
  newId,
  order,
  pay,
  release,
  released,
  type Suite,
  sheetsOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-04-01' })
const on = (date: string) => base.clock.set(plainDate(date))

/** March paid, a claim for it found in April's run, and May calculated: the facts of each kind can still come. */
async function calculatedMay() {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await on('2026-04-01')
  await follow(suite, sheet('2026-03'))
  await pay(suite, personId)
  await released(suite, '2026-03')
  await follow(suite, sheet('2026-03', missed('2026-03', 5)), sheet('2026-04'), sheet('2026-05'))
  await on('2026-05-04')
  await released(suite, '2026-04')
  await on('2026-06-01')
  const run = await calculated(suite, '2026-05')
  return { suite, personId, sheet, run }
}

type Made = Awaited<ReturnType<typeof calculatedMay>>
const seen = async (suite: Suite, payRunId: string) => {
  const read = await suite.make(getPayRun, { params: { payRunId } })
  const list = await suite.make(listNewerFacts, { params: { payRunId } })
  return { newerFacts: read.body.newerFacts, items: list.body.items }
}

const COMES: Record<string, (made: Made) => Promise<unknown>> = {
  'tax-card': ({ suite, personId }) => card(suite, personId, { kind: 'percent', percent: 30 }),
  'withholding-wish': ({ suite, personId }) =>
    suite.make(registerWithholdingWish, {
      params: { personId },
      body: { extraOre: 50_000, from: '2026-06-01', to: null },
      as: as('enterer'),
    }),
  'attachment-order': ({ suite, personId }) => order(suite, personId),
  'individual-decision': ({ suite, personId }) =>
    suite.make(registerDecision, {
      params: { personId },
      body: { month: '2026-04', effect: 'deducted', decidedOn: '2026-06-01', reference: '2026/9' },
      as: as('enterer'),
    }),
  claim: ({ suite, personId }) =>
    suite.make(stopSetOff, {
      params: { personId, month: '2026-03' },
      body: { reason: 'appeal', note: 'Appeal of 1 June.' },
      as: as('enterer'),
    }),
  timesheet: ({ suite, sheet }) => follow(suite, sheet('2026-04', missed('2026-04', 1))),
  payee: ({ suite, personId }) => enterPayee(suite, personId, '86011117947'),
}

for (const [code, comes] of Object.entries(COMES)) {
  t.test(
    `TS-P1: ${code} after the calculation is told, and stops the approval until a new run`,
    async (t) => {
      const made = await calculatedMay()
      const { suite, personId, run } = made
      t.same(run.newerFacts, [])
      await comes(made)
      t.same(await seen(suite, run.payRunId), {
        newerFacts: [{ code, persons: 1 }],
        items: [{ personId, code }],
      })
      const [params, body] = [{ payRunId: run.payRunId }, { digest: run.digest }]
      const refused = await suite.call(approvePayRun, { params, body, as: as('approver') })
      t.match(refused, { status: 409, code: 'simulation-changed' })
      t.match(refused.body, { detail: new RegExp(`${code} \\(1 person\\)`) })
      await cancel(suite, run.payRunId)
      t.same((await seen(suite, run.payRunId)).newerFacts, [], 'a cancelled run is done with')
      const again = await calculated(suite, '2026-05')
      t.same(again.newerFacts, [])
      await approve(suite, again.payRunId)
    },
  )
}

t.test(
  'a base amount that is registered after the calculation is told of the municipality',
  async (t) => {
    const { suite, run } = await calculatedMay()
    await suite.make(registerBaseAmount, {
      params: { year: '2026' },
      body: { registeredOn: '2026-06-01' },
      as: as('enterer'),
    })
    const { newerFacts, items } = await seen(suite, run.payRunId)
    t.same(newerFacts, [{ code: 'base-amount', persons: 0 }])
    t.same(items, [])
  },
)

t.test(
  'a confirmed payee and a person who is new to the month are told, person by person',
  async (t) => {
    const suite = municipality(base)
    await on('2026-04-01')
    const [blocked, late] = [newId(), newId()]
    await follow(suite, approved(suite.tenant, { personId: blocked, month: '2026-03' }))
    await enterPayee(suite, blocked)
    const { payRunId } = await calculated(suite, '2026-03')
    await suite.make(confirmPayee, { params: { personId: blocked }, as: as('confirmer') })
    await follow(suite, approved(suite.tenant, { personId: late, month: '2026-03' }))
    await card(suite, late, { kind: 'percent', percent: 30 })
    const params = { payRunId }
    const one = await suite.make(listNewerFacts, { params, query: { limit: 1 } })
    const cursor = one.body.next as string
    const two = await suite.make(listNewerFacts, { params, query: { limit: 1, cursor } })
    t.same(
      [...one.body.items, ...two.body.items],
      [
        { personId: blocked, code: 'payee' },
        { personId: late, code: 'timesheet' },
      ],
    )
    t.equal(two.body.next, null)
    const read = await suite.make(getPayRun, { params })
    t.same(read.body.newerFacts, [
      { code: 'payee', persons: 1 },
      { code: 'timesheet', persons: 1 },
    ])
  },
)

t.test('a protected person is counted for all and named to who may see one', async (t) => {
  const suite = municipality(base)
  await on('2026-04-01')
  const personId = newId()
  const of = { personId, month: '2026-03' }
  await follow(suite, approved(suite.tenant, of, { protected: true }))
  const { payRunId } = await calculated(suite, '2026-03')
  const other = approved(suite.tenant, of, { protected: true })
  await follow(suite, other)
  t.same(await seen(suite, payRunId), {
    newerFacts: [{ code: 'timesheet', persons: 1 }],
    items: [],
  })
  const scopes = ['fotfeste:payroll.read', 'fotfeste:protected.read']
  const named = await suite.make(listNewerFacts, { params: { payRunId }, as: { scopes } })
  t.same(named.body.items, [{ personId, code: 'timesheet' }])
})

t.test(
  'an approved run is released whatever came since: the next one pays the difference',
  async (t) => {
    const made = await calculatedMay()
    const { suite, run } = made
    await approve(suite, run.payRunId)
    await COMES['tax-card']?.(made)
    t.match(await seen(suite, run.payRunId), { newerFacts: [{ code: 'tax-card' }] })
    await release(suite, run.payRunId)
    t.same((await seen(suite, run.payRunId)).newerFacts, [])
  },
)
