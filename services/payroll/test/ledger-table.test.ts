import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { type Sealing, sealEntries } from '@fotfeste/domain/ledger/chain.ts'
import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import { postRecovery } from '@fotfeste/domain/ledger/post-recovery.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'
import { tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView, openTransaction } from '@fotfeste/kit/db.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { insertEntries, lockLedger } from '../src/queries/ledger.ts'
import { protectPerson } from '../src/queries/protection.ts'
import { aParticipant, newId } from './factories.ts'
import { tamper } from './factories-ledger.ts'

const suite = await service(t, payroll, { today: '2026-07-01' })
const { personId } = await aParticipant(suite)

const recovery = (amount: number): Entry | null =>
  postRecovery({
    recoveryId: newId(),
    personId: personId as Id<'Person'>,
    month: month('2026-04'),
    amountOre: ore(amount),
    bookedOn: plainDate('2026-07-01'),
  })

/** Posts as the service does: under the ledger's lock, with the commit. */
async function post(of: string, ...entries: (Entry | null)[]): Promise<void> {
  const open = await openTransaction<Tables>(suite.kit.pool, jobView(of))
  try {
    const held = await lockLedger(open.trx)
    const sealing: Sealing = {
      tenant: tenantOf(of),
      ...held,
      postedBy: 'https://issuer.example|per',
      postedAt: '2026-07-01T08:00:00.000Z',
      newId: () => newId() as Id<'LedgerEntry'>,
      sha256,
    }
    await open.finish(insertEntries(open.trx, entries, sealing).map((query) => query.compile()))
  } catch (error) {
    await open.abandon()
    throw error
  }
}
const entriesOf = async (of: string) =>
  (
    await suite.owner.query(
      'select number::int, previous_hash, hash, protected from ledger_entry where tenant = $1 order by number',
      [of],
    )
  ).rows
const asService = (work: (trx: Kysely<Tables>) => Promise<unknown>) =>
  inTransaction<Tables, unknown>(suite.kit.pool, jobView(suite.tenant), work)

t.test('entries are numbered without gaps, whoever posts at the same time', async (t) => {
  const none = { head: (await entriesOf(suite.tenant)).length }
  t.same(none, { head: 0 })
  await post(suite.tenant, recovery(100), null, recovery(200))
  await Promise.all([300, 400, 500, 600].map((amount) => post(suite.tenant, recovery(amount))))
  const rows = await entriesOf(suite.tenant)
  t.same(
    rows.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6],
  )
  t.same(
    rows.slice(1).map((row) => row.previous_hash),
    rows.slice(0, -1).map((row) => row.hash),
  )
  await post(suite.tenant, null, recovery(0))
  t.equal((await entriesOf(suite.tenant)).length, 6, 'nothing to post, nothing posted')
})

t.test('I3: the ledger is never changed, by the service or by the owner', async (t) => {
  const changes = [
    'update ledger_entry set booked_on = booked_on + 1',
    'update ledger_posting set amount_ore = amount_ore * 2',
    'delete from ledger_posting',
    'delete from ledger_entry',
    'truncate ledger_posting',
    'truncate ledger_entry cascade',
  ]
  for (const change of changes) {
    await t.rejects(
      asService((trx) => sql.raw(change).execute(trx)),
      { code: '42501', message: /permission denied/ },
      `the service: ${change}`,
    )
    await t.rejects(
      suite.owner.query(change),
      { code: '42501', message: /append-only: (UPDATE|DELETE|TRUNCATE) of ledger_\w+ is refused/ },
      `the owner: ${change}`,
    )
  }
  t.equal((await entriesOf(suite.tenant)).length, 6)
})

t.test(
  'who may see an entry follows the person, and nothing else can change with it',
  async (t) => {
    const seen = (of: 'on' | 'off') =>
      asService(async (trx) => {
        await sql`select set_config('app.protected', ${of}, true)`.execute(trx)
        return (await trx.selectFrom('ledger_entry').select('number').execute()).length
      })
    await asService((trx) => Promise.all(protectPerson(trx, personId as Id<'Person'>, true)))
    t.same([await seen('off'), await seen('on')], [0, 6])
    await t.rejects(
      suite.owner.query(`update ledger_entry set protected = false, posted_by = 'x'`),
      { message: /append-only/ },
    )
    await post(suite.tenant, recovery(700))
    t.equal((await entriesOf(suite.tenant)).at(-1).protected, true, 'a new one is protected too')
    await asService((trx) => Promise.all(protectPerson(trx, personId as Id<'Person'>, false)))
    t.equal(await seen('off'), 7)
  },
)

t.test('I1: an entry that does not balance, or lacks its lines, is not committed', async (t) => {
  const before = await entriesOf(suite.tenant)
  const [sealed] = sealEntries([recovery(100) as Entry], {
    tenant: tenantOf(suite.tenant),
    head: { number: before.length, hash: before.at(-1).hash },
    closedThrough: null,
    postedBy: 'x',
    postedAt: '2026-07-01T08:00:00.000Z',
    newId: () => newId() as Id<'LedgerEntry'>,
    sha256,
  })
  const insertEntry = `insert into ledger_entry (tenant, number, id, booked_on, kind, source, protected, lines,
    posted_by, posted_at, previous_hash, hash)
    values ($1, $2, $3, '2026-07-01', 'claim-recovered', $4, false, 2, 'x', now(), $5, $6)`
  const entry = (number: number, source: string) => [
    insertEntry,
    [suite.tenant, number, newId(), source, sealed?.previousHash, sealed?.hash],
  ]
  const posting = (number: number, line: number) => [
    `insert into ledger_posting values ($1, $2, $3, '2026-07-01', 'bank', '2026-04', 5)`,
    [suite.tenant, number, line],
  ]
  const both = (number: number, day: string) => [
    `insert into ledger_posting values ($1, $2, 1, '2026-07-01', 'bank', '2026-04', 5),
      ($1, $2, 2, $3, 'claims', '2026-04', -5)`,
    [suite.tenant, number, day],
  ]
  const next = before.length + 1
  const refused: [string, unknown[][], object][] = [
    ['no lines', [entry(next, 'a')], { constraint: 'ledger_entry_balances' }],
    ['one side', [entry(next, 'a'), posting(next, 1)], { constraint: 'ledger_entry_balances' }],
    [
      'another day',
      [entry(next, 'a'), both(next, '2026-07-02')],
      { constraint: 'ledger_entry_balances' },
    ],
    ['more to an old one', [posting(1, 3)], { constraint: 'ledger_entry_balances' }],
    [
      'a gap',
      [entry(next + 1, 'a'), both(next + 1, '2026-07-01')],
      { constraint: 'ledger_entry_gapless' },
    ],
  ]
  for (const [what, statements, error] of refused) {
    const client = await suite.owner.connect()
    await client.query('begin')
    await client.query(`select set_config('app.tenant', $1, true)`, [suite.tenant])
    const work = async () => {
      for (const [text, values] of statements as [string, unknown[]][])
        await client.query(text, values)
      await client.query('commit')
    }
    t.match(await work().catch((thrown) => thrown), error, what)
    await client.query('rollback')
    client.release()
  }
  t.same(await entriesOf(suite.tenant), before)
})

t.test('a chain longer than one piece is followed to its end', async (t) => {
  const before = (await entriesOf(suite.tenant)).length
  await post(suite.tenant, ...Array.from({ length: 2_100 }, () => recovery(100)))
  const { body } = await suite.make(verifyLedger, {})
  t.match(body, { isWhole: true, entries: before + 2_100, head: { number: before + 2_100 } })

  await tamper(
    suite,
    'delete from ledger_posting where tenant = $1 and entry_number between 501 and 1700',
    'delete from ledger_entry where tenant = $1 and number between 501 and 1700',
  )
  const torn = (await suite.make(verifyLedger, {})).body
  t.match(torn, { isWhole: false, entries: 500, firstBroken: { number: 501, reason: 'missing' } })
})

t.test('the same fact is posted once', async (t) => {
  const again = recovery(100)
  await post(suite.tenant, again)
  const twice = await post(suite.tenant, again).catch((thrown) => thrown)
  t.match(twice, { constraint: 'ledger_entry_once' })
})
