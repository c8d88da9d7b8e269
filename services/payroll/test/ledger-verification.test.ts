import { listAlerts } from '@fotfeste/contracts/payroll/alerts.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { canonicalText, EMPTY_CHAIN } from '@fotfeste/domain/ledger/chain.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { sql } from 'kysely'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { verifyLedgers } from '../src/jobs/verify-ledgers.ts'
import { readStretch } from '../src/queries/ledger-chain.ts'
import { type Read, verifyChain } from '../src/queries/verification.ts'
import { municipality, type Suite } from './factories.ts'
import { booked, tamper } from './factories-ledger.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const readIn =
  (suite: Suite): Read =>
  (work) =>
    inTransaction<Tables, never>(suite.kit.pool, jobView(suite.tenant), work as never)
const ask = async (suite: Suite, query: Record<string, string> = {}) =>
  (await suite.make(verifyLedger, { query })).body
/** Follows every municipality's ledger; what it says of those that are broken, also by other tests of this file. */
const verifyDaily = (suite: Suite, signal = new AbortController().signal) =>
  verifyLedgers({ kit: suite.kit, by: 'fotfeste-payroll 1.0.0' })
    .run(signal)
    .then(
      () => null,
      (error: Error) => error.message,
    )
const notedOf = async (suite: Suite) =>
  (
    await suite.owner.query(
      `select verified_on::text as on, number::int, broken_number::int as broken, broken_reason as reason
       from ledger_verification where tenant = $1 order by verified_on`,
      [suite.tenant],
    )
  ).rows

t.test('I3: what a superuser changes behind the triggers, verification names', async (t) => {
  const changes: [string, string[], object][] = [
    [
      'an amount moved from one person to another',
      [
        `update ledger_posting set amount_ore = amount_ore + sign(amount_ore) * 100
          where tenant = $1 and entry_number = 2 and account in ('benefit-cost', 'net-payable')`,
      ],
      { number: 2, reason: 'changed' },
    ],
    [
      'a day',
      ['update ledger_entry set booked_on = booked_on - 31 where tenant = $1 and number = 4'],
      { number: 4, reason: 'changed' },
    ],
    [
      'an entry taken out',
      [
        'delete from ledger_posting where tenant = $1 and entry_number = 3',
        'delete from ledger_entry where tenant = $1 and number = 3',
      ],
      { number: 3, reason: 'missing' },
    ],
    [
      'the day of one side, by which balances are made',
      [
        'update ledger_posting set booked_on = booked_on - 31 where tenant = $1 and entry_number = 2 and line = 1',
      ],
      { number: 2, reason: 'changed' },
    ],
    [
      'sides of no entry',
      [
        `insert into ledger_posting select tenant, 9, line, booked_on, account, month, amount_ore from ledger_posting
          where tenant = $1 and entry_number = 1`,
      ],
      { number: 9, reason: 'missing' },
    ],
    [
      'another hash',
      [`update ledger_entry set hash = repeat('a', 64) where tenant = $1 and number = 1`],
      { number: 1, reason: 'changed' },
    ],
  ]
  for (const [what, statements, firstBroken] of changes) {
    const suite = municipality(base)
    await booked(suite)
    const before = (await suite.make(verifyLedger, {})).body
    t.match(before, { isWhole: true, entries: 5, head: { number: 5 }, firstBroken: null })
    await tamper(suite, ...statements)
    const { body } = await suite.make(verifyLedger, {})
    t.match(body, { isWhole: false, firstBroken }, what)
  }
})

t.test(
  'the end of a chain is held by who noted it; any token of the municipality may ask',
  async (t) => {
    const suite = municipality(base)
    await booked(suite)
    const { head } = (await suite.make(verifyLedger, {})).body
    const known = `${head.number}:${head.hash}`
    const anybody = { scopes: ['fotfeste:events.read'] }
    const ask = async (query: Record<string, string>) =>
      (await suite.make(verifyLedger, { query, as: anybody })).body
    t.match(await ask({ known }), { isWhole: true, firstBroken: null })
    await tamper(
      suite,
      'delete from ledger_posting where tenant = $1 and entry_number = 5',
      'delete from ledger_entry where tenant = $1 and number = 5',
    )
    t.match(await ask({}), { isWhole: true, entries: 4 }, 'the chain alone cannot know')
    t.match(await ask({ known }), {
      isWhole: false,
      firstBroken: { number: 5, reason: 'not-as-known' },
    })
    const wrong = await suite.call(verifyLedger, { query: { known: '5' } })
    t.match(wrong, { status: 400, body: { errors: [{ pointer: '/known' }] } })
    t.match((await municipality(base).make(verifyLedger, {})).body, { isWhole: true, entries: 0 })
  },
)

t.test('a long ledger is verified in several answers', async (t) => {
  const suite = municipality(base)
  await booked(suite)
  const read = readIn(suite)
  const { head } = await ask(suite)
  const first = await verifyChain({ read, sha256 }, { after: null, known: null, most: 2 })
  t.match(first, { isWhole: false, hasMore: true, firstBroken: null, head: { number: 2 } })
  const second = await verifyChain({ read, sha256 }, { after: first.head, known: null, most: 2 })
  t.match(second, { isWhole: false, hasMore: true, after: 2, head: { number: 4 } })
  const next = `${second.head.number}:${second.head.hash}`
  t.match(await ask(suite, { after: next }), { isWhole: true, after: 4, head, next: null })
  t.match(await ask(suite, { after: `${head.number}:${head.hash}` }), { isWhole: true, head })
  const elsewhere = await ask(suite, { after: `3:${'a'.repeat(64)}` })
  t.match(elsewhere, { isWhole: false, firstBroken: { number: 3, reason: 'not-as-known' } })
  const beyond = await ask(suite, { after: `77:${head.hash}`, known: `66:${head.hash}` })
  t.match(beyond, { isWhole: false, firstBroken: { number: 66, reason: 'not-as-known' } })
  t.match(await suite.call(verifyLedger, { query: { after: 'yesterday' } }), {
    status: 400,
    body: { errors: [{ pointer: '/after' }] },
  })
})

t.test('I3: the service follows each chain once a day and notes its end', async (t) => {
  const suite = municipality(base)
  const empty = municipality(base)
  await booked(suite)
  const [whole, nothing] = [await ask(suite), await ask(empty)]
  t.match([whole.checkpoint, nothing.checkpoint], [null, null])
  t.match(await ask(suite, { after: 'checkpoint' }), { isWhole: true, after: 0, entries: 5 })

  const stopped = new AbortController()
  stopped.abort()
  await verifyDaily(suite, stopped.signal)
  t.same(await notedOf(suite), [], 'a service that stops notes nothing')
  await verifyDaily(suite)
  await verifyDaily(suite)
  t.same(await notedOf(suite), [{ on: '2026-07-20', number: 5, broken: null, reason: null }])
  t.same(await notedOf(empty), [], 'nothing to note')
  t.match(await ask(suite, { after: 'checkpoint' }), {
    isWhole: true,
    after: 5,
    entries: 5,
    head: whole.head,
    checkpoint: { ...whole.head, verifiedBy: 'fotfeste-payroll 1.0.0' },
  })

  await base.clock.set(plainDate('2026-07-21'))
  await tamper(
    suite,
    'delete from ledger_posting where tenant = $1 and entry_number = 4',
    'delete from ledger_entry where tenant = $1 and number = 4',
  )
  t.match(await verifyDaily(suite), /^a ledger is not as it was written: /, 'who runs it is told')
  t.equal(await verifyDaily(suite), null, 'once a day')
  const alerts = async () => (await suite.make(listAlerts, {})).body.alerts
  t.match(
    (await alerts()).filter(({ code }: { code: string }) => code === 'ledger-broken'),
    [{ since: '2026-07-21', detail: /entry 4 is not as it was written/ }],
  )
  await base.clock.set(plainDate('2026-07-22'))
  t.same((await notedOf(suite)).at(-1), {
    on: '2026-07-21',
    number: 3,
    broken: 4,
    reason: 'missing',
  })
  t.match(await ask(suite), { checkpoint: { number: 5 } }, 'what is broken is no checkpoint')
})

t.test('what is noted is never changed, by the service or by the owner', async (t) => {
  const suite = municipality(base)
  await booked(suite)
  await verifyDaily(suite)
  for (const change of [
    'update ledger_verification set number = number + 1',
    'delete from ledger_verification',
    'truncate ledger_verification',
  ]) {
    const asService = readIn(suite)((trx) => sql.raw(change).execute(trx))
    await t.rejects(asService, { code: '42501', message: /permission denied/ }, change)
    await t.rejects(suite.owner.query(change), { code: '42501', message: /append-only/ }, change)
  }
})

/** The whole chain made anew by who may write past the service: amounts doubled, each hash right. */
async function forge(suite: Suite): Promise<void> {
  const chain = await readIn(suite)((trx) => readStretch(trx, { after: 0, upTo: 99 }))
  let previousHash = EMPTY_CHAIN.hash
  const changes = ['update ledger_posting set amount_ore = amount_ore * 2 where tenant = $1']
  for (const entry of chain) {
    const postings = entry.postings.map((side) => ({ ...side, amountOre: side.amountOre * 2 }))
    const hash = sha256(canonicalText({ ...entry, postings, previousHash } as never))
    changes.push(`update ledger_entry set previous_hash = '${previousHash}', hash = '${hash}'
      where tenant = $1 and number = ${entry.number}`)
    previousHash = hash
  }
  await tamper(suite, ...changes)
}

t.test('what a checkpoint shows, and what only a look from the first entry does', async (t) => {
  const changed = municipality(base)
  await booked(changed)
  await verifyDaily(changed)
  await tamper(changed, 'update ledger_posting set amount_ore = amount_ore * 2 where tenant = $1')
  t.match(await ask(changed, { after: 'checkpoint' }), { isWhole: true }, 'not looked at')
  t.match(await ask(changed), { isWhole: false, firstBroken: { number: 1, reason: 'changed' } })

  const forged = municipality(base)
  await booked(forged)
  const { head } = await ask(forged)
  await forge(forged)
  t.match(await ask(forged), { isWhole: true }, 'a chain made anew is whole in itself')
  const known = `${head.number}:${head.hash}`
  const told = { isWhole: false, firstBroken: { number: 5, reason: 'not-as-known' } }
  t.match(await ask(forged, { known }), told)

  const noted = municipality(base)
  await booked(noted)
  await verifyDaily(noted)
  await forge(noted)
  for (const query of [{}, { after: 'checkpoint' }]) t.match(await ask(noted, query), told)

  const cut = municipality(base)
  await booked(cut)
  await verifyDaily(cut)
  await tamper(
    cut,
    'delete from ledger_posting where tenant = $1 and entry_number = 5',
    'delete from ledger_entry where tenant = $1 and number = 5',
  )
  for (const query of [{}, { after: 'checkpoint' }]) t.match(await ask(cut, query), told)
})
