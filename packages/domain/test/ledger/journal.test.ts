import t from 'tap'
import { type AccountSetting, LEDGER_ACCOUNTS, namesOn } from '../../src/ledger/account.ts'
import { type JournalSum, journalOf, journalPeriod } from '../../src/ledger/journal.ts'
import { journalCsv } from '../../src/ledger/journal-csv.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'
import { NO_ORE, ore } from '../../src/values/ore.ts'
import { idOf } from './facts.ts'

const setting = (version: number, from: string, changes: Partial<AccountSetting> = {}) =>
  ({
    account: 'benefit-cost',
    version,
    from: plainDate(from),
    accountNumber: `1089${version}`,
    function: '275',
    art: '089',
    ...changes,
  }) satisfies AccountSetting

const sum = (changes: Partial<JournalSum> = {}): JournalSum => ({
  bookedOn: plainDate('2026-07-10'),
  kind: 'payslip',
  runId: idOf(2),
  account: 'benefit-cost',
  month: month('2026-06'),
  debitOre: ore(2275817),
  creditOre: NO_ORE,
  entries: 1,
  firstNumber: 1,
  lastNumber: 1,
  ...changes,
})

t.test('function 275 and art 089 for the cost; the balance has neither', async (t) => {
  const day = plainDate('2026-07-10')
  t.strictSame(namesOn([], 'benefit-cost', day), {
    accountNumber: null,
    function: '275',
    art: '089',
  })
  for (const account of LEDGER_ACCOUNTS.slice(1)) {
    t.strictSame(namesOn([], account, day), { accountNumber: null, function: null, art: null })
  }
})

t.test('a setting holds from its day; of two that hold, the later entry', async (t) => {
  const settings = [
    setting(3, '2026-07-01'),
    setting(2, '2026-07-05'),
    setting(1, '2026-01-01'),
    setting(9, '2026-01-01', { account: 'bank' }),
  ]
  const on = (day: string) => namesOn(settings, 'benefit-cost', plainDate(day)).accountNumber
  t.equal(on('2025-12-31'), null)
  t.equal(on('2026-06-30'), '10891')
  t.equal(on('2026-07-04'), '10893')
  t.equal(on('2026-07-05'), '10893', 'the later entry, though its day is earlier')
  t.equal(
    on('2026-07-05'),
    namesOn(settings.toReversed(), 'benefit-cost', plainDate('2026-07-05')).accountNumber,
  )
})

t.test('the journal names each sum and adds up', async (t) => {
  const credit = sum({ account: 'net-payable', debitOre: NO_ORE, creditOre: ore(2275817) })
  const journal = journalOf([sum(), credit], [setting(1, '2026-01-01')])
  t.match(journal.lines, [
    { account: 'benefit-cost', accountNumber: '10891', function: '275', art: '089' },
    { account: 'net-payable', accountNumber: null, function: null, art: null },
  ])
  t.match(journal, { debitOre: 2275817, creditOre: 2275817 })
})

t.test('the same as CSV', async (t) => {
  const recovered = sum({ kind: 'claim-recovered', runId: null, account: 'bank', debitOre: ore(5) })
  t.strictSame(
    journalCsv(journalOf([sum(), recovered], [setting(1, '2026-01-01')])).split('\r\n'),
    [
      'bookedOn;kind;payRunId;account;accountNumber;function;art;month;debit;credit;entries;firstNumber;lastNumber',
      `2026-07-10;payslip;${idOf(2)};benefit-cost;10891;275;089;2026-06;22758,17;0,00;1;1;1`,
      '2026-07-10;claim-recovered;;bank;;;;2026-06;0,05;0,00;1;1;1',
      '',
    ],
  )
})

t.test('a journal is of the month so far unless told, and not of days turned round', async (t) => {
  const today = plainDate('2026-07-20')
  const period = (from?: string, to?: string) =>
    journalPeriod(
      { from: from ? plainDate(from) : undefined, to: to ? plainDate(to) : undefined, after: 7 },
      today,
    )
  t.strictSame(period(), { from: '2026-07-01', to: '2026-07-20', after: 7 })
  t.match(period(undefined, '2026-06-30'), { from: '2026-06-01', to: '2026-06-30' })
  t.match(period('2026-07-20'), { from: '2026-07-20', to: '2026-07-20' })
  t.match(period('2026-07-21'), { refused: 'dates-out-of-order', detail: /2026-07-21.*2026-07-20/ })
})
