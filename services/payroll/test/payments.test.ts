import { listAlerts } from '@fotfeste/contracts/payroll/alerts.ts'
import { registerAttachmentOrder } from '@fotfeste/contracts/payroll/attachments.ts'
import { listPayRunHistory } from '@fotfeste/contracts/payroll/pay-run-history.ts'
import {
  approvePayRun,
  closePayRun,
  getPaymentFile,
  getPayRun,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import { registerDebtorAccount } from '@fotfeste/contracts/payroll/payees.ts'
import { listPayments, retryPayment } from '@fotfeste/contracts/payroll/payments.ts'
import { listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { setPolicy } from '@fotfeste/contracts/payroll/policies.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  approved,
  as,
  calculateAll,
  calculated,
  cancel,
  enterPayee,
  follow,
  municipality,
  newId,
  order,
  pay,
  released,
  type Suite,
  started,
} from './factories.ts'
import { camt054, hear, pain002, paymentsOf, type ShownPayment } from './factories-payments.ts'

const base = await service(t, payroll, { today: '2026-05-04' })

const on = (date: string) => base.clock.set(plainDate(date))

/** A municipality whose April run is with the bank, for so many persons. */
async function aprilReleased(count: number) {
  const suite = municipality(base)
  await on('2026-05-04')
  const persons = Array.from({ length: count }, newId)
  for (const personId of persons) {
    await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
    await pay(suite, personId)
  }
  const { payRunId } = await released(suite, '2026-04')
  const payments = await paymentsOf(suite, payRunId)
  const benefits = payments.filter(({ kind }) => kind === 'benefit')
  const [tax] = payments.filter(({ kind }) => kind === 'tax')
  return { suite, persons, payRunId, payments, benefits, tax: tax as ShownPayment }
}
const stateOf = async (suite: Suite, payRunId: string): Promise<string> =>
  (await suite.make(getPayRun, { params: { payRunId } })).body.state
const statesOf = async (suite: Suite, payRunId: string): Promise<string[]> =>
  (await paymentsOf(suite, payRunId)).map(({ state }) => state)
const outcomesOf = (answer: { entries: { outcome: string }[] }) =>
  answer.entries.map(({ outcome }) => outcome)
const next = async (suite: Suite, month: string, today: string) => {
  await on(today)
  const run = await calculated(suite, month)
  await approve(suite, run.payRunId)
  const params = { payRunId: run.payRunId as string }
  return (await suite.make(releasePayRun, { params, as: as('releaser') })).body
}

t.test('a run goes by the bank’s word alone from release to booked, each move told', async (t) => {
  const { suite, payRunId, benefits, tax } = await aprilReleased(3)
  t.same(await statesOf(suite, payRunId), Array(4).fill('released'), 'sending marks nothing')
  const answer = await hear(suite, pain002({ file: { payRunId, status: 'ACCP' } }))
  t.match(answer, { kind: 'pain.002', changed: 4, entries: [{ outcome: 'applied', changed: 4 }] })
  t.equal(await stateOf(suite, payRunId), 'accepted')
  const totalOre = benefits.reduce((sum, { amountOre }) => sum + amountOre, 0)
  const batch = { payRunId, part: 1, totalOre }
  await hear(suite, camt054({ batch }))
  t.equal(await stateOf(suite, payRunId), 'accepted', 'the tax is still to come')
  await hear(suite, camt054({ debits: [{ ...tax, reference: 'B1' }], on: '2026-05-13' }))
  t.equal(await stateOf(suite, payRunId), 'booked')
  t.match((await paymentsOf(suite, payRunId)).at(-1), {
    ...{ kind: 'tax', personId: null, state: 'booked', bookedOn: '2026-05-13' },
    ...{ bankReference: 'B1', acceptedOn: '2026-05-12', executionOn: '2026-05-13' },
  })
  const params = { payRunId }
  const history = (await suite.make(listPayRunHistory, { params })).body.items
  t.match(
    history.map(({ move, to }: { move: string; to: string }) => `${move} ${to}`),
    [
      'start draft',
      'calculate calculated',
      'approve approved',
      'release released',
      'accept accepted',
      'book booked',
    ],
  )
  t.match(history[1], { actor: null, from: 'draft' })
  t.match(history[2], { actor: /ola$/, on: '2026-05-04', why: /^[0-9a-f]{64}$/ })
  t.match(history[4], { actor: /case-worker$/, why: /^pain.002 BANK-/ })
  const page = (await suite.make(listPayRunHistory, { params, query: { limit: 2 } })).body
  const rest = { params, query: { cursor: page.next } }
  t.equal((await suite.make(listPayRunHistory, rest)).body.items.length, 4)
})

t.test('one rejected: the rest is paid, and the next run pays it to the new account', async (t) => {
  const { suite, payRunId, benefits } = await aprilReleased(2)
  const [bad, good] = benefits as [ShownPayment, ShownPayment]
  const answer = await hear(
    suite,
    pain002({
      file: { payRunId, status: 'ACCP' },
      payments: [{ endToEndId: bad.endToEndId, status: 'RJCT', reason: 'AC04' }],
    }),
  )
  t.same(outcomesOf(answer), ['applied', 'applied'])
  t.equal(await stateOf(suite, payRunId), 'accepted')
  const [rejected] = (await suite.make(listPayments, { query: { state: 'rejected' } })).body.items
  t.match(rejected, {
    ...{ paymentId: bad.paymentId, rejectCode: 'AC04', rejectText: 'Told & done' },
    ...{ rejectedOn: '2026-05-12', isReplaced: false, version: 2 },
  })
  await on('2026-06-01')
  t.match((await suite.make(listAlerts)).body.alerts, [
    { code: 'payments-failed', payRunId, count: 1, since: '2026-05-12' },
  ])
  const personId = bad.personId as string
  await enterPayee(suite, personId, '86011117947')
  await follow(
    suite,
    approved(suite.tenant, { personId: good.personId as string, month: '2026-05' }),
  )
  const unconfirmed = await next(suite, '2026-05', '2026-06-01')
  t.match(unconfirmed, { repayments: 0 }, 'not to an account that nobody confirmed')
  await pay(suite, personId, '86011117947')
  const june = await next(suite, '2026-06', '2026-07-01')
  t.match(june, { payslips: 0, netOre: 0, repayments: 1, repaidOre: bad.amountOre })
  t.match(await paymentsOf(suite, june.payRunId), [
    { ofPayRunId: payRunId, personId, month: '2026-04', sequence: 2, amountOre: bad.amountOre },
  ])
  const person = (await suite.make(listPayments, { query: { personId, limit: 1 } })).body
  t.match(person.items, [{ state: 'rejected', isReplaced: true }])
  const file = await suite.make(getPaymentFile, {
    params: { payRunId: june.payRunId },
    as: {
      scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
    },
  })
  t.match(file.body, '<Id>86011117947</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></CdtrAcct>')
})

t.test('a payment that came back is made again when a person asks, once', async (t) => {
  const { suite, payRunId, benefits, persons, tax } = await aprilReleased(1)
  const [one] = benefits as [ShownPayment]
  const params = { paymentId: one.paymentId }
  const ask = (more: object = {}) =>
    suite.call(retryPayment, { params, body: { reason: 'A mistake of the bank.' }, ...more })
  t.match(await ask(), { status: 409, code: 'payment-state' })
  const { endToEndId, amountOre } = one
  await hear(suite, camt054({ debits: [{ endToEndId, amountOre, reference: 'B1' }] }))
  const back = { endToEndId, amountOre, reference: 'B2', reason: 'AC01' }
  await hear(suite, camt054({ credits: [back], on: '2026-05-15' }))
  t.match((await paymentsOf(suite, payRunId))[0], {
    ...{ state: 'returned', bookedOn: '2026-05-12', returnedOn: '2026-05-15', rejectCode: 'AC01' },
  })
  t.match(await ask({ ifMatch: 1 }), { status: 412 })
  t.match(await ask(), { status: 200, body: { retryBy: /case-worker/, retryOn: '2026-05-04' } })
  t.match(await ask(), { status: 409, code: 'payment-state' })
  await on('2026-05-18')
  const body = { month: '2026-04', kind: 'extraordinary', reason: 'A payment came back.' }
  const again = (await suite.make(startPayRun, { body, as: as('starter') })).body.payRunId
  await calculateAll(suite)
  await approve(suite, again)
  const asked = { params: { payRunId: again }, as: as('releaser') }
  const [gone, heard] = await Promise.all([
    suite.make(releasePayRun, asked),
    hear(suite, camt054({ debits: [{ ...tax, reference: 'B3' }] })),
  ])
  t.match(gone.body, { state: 'released', repayments: 1 })
  t.equal(heard.changed, 1, 'neither waits for the other')
  const [second] = await paymentsOf(suite, again)
  t.match(second, { personId: persons[0], month: '2026-04', sequence: 2, amountOre })
  t.match(await ask(), { status: 409, code: 'payment-state' })
})

t.test('I13: what fails behind the approval is not paid again by it, unseen', async (t) => {
  const { suite, payRunId, benefits } = await aprilReleased(2)
  const [one] = benefits as [ShownPayment, ShownPayment]
  await on('2026-05-18')
  await pay(suite, one.personId as string, '12345678903')
  const start = async () => {
    const body = { month: '2026-04', kind: 'extraordinary', reason: 'A new account.' }
    const { body: run } = await suite.make(startPayRun, { body, as: as('starter') })
    await calculateAll(suite)
    await approve(suite, run.payRunId)
    return { payRunId: run.payRunId as string }
  }
  const params = await start()
  const reject = { endToEndId: one.endToEndId, status: 'RJCT', reason: 'AC04' }
  await hear(suite, pain002({ file: { payRunId, status: 'ACCP' }, payments: [reject] }))
  const release = () => suite.call(releasePayRun, { params, as: as('releaser') })
  t.match(await release(), { status: 409, code: 'simulation-changed' })
  t.same(await paymentsOf(suite, params.payRunId), [])
  await cancel(suite, params.payRunId)
  const again = await start()
  const gone = await suite.make(releasePayRun, { params: again, as: as('releaser') })
  t.match(gone.body, { repayments: 1, repaidOre: one.amountOre })
  t.match(await paymentsOf(suite, again.payRunId), [{ personId: one.personId, sequence: 2 }])
})

t.test('what cannot be applied is coded and the rest applied', async (t) => {
  const { suite, payRunId, benefits, tax } = await aprilReleased(3)
  const [a, b, c] = benefits as [ShownPayment, ShownPayment, ShownPayment]
  const stranger = { endToEndId: 'NOTPROVIDED', amountOre: 5 }
  const answer = await hear(
    suite,
    camt054({
      debits: [
        { ...a, reference: 'B1' },
        { ...b, amountOre: b.amountOre + 1 },
        stranger,
        { ...a, reference: 'B9' },
      ],
    }),
  )
  t.same(outcomesOf(answer), ['applied', 'amount-differs', 'unknown', 'double'])
  const later = await hear(
    suite,
    pain002({
      payments: [
        { endToEndId: a.endToEndId, status: 'ACSP' },
        { endToEndId: a.endToEndId, status: 'RJCT' },
        { endToEndId: c.endToEndId, status: 'PDNG' },
        { endToEndId: tax.endToEndId, status: 'ACSC', amountOre: tax.amountOre },
      ],
    }),
  )
  t.same(outcomesOf(later), ['repeated', 'contradicts', 'noted', 'applied'])
  t.same((await statesOf(suite, payRunId)).sort(), ['accepted', 'booked', 'released', 'released'])
  t.equal(await stateOf(suite, payRunId), 'released', 'two are not answered yet')
  const pending = await hear(suite, camt054({ debits: [c], status: 'PDNG' }))
  t.same(outcomesOf(pending), ['noted'])
})

t.test(
  'a whole file rejected: the run is rejected, and closed once it is paid again',
  async (t) => {
    const { suite, payRunId, payments } = await aprilReleased(1)
    await hear(suite, pain002({ file: { payRunId, status: 'RJCT' } }))
    t.equal(await stateOf(suite, payRunId), 'rejected')
    const params = { payRunId }
    const close = () =>
      suite.call(closePayRun, { params, body: { reason: 'Paid again.' }, as: as('releaser') })
    t.match(await close(), { status: 409, code: 'payments-waiting' })
    const body = { reason: 'The agreement was not in force.' }
    for (const { paymentId } of payments)
      await suite.make(retryPayment, { params: { paymentId }, body })
    const may = await next(suite, '2026-05', '2026-06-01')
    t.match(may, { repayments: 2 })
    t.match(await paymentsOf(suite, may.payRunId), [
      { kind: 'benefit', sequence: 2 },
      { kind: 'tax', sequence: 2, executionOn: '2026-06-12' },
    ])
    t.match(await close(), { status: 200, body: { state: 'closed' } })
    t.match(await close(), { status: 409, code: 'pay-run-state' })
    const june = await next(suite, '2026-06', '2026-07-01')
    t.match(june, { repayments: 0, state: 'booked' }, 'a closed run owes nothing')
    const stale = { params, body: { reason: 'x' }, ifMatch: 1, as: as('releaser') }
    t.match(await suite.call(closePayRun, stale), { status: 412 })
  },
)

t.test('a payee that changes after approval holds back that person alone', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const [changed, other] = [newId(), newId()]
  for (const personId of [changed, other]) {
    await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
    await pay(suite, personId)
  }
  const { payRunId } = await calculated(suite, '2026-04')
  await approve(suite, payRunId)
  await pay(suite, changed, '86011117947')
  await suite.make(registerDebtorAccount, { body: registerDebtorAccount.bodyExample })
  await suite.make(releasePayRun, { params: { payRunId }, as: as('releaser') })
  t.match(
    (await paymentsOf(suite, payRunId)).map(({ personId }) => personId),
    [other, null],
  )
  t.match((await suite.make(listAlerts)).body.alerts, [{ code: 'payees-unconfirmed', count: 1 }])
  await follow(suite, started(suite.tenant, changed, { protected: true }))
  const may = await next(suite, '2026-05', '2026-06-01')
  t.match(may, { repayments: 1 })
  t.match(await paymentsOf(suite, may.payRunId), [
    { personId: changed, month: '2026-04', sequence: 1, ofPayRunId: payRunId },
  ])
  const query = { runId: may.payRunId }
  t.same((await suite.make(listPayments, { query })).body.items, [], 'a protected person is hidden')
  t.same(
    (await suite.make(listAlerts)).body.alerts.length,
    1,
    'the bank has not answered for April',
  )
})

t.test('above the municipality’s amount two approve, each another', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  const set = (name: string, value: number | boolean) =>
    suite.make(setPolicy, {
      params: { name },
      body: { value, from: '2026-04', reason: 'Decided by the council.' },
      as: as('enterer'),
    })
  await set('twoApproversAboveOre', 2_000_000)
  const { payRunId, digest } = await calculated(suite, '2026-04')
  const by = (who: Parameters<typeof as>[0]) =>
    suite.call(approvePayRun, { params: { payRunId }, body: { digest }, as: as(who) })
  t.match(await by('approver'), {
    status: 200,
    body: { state: 'calculated', firstApprovedBy: /ola$/, approvedBy: null },
  })
  t.match(await by('approver'), { status: 403, code: 'same-actor' })
  t.match(await by('releaser'), {
    status: 200,
    body: { state: 'approved', firstApprovedBy: /ola$/, approvedBy: /per$/ },
  })
  const history = await suite.make(listPayRunHistory, { params: { payRunId } })
  t.match(history.body.items.at(-2), { move: 'approve-first', to: 'calculated', actor: /ola$/ })
})

t.test('a municipality that sets confirmation off pays as entered', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await enterPayee(suite, personId)
  await suite.make(setPolicy, {
    params: { name: 'payeeConfirmation' },
    body: { value: false, from: '2026-04', reason: 'Two persons sit together.' },
    as: as('enterer'),
  })
  const { payRunId } = await released(suite, '2026-04')
  t.match(await paymentsOf(suite, payRunId), [{ personId }, { kind: 'tax' }])
})

t.test('a creditor of an attachment is paid by KID, and again when a person asks', async (t) => {
  const suite = municipality(base)
  await on('2026-06-01')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }))
  await pay(suite, personId)
  await order(suite, personId, { keepsOre: 500000 })
  const { payRunId, attachedOre } = await released(suite, '2026-05')
  const [, attachment] = await paymentsOf(suite, payRunId)
  t.match(attachment, { kind: 'attachment', personId, amountOre: attachedOre })
  const { paymentId, endToEndId } = attachment as ShownPayment
  await hear(suite, pain002({ payments: [{ endToEndId, status: 'RJCT', reason: 'RR07' }] }))
  const asked = { params: { paymentId }, body: { reason: 'The creditor gave the right KID.' } }
  await suite.make(retryPayment, asked)
  const june = await next(suite, '2026-06', '2026-07-01')
  t.match(await paymentsOf(suite, june.payRunId), [
    { kind: 'attachment', sequence: 2, month: '2026-05', ofPayRunId: payRunId },
  ])
  const scopes = ['payroll.approve', 'identity.read', 'protected.read']
  const asReader = { scopes: scopes.map((scope) => `fotfeste:${scope}`) }
  const file = await suite.make(getPaymentFile, { params: { payRunId }, as: asReader })
  t.same(
    file.body.match(/<CtgyPurp><Cd>\w+/g).map((code: string) => code.slice(-4)),
    ['SALA', 'SUPP', 'TAXS'],
  )
  const { accountNumber, kid } = registerAttachmentOrder.bodyExample.creditor
  t.match(file.body, accountNumber)
  t.match(file.body, `<Ref>${kid}</Ref>`)
})

t.test('tax needs its account; a bank on .09 gets .09', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  const { payRunId } = await calculated(suite, '2026-04')
  await approve(suite, payRunId)
  const { taxAccount, taxKid, ...bare } = registerDebtorAccount.bodyExample
  const half = await suite.call(registerDebtorAccount, { body: { ...bare, taxAccount } })
  t.match(half, { status: 400, body: { errors: [{ pointer: '/taxKid' }] } })
  const wrong = { ...bare, taxAccount, taxKid: '2345677' }
  t.equal((await suite.call(registerDebtorAccount, { body: wrong })).status, 400)
  await suite.make(registerDebtorAccount, { body: bare })
  const params = { payRunId }
  t.match(await suite.call(releasePayRun, { params, as: as('releaser') }), {
    status: 409,
    code: 'no-tax-account',
  })
  const body = { ...bare, taxAccount, taxKid, fileVersion: 'pain.001.001.09' }
  await suite.make(registerDebtorAccount, { body, as: as('enterer') })
  t.match(await suite.call(releasePayRun, { params, as: as('enterer') }), { status: 403 })
  await suite.make(registerDebtorAccount, { body, as: as('approver') })
  const own = await suite.call(releasePayRun, { params, as: as('approver') })
  t.match(own, { status: 403, code: 'same-actor' }, 'who entered where the tax goes')
  await suite.make(releasePayRun, { params, as: as('releaser') })
  const scopes = ['payroll.approve', 'identity.read', 'protected.read']
  const file = await suite.make(getPaymentFile, {
    params,
    as: { scopes: scopes.map((scope) => `fotfeste:${scope}`) },
  })
  t.match(file.body, 'pain.001.001.09')
  const { rows } = await suite.owner.query(
    `select payments, total_ore::int, encode(sha256(convert_to($2, 'UTF8')), 'hex') = sha256 as same
     from payment_file where run_id = $1`,
    [payRunId, file.body],
  )
  t.same(rows, [{ payments: 2, total_ore: 2169333, same: true }])
})

t.test('a run that pays nobody is booked at once', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await enterPayee(suite, personId)
  const run = await calculated(suite, '2026-04')
  const list = await suite.make(listPayslips, { params: { payRunId: run.payRunId } })
  t.match(list.body.items, [{ state: 'blocked', netOre: 0 }])
  await approve(suite, run.payRunId)
  await suite.make(registerDebtorAccount, { body: registerDebtorAccount.bodyExample })
  const params = { payRunId: run.payRunId as string }
  const gone = await suite.make(releasePayRun, { params, as: as('releaser') })
  t.match(gone.body, { state: 'booked', releasedOn: '2026-05-04' })
})

t.test(
  'the database refuses a second standing payment, and any change of what was sent',
  async (t) => {
    const { benefits } = await aprilReleased(1)
    const { paymentId } = benefits[0] as ShownPayment
    const twice = `insert into payment select (p).* from (select jsonb_populate_record(p, jsonb_build_object(
    'id', uuidv7(), 'sequence', 7, 'end_to_end_id', 'other')) as p from payment p where id = $1) x`
    const refused = await base.owner.query(twice, [paymentId]).catch((error) => error)
    t.match(refused, { constraint: 'payment_one_standing' })
    const same = twice.replace(`'sequence', 7, `, '')
    t.match(await base.owner.query(same, [paymentId]).catch((error) => error), {
      constraint: 'payment_fingerprint',
    })
    const { rows } = await base.owner.query(
      `select privilege_type, column_name from information_schema.role_column_grants
     where table_name = 'payment' and privilege_type = 'UPDATE' and column_name in ('amount_ore', 'payee_version')
     and grantee like 'svc%' or table_name in ('payment', 'payment_file', 'pay_run_event', 'bank_answer')
     and privilege_type = 'DELETE'`,
    )
    t.same(rows, [])
  },
)
