import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { sql } from 'kysely'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { protectPerson } from '../src/queries/protection.ts'
import { aClaim, order } from './factories.ts'

const suite = await service(t, payroll, { today: '2026-07-01' })
const asService = (statement: string, personId: string) =>
  inTransaction<Tables, unknown>(suite.kit.pool, jobView(suite.tenant), (trx) =>
    sql`${sql.raw(statement)} where tenant = ${suite.tenant} and person_id = ${personId}`.execute(
      trx,
    ),
  )

t.test('what was paid, and what it was computed from, is never changed', async (t) => {
  const { personId } = await aClaim(suite)
  await order(suite, personId)
  const { rows } = await suite.owner.query(
    'select count(*)::int as lines from pay_line where tenant = $1 and person_id = $2 and counts',
    [suite.tenant, personId],
  )
  t.ok(rows[0].lines > 0, 'there are paid lines')
  const changes = [
    'update pay_line set amount_ore = amount_ore + 1',
    'update pay_line set month = month',
    `update pay_line set detail = '{}'`,
    'update payslip set gross_ore = gross_ore + 1',
    'update payslip set withheld_ore = 0',
    'update claim_change set amount_ore = amount_ore + 1',
    'update attachment_paid set amount_ore = amount_ore + 1',
    `update basis set content = '{}'`,
    `update programme_facts set facts = '{}'`,
    ...['pay_line', 'payslip', 'claim_change', 'basis'].map((table) => `delete from ${table}`),
  ]
  for (const change of changes) {
    await t.rejects(asService(change, personId), { code: '42501' }, change)
  }
  for (const table of ['pay_line', 'payslip']) {
    const change = `update ${table} set counts = false`
    await t.rejects(asService(change, personId), { code: '23001' }, change)
    await t.rejects(
      suite.owner.query(`${change} where tenant = '${suite.tenant}' and person_id = $1`, [
        personId,
      ]),
      { code: '23001', message: /released run/ },
      'nor by who owns the table',
    )
  }
})

t.test('a person’s protection follows into what is never changed', async (t) => {
  const { personId } = await aClaim(suite)
  await inTransaction<Tables, unknown>(suite.kit.pool, jobView(suite.tenant), (trx) =>
    Promise.all(protectPerson(trx, personId as never, true)),
  )
  const { rows } = await suite.owner.query(
    'select bool_and(protected) as all from pay_line where tenant = $1 and person_id = $2',
    [suite.tenant, personId],
  )
  t.equal(rows[0].all, true)
})
