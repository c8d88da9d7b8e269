import { createHash } from 'node:crypto'
import { getJournal, getJournalFile, getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { listLedgerEntries } from '@fotfeste/contracts/payroll/ledger.ts'
import {
  listLedgerAccounts,
  nameLedgerAccount,
} from '@fotfeste/contracts/payroll/ledger-accounts.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { municipality, newId, type Suite } from './factories.ts'
import { booked } from './factories-ledger.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const entries = async (suite: Suite, query: Readonly<Record<string, string | number>> = {}) =>
  (await suite.make(listLedgerEntries, { query })).body.items
const sides = (entry: { postings: { account: string; amountOre: number }[] }) =>
  entry.postings.map(({ account, amountOre }) => [account, amountOre])

t.test('X33: what is posted of a release and of the bank’s booking, to the øre', async (t) => {
  const suite = municipality(base)
  const { run, first, payments } = await booked(suite)
  const all = await entries(suite)
  t.same(
    all.map((one: { number: number }) => one.number),
    [1, 2, 3, 4, 5],
  )
  t.match(all[0], {
    kind: 'payslip',
    bookedOn: '2026-07-01',
    payRunId: run.payRunId,
    paymentId: null,
    postedBy: /per$/,
    previousHash: '0'.repeat(64),
  })
  t.same(sides(all[0]), [
    ['benefit-cost', 2_275_817],
    ['tax-withheld', -368_900],
    ['net-payable', -1_906_917],
  ])
  const tax = payments.find(({ kind }) => kind === 'tax')
  const [posted] = all.filter((one: { paymentId: string }) => one.paymentId === tax?.paymentId)
  t.match(posted, { kind: 'payment-booked', bookedOn: '2026-07-10', personId: null })
  t.same(sides(posted), [
    ['tax-withheld', 737_800],
    ['bank', -737_800],
  ])
  t.same((await entries(suite, { kind: 'payslip' })).length, 2)
  t.same((await entries(suite, { personId: first })).length, 2)
  t.same((await entries(suite, { payRunId: run.payRunId, from: '2026-07-02' })).length, 3)
  t.same((await entries(suite, { to: '2026-06-30' })).length, 0)

  const page = (await suite.make(listLedgerEntries, { query: { limit: 2 } })).body
  t.equal(page.items.length, 2)
  const next = { limit: 2, cursor: page.next }
  t.same(
    (await entries(suite, next)).map((one: { number: number }) => one.number),
    [3, 4],
  )
  const foreign = Buffer.from(JSON.stringify([newId(), newId()])).toString('base64url')
  const forged = await suite.call(listLedgerEntries, { query: { cursor: foreign } })
  t.match(forged, { status: 400, body: { errors: [{ pointer: '/cursor' }] } })
  const log = await suite.owner.query(
    `select distinct person from access_log where tenant = $1 and operation = 'listLedgerEntries'`,
    [suite.tenant],
  )
  t.equal(log.rows.length, 2, 'each person shown is in the access log')
})

t.test('anybody can compute an entry’s hash from what is shown', async (t) => {
  const suite = municipality(base)
  await booked(suite)
  for (const one of await entries(suite)) {
    const postings = one.postings.map(
      (side: { account: string; month: string; amountOre: number }) => [
        side.account,
        side.month,
        side.amountOre,
      ],
    )
    const text = JSON.stringify([
      suite.tenant,
      one.number,
      one.entryId,
      one.kind,
      one.source,
      one.bookedOn,
      one.payRunId,
      one.personId,
      one.paymentId,
      one.postedBy,
      one.postedAt,
      postings,
    ])
    t.equal(createHash('sha256').update(`${one.previousHash}\n${text}`).digest('hex'), one.hash)
  }
})

t.test('the trial balance of a day', async (t) => {
  const suite = municipality(base)
  await booked(suite)
  const on = async (date?: string) => {
    const { body } = await suite.make(getTrialBalance, { query: date ? { date } : {} })
    const accounts = body.accounts.map((one: { account: string; balanceOre: number }) => [
      one.account,
      one.balanceOre,
    ])
    return { ...body, accounts: Object.fromEntries(accounts) }
  }
  t.match(await on('2026-06-30'), { entries: 0, debitOre: 0, creditOre: 0 })
  const owed = await on('2026-07-01')
  t.match(owed, { date: '2026-07-01', entries: 2, debitOre: 4_551_634, creditOre: 4_551_634 })
  t.same(owed.accounts, {
    'benefit-cost': 4_551_634,
    claims: 0,
    'tax-withheld': -737_800,
    'attachments-payable': 0,
    'net-payable': -3_813_834,
    bank: 0,
  })
  const paid = await on()
  t.match(paid, { date: '2026-07-20', entries: 5 })
  t.same(paid.accounts, { ...owed.accounts, 'tax-withheld': 0, 'net-payable': 0, bank: -4_551_634 })
})

t.test('the journal, as JSON and as CSV, with the municipality’s own accounts', async (t) => {
  const suite = municipality(base)
  const { run } = await booked(suite)
  const july = { from: '2026-07-01', to: '2026-07-31' }
  const { body } = await suite.make(getJournal, { query: july })
  t.match(body, { ...july, debitOre: 9_103_268, creditOre: 9_103_268 })
  const line = (at: { kind: string; account: string }) =>
    body.lines.find(
      (one: { kind: string; account: string }) =>
        one.kind === at.kind && one.account === at.account,
    )
  t.same(line({ kind: 'payslip', account: 'benefit-cost' }), {
    bookedOn: '2026-07-01',
    kind: 'payslip',
    payRunId: run.payRunId,
    account: 'benefit-cost',
    accountNumber: null,
    function: '275',
    art: '089',
    month: '2026-06',
    debitOre: 4_551_634,
    creditOre: 0,
    entries: 2,
    firstNumber: 1,
    lastNumber: 2,
  })
  t.match(line({ kind: 'payment-booked', account: 'bank' }), {
    bookedOn: '2026-07-10',
    creditOre: 4_551_634,
    function: null,
    art: null,
  })
  const named = { accountNumber: '10895', function: '275', art: '080', from: '2026-07-01' }
  const params = { account: 'benefit-cost' }
  const set = await suite.make(nameLedgerAccount, { params, body: named })
  t.same(set.body, { account: 'benefit-cost', ...named, version: 1 })
  const later = { ...named, art: '089', from: '2026-08-01' }
  t.equal((await suite.make(nameLedgerAccount, { params, body: later })).body.version, 2)
  const { accounts } = (await suite.make(listLedgerAccounts, {})).body
  t.equal(accounts.length, 6)
  t.match(accounts[0], { ...named, version: 1 }, 'today the first holds')
  t.match(accounts[1], { account: 'claims', accountNumber: null, from: null, version: 0 })

  const file = await suite.make(getJournalFile, { query: july })
  const text = String(file.body)
  t.match(file.headers.get('content-type'), /^text\/csv/)
  t.equal(
    text.split('\r\n')[1],
    `2026-07-01;payslip;${run.payRunId};benefit-cost;10895;275;080;2026-06;45516,34;0,00;2;1;2`,
  )
  t.equal(text.split('\r\n').length, body.lines.length + 2)
  const since = { from: '2026-07-01', after: 2 }
  t.match((await suite.make(getJournal, { query: since })).body, {
    debitOre: 4_551_634,
    lines: [{ kind: 'payment-booked', firstNumber: /[345]/ }, {}, {}],
  })
  const turned = { query: { from: '2026-08-01', to: '2026-07-01' } }
  for (const contract of [getJournal, getJournalFile]) {
    t.match(await suite.call(contract, turned), { status: 422, code: 'dates-out-of-order' })
  }
  t.match((await suite.make(getJournal, { query: { to: '2026-06-30' } })).body, {
    from: '2026-06-01',
    to: '2026-06-30',
    lines: [],
  })
})

t.test(
  'protected persons: counted in every sum, their entries shown to who may see them',
  async (t) => {
    const suite = municipality(base)
    const { first } = await booked(suite)
    for (const table of ['person', 'ledger_entry']) {
      await suite.owner.query(`update ${table} set protected = true where person_id = $1`, [first])
    }
    t.equal((await entries(suite)).length, 3)
    const scopes = ['fotfeste:payroll.read', 'fotfeste:protected.read']
    t.equal((await suite.make(listLedgerEntries, { as: { scopes } })).body.items.length, 5)
    t.match((await suite.make(getTrialBalance, {})).body, { entries: 5 })
    t.match((await suite.make(getJournal, {})).body, { debitOre: 9_103_268 })
    t.match((await suite.make(verifyLedger, {})).body, { isWhole: true, entries: 5 })
  },
)
