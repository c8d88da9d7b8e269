import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { dataVersion, notedVersion, noteVersion } from '../suite/data-version.ts'
import { dropDatabases, roleName } from '../suite/databases.ts'
import { upToDate } from '../suite/migration.ts'
import { ask } from './ask.ts'

const url = process.env['TEST_DATABASE_URL'] ?? ''
/** Names beside those of `start` and `demo`, which may be running on the same server. */
const prefix = `u${process.pid}_` as 'demo_'
const version = await dataVersion()
const settings = { prefix, env: process.env, version }
const dataDir = join(import.meta.dirname, '../../.data', `up-to-date-${process.pid}`)

t.before(() => mkdirSync(dataDir, { recursive: true }))
t.teardown(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  await dropDatabases(url, prefix)
  for (const service of ['settlement', 'introduction', 'payroll', 'guides']) {
    await ask(url, `drop role if exists ${roleName(prefix + service)}`)
  }
})

t.test('data that this version has migrated is not asked again; any other is', async (t) => {
  await noteVersion(dataDir, version)
  const { payroll } = await upToDate({ url, dataDir }, settings)
  const isMade = await ask(payroll.serviceUrl, "select to_regclass('pay_run') is not null")
  t.ok(isMade, 'a database that was not there is migrated, whatever is noted')
  t.equal(await notedVersion(dataDir), version)

  // A migration run refuses a file that was changed after it ran: whether it does tells whether it was asked.
  await ask(payroll.ownerUrl, "update system.applied_file set hash = 'another'")
  await upToDate({ url, dataDir }, settings)
  t.pass('left as it is')

  await noteVersion(dataDir, 'an older one')
  await t.rejects(upToDate({ url, dataDir }, settings), {
    message: /The migrations failed:(.|\n)*was edited after it ran here/,
  })
  t.not(await notedVersion(dataDir), version, 'what failed is not noted as done')
})
