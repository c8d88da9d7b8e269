import { getJournal, getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import type { Books } from '@fotfeste/domain/ledger/books.ts'
import { reconcile } from '@fotfeste/domain/ledger/reconcile.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { service } from '@fotfeste/testing/harness.ts'
import type { CompiledQuery, Kysely } from 'kysely'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { readBooks } from '../src/queries/reconciliation.ts'
import {
  approve,
  calculated,
  card,
  follow,
  municipality,
  newId,
  pay,
  release,
  type Suite,
  sheetsOf,
} from './factories.ts'
import { inBalance } from './factories-ledger.ts'
import { camt054, hear, pain002, paymentsOf } from './factories-payments.ts'

const base = await service(t, payroll, { today: '2026-05-01' })
const READERS = 4
const PERSONS = 4

type Shown = {
  readonly agrees: boolean
  readonly differences: readonly { readonly cause: string }[]
  readonly payslips: { readonly grossOre: number }
}

/** Reads the books again and again until told to stop; what was read. */
function watch(suite: Suite) {
  let isOver = false
  const read: Shown[] = []
  const uneven: object[] = []
  const reconcile = async () => {
    while (!isOver) read.push((await suite.make(getReconciliation, {})).body)
  }
  const balance = async () => {
    while (!isOver) {
      const [balance, journal, chain] = await Promise.all([
        suite.make(getTrialBalance, {}),
        suite.make(getJournal, { query: { from: '2026-01-01' } }),
        suite.make(verifyLedger, {}),
      ])
      for (const { body } of [balance, journal]) {
        if (body.debitOre !== body.creditOre) uneven.push(body)
      }
      if (!chain.body.isWhole) uneven.push(chain.body)
    }
  }
  const reading = Promise.all([balance(), ...Array.from({ length: READERS }, reconcile)])
  return async () => {
    isOver = true
    await reading
    return { read, uneven }
  }
}

const OURS = ['not-in-ledger', 'not-in-bank-file', 'not-posted', 'claims-differ']

t.test(
  'I20: payslips, ledger and bank file say the same to whoever reads them while runs are paid',
  async (t) => {
    const suite = municipality(base)
    const sheets = Array.from({ length: PERSONS }, () => newId()).map(
      (personId) => [personId, sheetsOf(suite, personId)] as const,
    )
    for (const [personId, sheet] of sheets) {
      await follow(suite, sheet('2026-04'))
      await pay(suite, personId)
      await card(suite, personId, { kind: 'table', table: '8000', percent: 22 })
    }
    const stop = watch(suite)
    t.teardown(async () => void (await stop()))
    for (const [month, today, bookedOn] of [
      ['2026-04', '2026-05-01', '2026-05-12'],
      ['2026-05', '2026-06-01', '2026-06-12'],
    ] as const) {
      await base.clock.set(plainDate(today))
      for (const [, sheet] of sheets) await follow(suite, sheet(month))
      const { payRunId } = await calculated(suite, month)
      await inBalance(t, suite, `${month} calculated`)
      await approve(suite, payRunId)
      await inBalance(t, suite, `${month} approved`)
      await release(suite, payRunId)
      await inBalance(t, suite, `${month} released`)
      await hear(suite, pain002({ file: { payRunId, status: 'ACCP' } }))
      await inBalance(t, suite, `${month} accepted`)
      const payments = await paymentsOf(suite, payRunId)
      await base.clock.set(plainDate(bookedOn))
      for (const { endToEndId, amountOre } of payments) {
        await hear(suite, camt054({ debits: [{ endToEndId, amountOre }], on: bookedOn }))
      }
      await inBalance(t, suite, `${month} booked`)
    }
    const { read, uneven } = await stop()
    t.same(uneven, [], 'balance, journal and chain')
    t.same(
      read.filter(({ agrees }) => !agrees),
      [],
      'they agree at every moment',
    )
    const errors = read.flatMap(({ differences }) =>
      differences.filter(({ cause }) => OURS.includes(cause)),
    )
    t.same(errors, [], 'nothing is an error of ours at any moment')
    const sums = new Set(read.map(({ payslips }) => payslips.grossOre))
    t.ok(sums.size <= 3, 'a run is paid whole or not at all')
    t.ok(read.length > 10, `${read.length} readings`)
  },
)

/** A transaction that lets something else happen before it sends its statement of this number, and those behind it. */
function interrupted(trx: Kysely<Tables>, at: number, work: () => Promise<unknown>) {
  let sent = 0
  let before: Promise<unknown> = Promise.resolve()
  const interrupting = new Proxy(trx.getExecutor(), {
    get: (target, key) =>
      key !== 'executeQuery'
        ? Reflect.get(target, key).bind(target)
        : async (query: CompiledQuery) => {
            sent += 1
            if (sent === at) before = work()
            await before
            return target.executeQuery(query)
          },
  })
  return new Proxy(trx, {
    get: (target, key) => (key === 'getExecutor' ? () => interrupting : Reflect.get(target, key)),
  })
}

t.test('I20: a release while the books are read is in all of the sums or in none', async (t) => {
  for (const at of [1, 2, 3]) {
    const suite = municipality(base)
    await base.clock.set(plainDate('2026-07-01'))
    const personId = newId()
    await follow(suite, sheetsOf(suite, personId)('2026-06'))
    await pay(suite, personId)
    const { payRunId } = await calculated(suite, '2026-06')
    await approve(suite, payRunId)
    const books = await inTransaction<Tables, Books>(suite.kit.pool, jobView(suite.tenant), (trx) =>
      readBooks(
        interrupted(trx, at, () => release(suite, payRunId)),
        plainDate('2026-07-01'),
        false,
      ),
    )
    const { agrees, differences } = reconcile(books)
    const causes = differences.map(({ cause }) => cause).filter((cause) => OURS.includes(cause))
    t.match({ agrees, causes }, { agrees: true, causes: [] }, `before statement ${at}`)
  }
})
