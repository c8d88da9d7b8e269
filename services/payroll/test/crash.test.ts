import { getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { listPayments } from '@fotfeste/contracts/payroll/payments.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import t from 'tap'
import { bank } from './crash/bank.ts'
import { startChaos } from './crash/chaos.ts'
import { crashHouse } from './crash/house.ts'
import { introduction } from './crash/introduction.ts'
import { type Life, live, patientCaller } from './crash/life.ts'

/** FOTFESTE_CRASH_SEEDS=100 tries that many; each life can be repeated by its number. */
const SEEDS = Number(process.env['FOTFESTE_CRASH_SEEDS'] ?? 1)
const told = await introduction(t)
const house = await crashHouse(t, told.url)

/** What the product itself says of a life when it is over. */
async function accountsOf({ tenant }: Life) {
  const call = patientCaller(house, tenant)
  const [balance, verified, reconciled, payments] = await Promise.all([
    call('kari', getTrialBalance, {}),
    call('kari', verifyLedger, {}),
    call('kari', getReconciliation, {}),
    call('kari', listPayments, { query: { limit: '200' } }),
  ])
  const items = payments.json['items'] as { kind: string; state: string; amountOre: number }[]
  const paid = items.map(({ kind, state, amountOre }) => `${kind} ${state} ${amountOre}`).sort()
  return {
    balance: balance.json['accounts'],
    isWhole: verified.json['isWhole'],
    entries: verified.json['entries'],
    agrees: reconciled.json['agrees'],
    paid,
  }
}

const calm = await live({ house, told, bank: bank() })
const calmAccounts = await accountsOf(calm)

t.test('in peace everybody is paid what is theirs, and the books agree', (t) => {
  t.same(calm.bank.faults, [])
  t.equal(calmAccounts.agrees, true)
  t.equal(calmAccounts.isWhole, true)
  const owed = calm.slips.reduce((sum: number, slip) => sum + slip.netOre + slip.withheldOre, 0)
  const paid = Object.values(calm.bank.paidByAccount()).reduce((sum, ore) => sum + ore, 0)
  t.equal(paid, owed, 'what the bank paid is what the payslips say, tax and repayment included')
  t.end()
})

const LIMIT = { timeout: 120_000 }
for (let seed = 1; seed <= SEEDS; seed += 1) {
  const name = `killed again and again (seed ${seed}), nobody is paid twice and nobody not`
  t.test(name, LIMIT, async (t) => {
    const chaos = startChaos(house, seed)
    const life = await live({ house, told, bank: bank() })
    const kills = await chaos.stop()
    t.comment(JSON.stringify(kills))
    t.same(life.bank.faults, [])
    t.same(life.slips, calm.slips, 'the payslips are those of peace')
    t.same(life.bank.paidByAccount(), calm.bank.paidByAccount(), 'so is what each account was paid')
    t.same(await accountsOf(life), calmAccounts, 'and so are the books')
    t.ok(kills.service > 0 && kills.postgres + kills.connection > 0, 'it was killed indeed')
  })
}
