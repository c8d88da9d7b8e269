import { getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Test } from 'tap'
import { card, follow, newId, pay, released, type Suite, sheetsOf } from './factories.ts'
import { camt054, hear, paymentsOf } from './factories-payments.ts'

/** Independent of the service's own sums: what each table holds of a municipality, added up by the owner. */
const SUMS = `
  with run as (select * from pay_run where tenant = $1 and released_on is not null),
  slip as (select s.* from payslip s join run r on r.id = s.run_id where s.counts),
  posted as (select p.account, e.kind, p.amount_ore from ledger_entry e
    join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number where e.tenant = $1),
  newest as (select distinct on (of_run_id, kind, payslip_id, order_id) * from payment where tenant = $1
    order by of_run_id, kind, payslip_id, order_id, sequence desc)
  select
    (select coalesce(sum(net_ore + withheld_ore + attached_ore), 0) from slip)::int as payslips,
    (select coalesce(sum(gross_ore), 0) from slip)::int as gross,
    (select coalesce(-sum(amount_ore), 0) from posted where kind = 'payslip'
      and account in ('net-payable', 'tax-withheld', 'attachments-payable'))::int as ledger,
    (select coalesce(sum(amount_ore), 0) from newest)::int as payments,
    (select coalesce(sum(total_ore), 0) from payment_file where tenant = $1)::int as files,
    (select coalesce(sum(amount_ore), 0) from payment where tenant = $1)::int as filed,
    (select coalesce(sum(amount_ore), 0) from payment where tenant = $1 and state = 'booked')::int as booked,
    (select coalesce(-sum(amount_ore), 0) from posted where account = 'bank' and kind like 'payment%')::int as bank,
    (select coalesce(sum(amount_ore), 0) from posted)::int as rest,
    (select coalesce(sum(amount_ore), 0) from posted where account = 'claims')::int as claims,
    (select coalesce(sum(c.amount_ore), 0) from claim_change c join run r on r.id = c.run_id where c.counts)::int
      - (select coalesce(sum(amount_ore), 0) from claim_recovery where tenant = $1)::int as open,
    (select count(*) from (select of_run_id from payment where tenant = $1 and state not in ('rejected', 'returned')
      group by of_run_id, kind, payslip_id, order_id having count(*) > 1) x)::int as doubled,
    (select count(*) from (select entry_number from ledger_posting where tenant = $1 group by entry_number
      having sum(amount_ore) <> 0) x)::int as unbalanced`

/**
 * I1, I2, I4, I20: whatever has happened to a municipality, its payslips, ledger, payments and files say the same, and
 * the service's own reconciliation, balance and verification agree with that.
 */
export async function inBalance(
  t: Test,
  suite: Suite,
  ...[step, notSentOre = 0]: [string, number?]
) {
  const { rows } = await suite.owner.query(SUMS, [suite.tenant])
  const [sums] = rows
  t.match(sums, { rest: 0, unbalanced: 0 }, `${step}: every entry and all of them sum to zero`)
  t.equal(sums.doubled, 0, `${step}: nothing is paid twice`)
  t.same(
    [sums.gross, sums.ledger, sums.payments + notSentOre],
    [sums.payslips, sums.payslips, sums.payslips],
    `${step}: payslips = ledger = bank file and what is not sent`,
  )
  t.equal(sums.files, sums.filed, `${step}: the files carry the payments`)
  t.equal(sums.bank, sums.booked, `${step}: the ledger has what the bank booked`)
  t.equal(sums.claims, sums.open, `${step}: the ledger has the open claims`)
  const { body } = await suite.make(getReconciliation, {})
  t.match(body, {
    agrees: true,
    payslips: { grossOre: sums.payslips },
    ledger: { grossOre: sums.ledger },
    bankFile: { grossOre: sums.payments },
    booked: { grossOre: sums.booked },
    ledgerBooked: { grossOre: sums.bank },
    claims: { openOre: sums.open, ledgerOre: sums.claims },
  })
  const balance = (await suite.make(getTrialBalance, {})).body
  t.equal(balance.debitOre, balance.creditOre, `${step}: the trial balance balances`)
  const chain = (await suite.make(verifyLedger, {})).body
  t.match(chain, { isWhole: true, entries: balance.entries }, `${step}: the chain is whole`)
  return body
}

/** The causes of a reconciliation's differences, with how many and how much. */
export const causesOf = (body: {
  differences: { cause: string; count: number; amountOre: number }[]
}): [string, number, number][] =>
  body.differences.map(({ cause, count, amountOre }) => [cause, count, amountOre])

const TABLE_8000 = { kind: 'table', table: '8000', percent: 22 }

/** Two persons of June 2026, taxed by table 8000, released on 1 July and booked on the 10th. */
export async function booked(suite: Suite) {
  await suite.clock.set(plainDate('2026-07-01'))
  const [first, second] = [newId(), newId()]
  for (const personId of [first, second]) {
    await follow(suite, sheetsOf(suite, personId)('2026-06'))
    await pay(suite, personId)
    await card(suite, personId, TABLE_8000)
  }
  const run = await released(suite, '2026-06')
  const payments = await paymentsOf(suite, run.payRunId)
  const debits = payments.map(({ endToEndId, amountOre }) => ({ endToEndId, amountOre }))
  await hear(suite, camt054({ debits, on: '2026-07-10' }))
  await suite.clock.set(plainDate('2026-07-20'))
  return { run, first, second, payments }
}

/** Changes what no trigger lets be changed: as a superuser who turns the triggers off. */
export async function tamper(suite: Suite, ...changes: readonly string[]): Promise<void> {
  const client = await suite.owner.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const change of changes) await client.query(change, [suite.tenant])
  } finally {
    await client.query('reset session_replication_role')
    client.release()
  }
}
