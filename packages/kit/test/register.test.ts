import { execFile } from 'node:child_process'
import { addGrant, addTenant, asOwner, closeTenant, endGrants } from '@fotfeste/kit/register.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { listToys } from './toy/contracts.ts'

const suite = await service(t, toyService(), { config: { FOTFESTE_SANDBOX: 'off' } })
const { owner } = suite
const [{ url }] = (await owner.query(`select current_database() as url`)).rows.map((row) => {
  const address = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  address.pathname = `/${row.url}`
  return { url: address.href }
}) as [{ url: string }]
const SCRIPT = new URL('../../../scripts/admin.ts', import.meta.url).pathname
const TROMSO = '940101808'

/** Runs the command as an administrator does. */
const admin = (...args: string[]): Promise<{ status: number; text: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], FOTFESTE_OWNER_DATABASE_URL: url }
    const child = execFile(process.execPath, [SCRIPT, ...args], { env }, (_error, out, err) =>
      resolve({ status: child.exitCode ?? -1, text: out + err }),
    )
  })
const numbers = async () =>
  (
    await owner.query(
      'select number, valid::text from system.municipality_number where orgnr = $1 order by valid',
      [TROMSO],
    )
  ).rows.map((row) => `${row.number} ${row.valid}`)

t.test('a municipality is registered by command and may call then', async (t) => {
  const done = await admin(
    'tenant',
    'add',
    TROMSO,
    'Tromsø kommune',
    '--number',
    '1902',
    '--from',
    '1964-01-01',
  )
  t.match(done, { status: 0, text: /Tromsø kommune \(940101808\) is registered/ })
  t.equal((await suite.call(listToys, { as: { tenant: TROMSO } })).status, 200)
})

t.test('a municipality number ends where the next begins, the organisation stays', async (t) => {
  for (const [value, from] of [
    ['5401', '2020-01-01'],
    ['5501', '2024-01-01'],
  ] as const) {
    await asOwner(url, TROMSO, (client) =>
      addTenant(client, { orgnr: TROMSO, name: 'Tromsø', number: { value, from } }),
    )
  }
  t.same(await numbers(), [
    '1902 [1964-01-01,2020-01-01)',
    '5401 [2020-01-01,2024-01-01)',
    '5501 [2024-01-01,)',
  ])
  const back = { orgnr: TROMSO, name: 'Tromsø', number: { value: '1902', from: '2022-01-01' } }
  await t.rejects(
    asOwner(url, TROMSO, (client) => addTenant(client, back)),
    /registered already/,
  )
  t.equal((await numbers()).length, 3, 'nothing of it stays')
})

t.test('a party is given a grant, and it is ended', async (t) => {
  const party = freshTenant()
  const as = { tenant: TROMSO, supplier: party }
  const scopes = 'fotfeste:guides.read,fotfeste:guides.write'
  const done = await admin('grant', 'add', TROMSO, party, scopes, '--from', '2026-01-01')
  t.match(done, { status: 0, text: /may act for 940101808 from 2026-01-01/ })
  t.equal((await suite.call(listToys, { as })).status, 200)
  const end = (on: string) =>
    asOwner(url, TROMSO, (client) => endGrants(client, { tenant: TROMSO, party, on }))
  t.equal(await end('2026-06-01'), 1)
  t.equal(await end('2026-06-01'), 0, 'it had ended')
  const { rows } = await owner.query(
    'select valid::text, version from party_grant where party = $1',
    [party],
  )
  t.same(rows, [{ valid: '[2026-01-01,2026-06-01)', version: 2 }])
  t.equal(await end('2026-01-01'), 1, 'one that never began is taken back')
  t.equal((await owner.query('select from party_grant where party = $1', [party])).rowCount, 0)
})

t.test('a municipality is closed, and opened again', async (t) => {
  await asOwner(url, TROMSO, (client) => closeTenant(client, TROMSO))
  const active = async () =>
    (await owner.query('select active from system.tenant where orgnr = $1', [TROMSO])).rows[0]
      .active
  t.equal(await active(), false)
  await asOwner(url, TROMSO, (client) => addTenant(client, { orgnr: TROMSO, name: 'Tromsø' }))
  t.equal(await active(), true)
})

t.test('what cannot be is refused with its reason', async (t) => {
  const party = freshTenant()
  const grant = (more: object) =>
    asOwner(url, TROMSO, (client) =>
      addGrant(client, {
        tenant: TROMSO,
        party,
        scopes: ['fotfeste:guides.read'],
        from: '2026-01-01',
        to: null,
        ...more,
      }),
    )
  const wrong: [object, RegExp][] = [
    [{ party: '940101809' }, /not an organisation number/],
    [{ party: TROMSO }, /from itself/],
    [{ scopes: ['fotfeste:system.feed'] }, /cannot|not a scope/],
    [{ scopes: ['fotfeste:guides.rea'] }, /not a scope/],
    [{ scopes: [''] }, /not a scope/],
    [{ from: '2026-02-30' }, /not a day/],
    [{ to: '2026-01-01' }, /after it has begun/],
    [{ to: 'never' }, /not a day/],
  ]
  for (const [more, told] of wrong) await t.rejects(grant(more), told, JSON.stringify(more))
  const unknown = freshTenant()
  const foreign = { tenant: unknown, party, scopes: [], from: '2026-01-01', to: null }
  await t.rejects(
    asOwner(url, unknown, (client) => addGrant(client, foreign)),
    /not registered/,
  )
  await t.rejects(
    asOwner(url, unknown, (client) => closeTenant(client, unknown)),
    /not registered/,
  )
  await t.rejects(
    asOwner(url, '123', async () => 1),
    /not an organisation number/,
  )
  const [unclear, refused] = await Promise.all([
    admin('grant', 'add', TROMSO, party, 'a'),
    admin('tenant', 'add', '123', 'Nowhere'),
  ])
  t.match(unclear, { status: 2, text: /node scripts\/admin\.ts <command>/ })
  t.match(refused, { status: 2, text: /^refused: 123 is not/ })
})
