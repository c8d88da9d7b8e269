import { feedContract } from '@fotfeste/contracts/feed.ts'
import {
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { closeLedgerMonth, listLedgerClosings } from '@fotfeste/contracts/payroll/closings.ts'
import { getJournal } from '@fotfeste/contracts/payroll/journal.ts'
import { listLedgerEntries } from '@fotfeste/contracts/payroll/ledger.ts'
import { closePayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  calculated,
  cancel,
  follow,
  municipality,
  newId,
  pay,
  released,
  type Suite,
  sheetsOf,
} from './factories.ts'
import { inBalance } from './factories-ledger.ts'
import { camt054, hear, pain002, paymentsOf, type ShownPayment } from './factories-payments.ts'
import { type Register, SYNTHETIC, settlementHolding, writeAll } from './factories-reports.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const close = (suite: Suite, month: string, more: object = {}) =>
  suite.call(closeLedgerMonth, { body: { month }, as: as('approver'), ...more })
const closingsOf = async (suite: Suite, query: object = {}) =>
  (await suite.make(listLedgerClosings, { query: { ...query } })).body
const entriesOf = async (suite: Suite, query: Record<string, string> = {}) =>
  (await suite.make(listLedgerEntries, { query })).body.items
const debit = ({ endToEndId, amountOre }: ShownPayment) => ({ endToEndId, amountOre })

/** June for so many persons, released on 1 July to be paid on the 10th. */
async function juneReleased(count = 2) {
  const suite = municipality(base)
  await on('2026-07-01')
  const persons = Array.from({ length: count }, newId)
  for (const personId of persons) {
    await follow(suite, sheetsOf(suite, personId)('2026-06'))
    await pay(suite, personId)
  }
  const { payRunId } = await released(suite, '2026-06')
  return {
    suite,
    persons,
    payRunId: payRunId as string,
    payments: await paymentsOf(suite, payRunId),
  }
}
type June = Awaited<ReturnType<typeof juneReleased>>

const book = ({ suite, payments }: June) =>
  hear(suite, camt054({ debits: payments.map(debit), on: '2026-07-10' }))

/** The a-melding of July is written, delivered and received. */
async function report({ suite, persons }: June): Promise<void> {
  const register: Register = new Map(persons.map((id, at) => [id, SYNTHETIC[at] ?? null]))
  const { ask } = await settlementHolding(t, suite, register)
  const { body } = await suite.make(requestAMelding, { body: { month: '2026-07' } })
  await writeAll(suite, ask)
  const receipt = { outcome: 'received', reference: '0193b5cd-cbce', detail: null }
  await suite.make(registerAMeldingReceipt, { params: { reportId: body.reportId }, body: receipt })
}

/** A municipality whose July is at its end, on 10 August. */
async function julyDone(count = 2): Promise<June> {
  const june = await juneReleased(count)
  await book(june)
  await on('2026-08-04')
  await report(june)
  await on('2026-08-10')
  return june
}

t.test('a month is closed when its runs are booked and reported, and stays so', async (t) => {
  const june = await juneReleased()
  const { suite, payRunId } = june
  await on('2026-08-10')
  const open = (state: string, remedy: RegExp) => ({
    ...{ status: 409, code: 'period-open' },
    body: { detail: new RegExp(`run ${payRunId} of 2026-06 is ${state}, ${remedy.source}`) },
  })
  t.match(await close(suite, '2026-07'), open('released', /send the bank’s answer/))
  await hear(suite, pain002({ file: { payRunId, status: 'ACCP' } }))
  t.match(await close(suite, '2026-07'), open('accepted', /send the bank’s account report/))
  await book(june)
  t.match(await close(suite, '2026-07'), open('booked', /have the a-melding/))
  await report(june)
  const key = 'close-july'
  const closed = await close(suite, '2026-07', { key })
  const entries = (await entriesOf(suite)).length
  t.match(closed, {
    status: 201,
    body: {
      month: '2026-07',
      entries,
      lastNumber: entries,
      closedOn: '2026-08-10',
      closedBy: /ola$/,
    },
  })
  const journal = (
    await suite.make(getJournal, { query: { from: '2026-07-01', to: '2026-07-31' } })
  ).body
  t.equal(closed.body.debitOre, journal.debitOre, 'the journal of the month is what was closed')
  t.equal(closed.body.lastHash, (await entriesOf(suite)).at(-1).hash)

  const again = await close(suite, '2026-07', { key })
  t.same(again.body, closed.body, 'the same request again is the same closing')
  t.match(await close(suite, '2026-07'), { status: 409, code: 'period-closed' })
  t.match(await close(suite, '2026-06'), { status: 409, code: 'period-closed' })
  t.match(await close(suite, '2026-08'), { status: 422, code: 'month-not-over' })
  await on('2026-10-05')
  t.match(await close(suite, '2026-09'), {
    status: 409,
    code: 'period-out-of-order',
    body: { detail: /2026-08 is open/ },
  })
  await suite.make(closeLedgerMonth, { body: { month: '2026-08' }, as: as('approver') })
  t.match(await closingsOf(suite), {
    items: [{ month: '2026-08', entries: 0, debitOre: 0 }, { month: '2026-07' }],
    next: null,
  })
  const page = await closingsOf(suite, { limit: 1 })
  t.match(await closingsOf(suite, { cursor: page.next }), { items: [{ month: '2026-07' }] })
  const forged = Buffer.from(JSON.stringify(['soon', newId()])).toString('base64url')
  t.match(await suite.call(listLedgerClosings, { query: { cursor: forged } }), { status: 400 })

  const asked = { as: { scopes: ['fotfeste:events.read'] }, query: { limit: 200 } }
  const told = (await suite.make(feedContract('payroll'), asked)).body.filter(
    ({ type }: { type: string }) => type === 'LedgerMonthClosed',
  )
  const { closedBy: _by, lastHash: _hash, ...facts } = closed.body
  t.match(told, [{ subject: facts.closingId }, { data: { month: '2026-08' } }])
  t.equal(told.length, 2)
  t.same(told[0].data, facts, 'without the hash: a feed holds no long digits')
})

t.test('only a person who may approve closes a month', async (t) => {
  const suite = municipality(base)
  await on('2026-08-10')
  const machine = { scopes: ['fotfeste:payroll.approve'], sub: null }
  t.match(await close(suite, '2026-07', { as: machine }), { status: 403, code: 'needs-a-person' })
  const reader = { sub: 'ola', scopes: ['fotfeste:payroll.read', 'fotfeste:payroll.write'] }
  t.match(await close(suite, '2026-07', { as: reader }), { status: 403 })
  t.match(await close(suite, '2026-07'), { status: 201, body: { entries: 0, lastNumber: 0 } })
})

t.test('a run that was never released keeps its month open until it is cancelled', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const personId = newId()
  await follow(suite, sheetsOf(suite, personId)('2026-06'))
  const { payRunId } = await calculated(suite, '2026-06')
  await on('2026-08-10')
  t.match(await close(suite, '2026-07'), {
    code: 'period-open',
    body: { detail: /is calculated, release or cancel it\.$/ },
  })
  await cancel(suite, payRunId)
  t.match(await close(suite, '2026-07'), { status: 201, body: { entries: 0 } })
})

t.test('a run that the bank refused is at its end, and is owed as before', async (t) => {
  const { suite, payRunId } = await juneReleased(1)
  await hear(suite, pain002({ file: { payRunId, status: 'RJCT' }, on: '2026-07-02' }))
  await on('2026-08-10')
  t.match(await close(suite, '2026-07'), { status: 201, body: { entries: 1 } })
  const params = { payRunId }
  const asked = { params, body: { reason: 'To be paid again.' }, as: as('releaser') }
  t.match(await suite.call(closePayRun, asked), { code: 'payments-waiting' })
  await inBalance(t, suite, 'closed with a refused run')
})

t.test('I25: what comes late is booked in the first open month, with its own day', async (t) => {
  const { suite, payments } = await julyDone()
  const before = (
    await suite.make(closeLedgerMonth, { body: { month: '2026-07' }, as: as('approver') })
  ).body
  const [first] = payments as [ShownPayment]
  const back = { ...debit(first), reference: 'B9', reason: 'AC01' }
  await hear(suite, camt054({ credits: [back], on: '2026-07-30' }))
  const late = (await entriesOf(suite)).at(-1)
  t.match(late, {
    ...{ kind: 'payment-returned', paymentId: first.paymentId },
    ...{ bookedOn: '2026-08-01', occurredOn: '2026-07-30' },
  })
  t.ok(
    (await entriesOf(suite))
      .slice(0, -1)
      .every((one: { occurredOn: null }) => one.occurredOn === null),
  )
  const july = { from: '2026-07-01', to: '2026-07-31' }
  t.equal((await suite.make(getJournal, { query: july })).body.debitOre, before.debitOre)
  t.same((await entriesOf(suite, { from: '2026-08-01' })).length, 1)
  await inBalance(t, suite, 'a return of July, booked in August')
  const known = await closingsOf(suite)
  t.same(known.items[0], before)
})

t.test('the database itself refuses a closed month, to the service and to the owner', async (t) => {
  const { suite } = await julyDone(1)
  await suite.make(closeLedgerMonth, { body: { month: '2026-07' }, as: as('approver') })
  const post = (day: string) =>
    suite.owner.query(
      `insert into ledger_entry (tenant, number, id, booked_on, kind, source, protected, lines, posted_by, posted_at,
         previous_hash, hash)
       select tenant, number + 1, uuidv7(), $2, 'claims', 'by hand', false, 2, 'x', now(), hash, hash
       from ledger_entry where tenant = $1 order by number desc limit 1`,
      [suite.tenant, day],
    )
  const refused = { code: '23514', constraint: 'ledger_entry_in_open_month' }
  for (const day of ['2026-07-01', '2026-07-31', '2025-12-31'])
    await t.rejects(post(day), refused, day)
  const unbalanced = { code: '23514', constraint: 'ledger_entry_balances' }
  await t.rejects(post('2026-08-01'), unbalanced, 'an open month is open')
  const other = municipality(base)
  t.match(await close(other, '2026-06'), { status: 201 }, 'each municipality closes its own')
  const changes = [
    `update ledger_closing set month = '2026-06'`,
    'delete from ledger_closing',
    'truncate ledger_closing',
  ]
  for (const change of changes) {
    await t.rejects(suite.owner.query(change), { code: '42501', message: /append-only/ }, change)
  }
  const early = `insert into ledger_closing select tenant, '2026-08', uuidv7(), last_number, last_hash, 0, 0, closed_by,
    '2026-08-31', now() from ledger_closing where tenant = $1`
  await t.rejects(
    suite.owner.query(early, [suite.tenant]),
    { code: '23514' },
    'not before it is over',
  )
})

t.test('books that do not agree are not closed', async (t) => {
  const june = await julyDone(1)
  const { suite, payments } = june
  const [first] = payments as [ShownPayment]
  const wrong = 'update payment set booked_on = null, state = $2 where id = $1'
  await suite.owner.query('alter table payment disable trigger all')
  await suite.owner.query(wrong, [first.paymentId, 'accepted'])
  await suite.owner.query('alter table payment enable trigger all')
  t.match(await close(suite, '2026-07'), {
    ...{ status: 409, code: 'books-differ' },
    body: { detail: /GET \/v1\/reconciliation/ },
  })
})

t.test(
  'a closing cut off in its middle leaves nothing, and is made once by the same key',
  async (t) => {
    const { suite, payments } = await julyDone()
    const holder = await suite.owner.connect()
    await holder.query('begin')
    await holder.query(`select pg_advisory_xact_lock(hashtextextended('ledger' || $1, 4209))`, [
      suite.tenant,
    ])
    const key = 'cut-off'
    const cut = close(suite, '2026-07', { key })
    const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    await until(async () => (await holder.query(waiting)).rows.length > 0, 5_000)
    await holder.query(`select pg_terminate_backend(pid) from (${waiting}) w`)
    t.ok((await cut).status >= 500)
    t.same((await closingsOf(suite)).items, [])

    const [first] = payments as [ShownPayment]
    const back = { ...debit(first), reference: 'B9', reason: 'AC01' }
    const both = Promise.all([
      close(suite, '2026-07', { key }),
      close(suite, '2026-07', { key }),
      close(suite, '2026-07'),
      hear(suite, camt054({ credits: [back], on: '2026-07-30' })),
    ])
    await holder.query('rollback')
    holder.release()
    const [one, two, other] = await both
    t.equal(one.status, two.status, 'the same key has the same answer')
    t.same([one.status, other.status].toSorted(), [201, 409], 'whoever comes first')
    const { items } = await closingsOf(suite)
    t.equal(items.length, 1)
    const inJuly = await entriesOf(suite, { from: '2026-07-01', to: '2026-07-31' })
    t.equal(
      inJuly.length,
      items[0].entries,
      'the month has what it was closed with, whoever came first',
    )
    await inBalance(t, suite, 'closed while the bank was heard')
  },
)
