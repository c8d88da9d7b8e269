import {
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { claimRefund, demandRepayment, recoverClaim } from '@fotfeste/contracts/payroll/claims.ts'
import { releasePayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import {
  confirmPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { retryPayment } from '@fotfeste/contracts/payroll/payments.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  as,
  calculateAll,
  calculated,
  card,
  enterPayee,
  follow,
  missed,
  municipality,
  newId,
  order,
  pay,
  released,
  type Suite,
  sheetsOf,
  slipOf,
} from './factories.ts'
import { causesOf, inBalance } from './factories-ledger.ts'
import { camt054, hear, pain002, paymentsOf, type ShownPayment } from './factories-payments.ts'
import { type Register, SYNTHETIC, settlementHolding, writeAll } from './factories-reports.ts'

const base = await service(t, payroll, { today: '2026-06-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const TABLE_8000 = { kind: 'table', table: '8000', percent: 22 }
const debits = (payments: readonly ShownPayment[]) =>
  payments.map(({ endToEndId, amountOre }) => ({ endToEndId, amountOre }))
const releaseApproved = async (suite: Suite, payRunId: string) => {
  const body = registerDebtorAccount.bodyExample
  await suite.make(registerDebtorAccount, { body, as: as('enterer') })
  await suite.make(releasePayRun, { params: { payRunId }, as: as('releaser') })
}
const sumOf = (payments: readonly ShownPayment[]) =>
  payments.reduce((total, { amountOre }) => total + amountOre, 0)

t.test(
  'I20: payslips, ledger and bank file say the same behind every step of a life',
  async (t) => {
    const suite = municipality(base)
    await on('2026-06-01')
    const [first, second, third] = [newId(), newId(), newId()]
    const sheets = new Map([first, second, third].map((id) => [id, sheetsOf(suite, id)]))
    const approveMonth = async (month: string) => {
      for (const sheet of sheets.values()) await follow(suite, sheet(month))
    }
    await approveMonth('2026-05')
    await pay(suite, first)
    await pay(suite, second, '86011117947')
    await pay(suite, third, '12345678903')
    await card(suite, first, TABLE_8000)
    await order(suite, second, { keepsOre: 500_000 })
    await inBalance(t, suite, 'nothing yet')

    const may = await released(suite, '2026-05')
    const paid = await paymentsOf(suite, may.payRunId)
    t.same(paid.map(({ kind }) => kind).sort(), [
      'attachment',
      'benefit',
      'benefit',
      'benefit',
      'tax',
    ])
    t.same(causesOf(await inBalance(t, suite, 'released')), [
      ['awaiting-bank', 5, sumOf(paid)],
      ['not-reported', 1, may.grossOre],
    ])

    await hear(suite, pain002({ file: { payRunId: may.payRunId, status: 'ACCP' } }))
    const taken = await inBalance(t, suite, 'accepted')
    t.same(causesOf(taken)[0], ['awaiting-booking', 5, sumOf(paid)])
    t.equal(taken.taken.grossOre, sumOf(paid))

    const refused = paid.find(({ personId }) => personId === first) as ShownPayment
    const { endToEndId } = refused
    await hear(suite, pain002({ payments: [{ endToEndId, status: 'RJCT', reason: 'AC04' }] }))
    const others = paid.filter(({ paymentId }) => paymentId !== refused.paymentId)
    const partly = await inBalance(t, suite, 'partly rejected')
    t.same(causesOf(partly).slice(0, 2), [
      ['rejected', 1, refused.amountOre],
      ['awaiting-booking', 4, sumOf(others)],
    ])
    t.match(partly.differences[0], {
      remedy: /the next run pays it/,
      items: [{ paymentId: refused.paymentId, personId: first, month: '2026-05' }],
    })

    await hear(suite, camt054({ debits: debits(others), on: '2026-06-12' }))
    await on('2026-06-12')
    const booked = await inBalance(t, suite, 'booked')
    t.equal(booked.booked.grossOre, sumOf(others))
    const back = others.find(({ personId, kind }) => personId === third && kind === 'benefit')
    await hear(suite, camt054({ credits: debits([back as ShownPayment]), on: '2026-06-15' }))
    await on('2026-06-15')
    const returned = await inBalance(t, suite, 'returned')
    t.same(causesOf(returned).slice(0, 2), [
      ['rejected', 1, refused.amountOre],
      ['returned', 1, back?.amountOre],
    ])

    const retried = { params: { paymentId: refused.paymentId }, body: { reason: 'Opened again.' } }
    await suite.make(retryPayment, { ...retried, as: as('enterer') })
    await pay(suite, third, '76940512057')
    await inBalance(t, suite, 'asked for again')
    await on('2026-07-01')
    await approveMonth('2026-06')
    const june = await released(suite, '2026-06')
    const again = await paymentsOf(suite, june.payRunId)
    t.equal(again.length, 7, 'five of its own and two made again')
    t.same(causesOf(await inBalance(t, suite, 'made again'))[0], ['awaiting-bank', 7, sumOf(again)])
    await hear(suite, camt054({ debits: debits(again), on: '2026-07-10' }))
    await on('2026-07-10')
    t.same(causesOf(await inBalance(t, suite, 'all booked')), [
      ['not-reported', 2, may.grossOre + june.grossOre],
    ])

    const before = (await suite.make(getReconciliation, { query: { date: '2026-06-12' } })).body
    t.match(before, { date: '2026-06-12', agrees: true, booked: { grossOre: sumOf(others) } })
    t.same(
      causesOf(before)[0],
      ['rejected', 1, refused.amountOre],
      'a day that is past stays as it was',
    )
    const earlier = (await suite.make(getReconciliation, { query: { date: '2026-05-31' } })).body
    t.match(earlier, { agrees: true, payslips: { grossOre: 0 }, differences: [] })
  },
)

t.test('I20: claims found, set off, paid back and taken back', async (t) => {
  const suite = municipality(base)
  await on('2026-06-01')
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await follow(suite, sheet('2026-05'))
  await pay(suite, personId)
  await released(suite, '2026-05')

  await on('2026-07-01')
  await follow(suite, sheet('2026-05', missed('2026-05', 4)), sheet('2026-06'))
  await released(suite, '2026-06')
  const found = await inBalance(t, suite, 'a claim is found')
  const claimed = 4 * 75_861
  t.equal(found.claims.openOre, claimed - 2, 'four days of 758.6056, rounded as one line')

  await on('2026-08-03')
  await follow(suite, sheet('2026-07'))
  const july = await released(suite, '2026-07')
  const setOff = await inBalance(t, suite, 'set off')
  const slip = await slipOf(suite, july.payRunId, personId)
  t.equal(slip.grossOre, 2_275_817 - 227_582 + 1, 'a tenth of the month')
  t.equal(setOff.claims.openOre, found.claims.openOre - 227_581)

  const at = { personId, month: '2026-05' }
  const demand = { decidedOn: '2026-08-03', reference: '2026/1310' }
  const { demandId } = (
    await suite.make(demandRepayment, { params: at, body: demand, as: as('enterer') })
  ).body
  await suite.make(recoverClaim, {
    params: { personId, demandId },
    body: { amountOre: 30_000, receivedOn: '2026-08-03', isLast: true },
    as: as('enterer'),
  })
  const recovered = await inBalance(t, suite, 'paid back in part')
  t.equal(recovered.claims.openOre, setOff.claims.openOre - 30_000)

  const refund = {
    amountOre: 10_000,
    benefit: 'dagpenger',
    claimedOn: '2026-08-03',
    reference: 'x',
  }
  const nav = (await suite.make(claimRefund, { params: at, body: refund, as: as('enterer') })).body
  await suite.make(recoverClaim, {
    params: { personId, demandId: nav.demandId },
    body: { amountOre: 0, receivedOn: '2026-08-03', isLast: true },
    as: as('enterer'),
  })
  await inBalance(t, suite, 'a refund that came to nothing')

  await on('2026-09-01')
  await follow(suite, sheet('2026-05'), sheet('2026-08'))
  await released(suite, '2026-08')
  const back = await inBalance(t, suite, 'found to be right after all')
  t.equal(back.claims.openOre, 0, 'what was claimed is taken back, what was recovered is paid')
})

t.test(
  'an account entered anew behind the approval: owed, in the ledger, and not sent',
  async (t) => {
    const suite = municipality(base)
    await on('2026-06-01')
    const [known, changed] = [newId(), newId()]
    for (const personId of [known, changed]) {
      await follow(suite, sheetsOf(suite, personId)('2026-05'))
      await pay(suite, personId)
    }
    const { payRunId } = await calculated(suite, '2026-05')
    await approve(suite, payRunId)
    await enterPayee(suite, changed, '86011117947')
    await releaseApproved(suite, payRunId)
    const waiting = await inBalance(t, suite, 'not sent', 1_137_917)
    t.match(waiting.differences[0], {
      cause: 'not-sent',
      amountOre: 1_137_917,
      remedy: /have it confirmed; the next run pays it/,
      items: [{ personId: changed, paymentId: null, owedOre: 1_137_917, filedOre: 0 }],
    })
    await suite.make(confirmPayee, { params: { personId: changed }, as: as('confirmer') })
    await on('2026-07-01')
    const next = await released(suite, '2026-06')
    t.same(
      (await paymentsOf(suite, next.payRunId)).map(({ personId, amountOre }) => [
        personId,
        amountOre,
      ]),
      [[changed, 1_137_917]],
    )
    t.same(causesOf(await inBalance(t, suite, 'sent with the next run'))[0]?.[0], 'awaiting-bank')
  },
)

t.test('protected persons are counted, and named only to who may see them', async (t) => {
  const suite = municipality(base)
  await on('2026-06-01')
  const hidden = newId()
  await follow(suite, sheetsOf(suite, hidden)('2026-05', [], { protected: true }))
  await suite.owner.query('update person set protected = true where person_id = $1', [hidden])
  await suite.owner.query('update payee set protected = true where person_id = $1', [hidden])
  const scopes = ['fotfeste:payroll.read', 'fotfeste:payroll.write', 'fotfeste:protected.read']
  const sees = { sub: 'anne', scopes }
  const params = { personId: hidden }
  const body = { name: 'Selam Tesfay', accountNumber: '76940512057' }
  await suite.make(registerPayee, { params, body, as: sees })
  await suite.make(confirmPayee, { params, as: { ...sees, sub: 'eli' } })
  await released(suite, '2026-05')
  const unseen = await inBalance(t, suite, 'a protected person')
  t.match(unseen, { payslips: { grossOre: 2_275_817 } })
  const [awaiting] = unseen.differences
  t.match(awaiting, { cause: 'awaiting-bank', count: 2, amountOre: 2_275_817 })
  t.same(
    awaiting.items.map((one: { personId: string | null }) => one.personId),
    [null],
    'the tax alone',
  )
  const seen = (await suite.make(getReconciliation, { as: sees })).body
  t.same(seen.differences[0].items.map((one: { personId: string | null }) => one.personId).sort(), [
    hidden,
    null,
  ])
})

t.test('I26: what is paid and what is reported of a month of payout', async (t) => {
  const suite = municipality(base)
  await on('2026-06-01')
  const [first, late] = [newId(), newId()]
  for (const personId of [first, late]) {
    await follow(suite, sheetsOf(suite, personId)('2026-05'))
    await card(suite, personId, TABLE_8000)
  }
  await pay(suite, first)
  const may = await released(suite, '2026-05')
  const register: Register = new Map([first, late].map((id, at) => [id, SYNTHETIC[at] ?? null]))
  const { ask } = await settlementHolding(t, suite, register)
  const report = async (more: object = {}) => {
    const asked = { body: { month: '2026-06', ...more }, as: as('starter') }
    const { reportId } = (await suite.make(requestAMelding, asked)).body
    await writeAll(suite, ask)
    return { params: { reportId: reportId as string } }
  }
  const receipt = { outcome: 'received', reference: '0193b5cd-cbce', detail: null }
  const message = await report()
  const written = await inBalance(t, suite, 'written')
  t.same(causesOf(written).at(-1), ['not-reported', 1, 2_275_817], 'written is not delivered')
  await suite.make(registerAMeldingReceipt, { ...message, body: receipt })
  const told = await inBalance(t, suite, 'reported')
  t.match(told, { reported: { grossOre: 2_275_817, withheldOre: 368_900 } })
  t.same(
    causesOf(told).map(([cause]) => cause),
    ['awaiting-bank'],
  )

  await on('2026-06-15')
  await pay(suite, late, '86011117947')
  const body = { month: '2026-05', kind: 'extraordinary', reason: 'The account was missing.' }
  const { payRunId } = (await suite.make(startPayRun, { body, as: as('starter') })).body
  await calculateAll(suite)
  await approve(suite, payRunId)
  await releaseApproved(suite, payRunId)
  const more = await inBalance(t, suite, 'an extraordinary run')
  t.match(more.differences.at(-1), {
    cause: 'not-reported',
    items: [{ payRunId, month: '2026-05', owedOre: 2_275_817 }],
  })
  const again = await report({ cause: 'An extraordinary run.' })
  await suite.make(registerAMeldingReceipt, { ...again, body: receipt })
  const all = await inBalance(t, suite, 'reported anew')
  t.match(all, { reported: { grossOre: may.grossOre + 2_275_817, withheldOre: 737_800 } })
  t.same(causesOf(all).length, 1)
})
