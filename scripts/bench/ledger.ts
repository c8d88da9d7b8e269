import type { Contract } from '@fotfeste/contracts/contract.ts'
import { getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import { EMPTY_CHAIN } from '@fotfeste/domain/ledger/chain.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import pg from 'pg'
import { ask } from './api.ts'
import { fillLedger } from './filled-ledger.ts'
import type { House } from './house.ts'
import { type Measured, measured, type Round } from './row.ts'

const ROUNDS = 3
const MONTHS = 50
/** Each participant's month is two entries; the second is four times the first, so that growth is seen. */
const PARTICIPANTS = [200, 800]

type Filled = { readonly tenant: string; readonly entries: number }
type Sides = { readonly ours: () => Promise<unknown>; readonly floor: () => Promise<unknown> }

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Both sides warmed up, then in turns. */
async function roundsOf({ ours, floor }: Sides): Promise<Round[]> {
  await floor()
  await ours()
  const rounds: Round[] = []
  for (let at = 0; at < ROUNDS; at += 1) {
    rounds.push({ floor: await msOf(floor), value: await msOf(ours) })
  }
  return rounds
}

/** The floor of a verification: the same rows by one SELECT, each hashed with the hash before. */
async function hashAll(owner: pg.Client, tenant: string): Promise<void> {
  const { rows } = await owner.query({
    text: `select e.number, e.id, e.kind, e.source, e.booked_on, e.run_id, e.person_id, e.payment_id, e.posted_by,
        e.posted_at, e.previous_hash, e.hash, p.account, p.month, p.amount_ore
      from ledger_entry e join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number
      where e.tenant = $1 order by e.number, p.line`,
    values: [tenant],
    rowMode: 'array',
  })
  let { hash } = EMPTY_CHAIN
  for (const row of rows) hash = sha256(`${hash}\n${JSON.stringify(row)}`)
}

/** The floor of a reconciliation: what it looks at, summed by one SELECT a table. */
const SUMS = [
  'select sum(net_ore) from payslip where tenant = $1',
  'select sum(amount_ore) from payment where tenant = $1',
  `select e.kind, p.account, sum(p.amount_ore) from ledger_entry e
    join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number where e.tenant = $1 group by 1, 2`,
]
const BALANCES = [
  'select account, sum(amount_ore) from ledger_posting where tenant = $1 group by account',
]

async function fill(house: House, owner: pg.Client): Promise<Filled[]> {
  await house.prepareService('payroll')
  const filled: Filled[] = []
  for (const participants of PARTICIPANTS) {
    const tenant = freshTenant()
    filled.push({
      tenant,
      entries: await fillLedger(owner, { tenant, participants, months: MONTHS }),
    })
  }
  // As a table is that was filled over years.
  await owner.query('vacuum analyze')
  return filled
}

/** Verification, trial balance and reconciliation of a small ledger and one four times as large. */
export async function ledger(house: House): Promise<Measured[]> {
  const owner = new pg.Client(house.databases.payroll.ownerUrl)
  await owner.connect()
  try {
    const filled = await fill(house, owner)
    const url = await house.startService('payroll', {})
    const all: Measured[] = []
    for (const { tenant, entries } of filled) {
      const token = await house.issuer.token({
        tenant,
        sub: 'kari',
        scopes: ['fotfeste:payroll.read'],
      })
      const call = (contract: Contract) => () => ask({ url, token }, contract, {})
      const sum = (statements: readonly string[]) => async () => {
        for (const statement of statements) await owner.query(statement, [tenant])
      }
      const verified = await roundsOf({
        ours: call(verifyLedger),
        floor: () => hashAll(owner, tenant),
      })
      const perSecond = verified.map(({ value, floor }) => ({
        value: (entries / value) * 1000,
        floor: (entries / floor) * 1000,
      }))
      all.push(measured(`ledger-verify-${entries}`, 'entries/s', perSecond))
      const sides: [string, Contract, readonly string[]][] = [
        ['trial-balance', getTrialBalance, BALANCES],
        ['reconciliation', getReconciliation, SUMS],
      ]
      for (const [name, contract, statements] of sides) {
        const rounds = await roundsOf({ ours: call(contract), floor: sum(statements) })
        all.push(measured(`${name}-${entries}`, 'ms', rounds))
      }
    }
    return all
  } finally {
    await owner.end()
  }
}
