import {
  changeAttachmentOrder,
  listAttachmentOrders,
  registerAttachmentOrder,
} from '@fotfeste/contracts/payroll/attachments.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  calculated,
  card,
  follow,
  municipality,
  newId,
  order,
  pay,
  released,
  type Suite,
  sheetsOf,
  slipOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const { bodyExample } = registerAttachmentOrder

/** A person with a card of table 8000: 22,758.17 less 3,689 is 19,069.17. */
async function taxed() {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await on('2026-07-01')
  await follow(suite, sheet('2026-06'))
  await pay(suite, personId)
  await card(suite, personId, { kind: 'table', table: '8000' })
  return { suite, personId, sheet }
}
const change = (suite: Suite, params: { personId: string; orderId: string }, body: object) =>
  suite.call(changeAttachmentOrder, { params, body, as: as('enterer') })

t.test('POL16: attachments are taken after tax, by class and size, and end', async (t) => {
  const { suite, personId, sheet } = await taxed()
  const maintenance = (await order(suite, personId)).body
  const fine = (
    await order(suite, personId, {
      class: 'fine',
      amountOre: null,
      percent: 10,
      keepsOre: 1_700_000,
    })
  ).body
  const june = await released(suite, '2026-06')
  const slip = await slipOf(suite, june.payRunId, personId)
  // 19,069.17 - 1,500 leaves 17,569.17, of which 17,000 is kept from the fine's 2,275.82.
  t.match(slip, {
    ...{ grossOre: 2_275_817, withheldOre: 368_900, attachedOre: 206_917, netOre: 1_700_000 },
    attachments: [
      { orderId: maintenance.orderId, creditor: 'Innkrevingssentralen', amountOre: 150_000 },
      { orderId: fine.orderId, amountOre: 56_917, line: { code: 'attachment' } },
    ],
  })
  t.match(june, { attachedOre: 206_917, netOre: 1_700_000 })
  const listed = (await suite.make(listAttachmentOrders, { params: { personId } })).body.items
  t.match(listed, [
    { orderId: maintenance.orderId, paidOre: 150_000, version: 1 },
    { orderId: fine.orderId, paidOre: 56_917, percent: 10, amountOre: null },
  ])

  await on('2026-08-03')
  const ended = await change(
    suite,
    { personId, orderId: fine.orderId },
    {
      ...{ ...bodyExample, class: 'fine', amountOre: null, percent: 10 },
      to: '2026-08-03',
    },
  )
  t.match(ended, { status: 200, body: { to: '2026-08-03', version: 2, paidOre: 56_917 } })
  await follow(suite, sheet('2026-07'))
  const july = await calculated(suite, '2026-07')
  t.match(await slipOf(suite, july.payRunId, personId), {
    attachedOre: 150_000,
    attachments: [{ orderId: maintenance.orderId }],
  })
})

t.test('an order of an amount takes it once a month, whatever the number of runs', async (t) => {
  const { suite, personId, sheet } = await taxed()
  await order(suite, personId)
  await released(suite, '2026-06')
  await suite.owner.query(
    `update programme_facts set facts = facts where tenant = $1 and person_id = $2`,
    [suite.tenant, personId],
  )
  await on('2026-08-03')
  await follow(suite, sheet('2026-07', [{ date: '2026-07-03', minutes: 240, kind: 'unexcused' }]))
  const july = await released(suite, '2026-07')
  t.match(july, { attachedOre: 150_000 })
  const listed = (await suite.make(listAttachmentOrders, { params: { personId } })).body.items
  t.match(listed, [{ paidOre: 300_000 }])
})

t.test('orders are refused that say two things, nothing, or end before they begin', async (t) => {
  const { suite, personId } = await taxed()
  const register = (more: object) =>
    suite.call(registerAttachmentOrder, {
      params: { personId },
      body: { ...bodyExample, ...more },
      as: as('enterer'),
    })
  t.match(await register({ percent: 5 }), { status: 422, code: 'attachment-unclear' })
  t.match(await register({ amountOre: null }), { status: 422, code: 'attachment-unclear' })
  t.match(await register({ to: '2026-04-30' }), { status: 422, code: 'dates-out-of-order' })
  const { creditor } = bodyExample
  const wrong = { creditor: { ...creditor, kid: '2345677' } }
  t.match(await register(wrong), {
    status: 400,
    body: { errors: [{ pointer: '/creditor/kid' }] },
  })
  const stranger = { params: { personId: newId() }, body: bodyExample, as: as('enterer') }
  t.equal((await suite.call(registerAttachmentOrder, stranger)).status, 404)
  const made = await register({})
  t.match(made, { status: 201, body: { version: 1, paidOre: 0 } })
  const params = { personId, orderId: made.body.orderId }
  t.match(await change(suite, params, { ...bodyExample, percent: 5 }), {
    status: 422,
    code: 'attachment-unclear',
  })
  t.match(await change(suite, params, { ...bodyExample, to: '2026-04-30' }), {
    status: 422,
    code: 'dates-out-of-order',
  })
  const stale = { params, body: bodyExample, ifMatch: 7, as: as('enterer') }
  t.match(await suite.call(changeAttachmentOrder, stale), { status: 412, code: 'stale' })
  const unknown = { personId, orderId: newId() }
  t.equal((await change(suite, unknown, bodyExample)).status, 404)
  t.equal((await suite.call(listAttachmentOrders, { params: { personId: newId() } })).status, 404)
})
