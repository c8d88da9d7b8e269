import t from 'tap'
import { dropDatabases, prepareDatabases } from '../suite/databases.ts'
import { ask } from './ask.ts'

const url = process.env['TEST_DATABASE_URL'] ?? ''
const prefix = `t${process.pid}_`

t.test(
  'databases and roles are made once; the service’s role owns nothing and may make nothing',
  async (t) => {
    t.teardown(async () => {
      await dropDatabases(url, prefix)
      for (const service of ['settlement', 'introduction', 'payroll', 'guides']) {
        await ask(url, `drop role if exists svc_${prefix}${service}`)
      }
    })
    const first = await prepareDatabases(url, prefix)
    await ask(first.payroll.ownerUrl, 'create table kept as select 7 as answer')
    const second = await prepareDatabases(url, prefix)
    t.equal(second.payroll.role, `svc_${prefix}payroll`)
    t.equal(await ask(second.payroll.ownerUrl, 'select answer from kept'), 7, 'nothing is lost')
    t.equal(await ask(second.payroll.serviceUrl, 'select current_user'), second.payroll.role)
    t.equal(
      await ask(
        second.payroll.serviceUrl,
        'select count(*)::int from pg_class where relowner = current_user::regrole',
      ),
      0,
    )
    await t.rejects(ask(second.payroll.serviceUrl, 'create table own ()'), { code: '42501' })
    await t.rejects(ask(second.payroll.serviceUrl, 'create role another'), { code: '42501' })
    await t.rejects(ask(first.payroll.serviceUrl, 'select 1'), { code: '28P01' }, 'a new password')
    await dropDatabases(url, prefix)
    await t.rejects(ask(second.payroll.ownerUrl, 'select 1'), { code: '3D000' })
  },
)

t.test('a server that does not answer is named as such', async (t) => {
  await t.rejects(prepareDatabases('postgres://nobody@127.0.0.1:1/none', prefix), {
    message: /The database does not answer .*check DATABASE_URL/,
  })
})
