import { SERVICES } from '@fotfeste/contracts/contract.ts'
import t from 'tap'
import { namelessIn } from './tenant-of-statements.ts'
import { filesLike, textOf } from './tree.ts'

/**
 * The function of the row policy is volatile, so PostgreSQL cannot open an index with it: a statement that does not
 * name the tenant reads the rows of every municipality, and a job that walks them all becomes quadratic.
 */
const REMEDY = `name the tenant: "where('tenant', '=', here)" (kit/here.ts), "tenant = \${here}", "t.tenant" in a one-statement read, or the tenant of a row that has it`

/** The tables of a service that hold rows of several municipalities. */
function guardedOf(service: string): Set<string> {
  const [, ...tables] = textOf(`services/${service}/src/db/schema.gen.md`).split(/^## /m)
  const guarded = tables.filter((table) => table.includes('\n| tenant |'))
  return new Set(guarded.map((table) => table.slice(0, table.indexOf('\n'))))
}

t.test('every statement names the tenant whose rows it reads or changes', async (t) => {
  for (const service of SERVICES) {
    const guarded = guardedOf(service)
    t.ok(guarded.size > 4, `${service} has tables of a tenant`)
    for (const path of filesLike(`services/${service}/src/queries/*.ts`)) {
      const found = namelessIn(textOf(path), guarded).map(
        ({ line, table }) => `${path}:${line} ${table}: ${REMEDY}`,
      )
      t.same(found, [], path)
    }
  }
})

const GUARDED = new Set(['person', 'payslip', 'payment'])
const tablesIn = (text: string) => namelessIn(text, GUARDED).map(({ table }) => table)

t.test('a statement without a tenant is found', async (t) => {
  const nameless: Record<string, string[]> = {
    "trx.selectFrom('person').select('id').where('id', '=', id).execute()": ['person'],
    "trx.updateTable('person as p').set({ a: f(')') }).where('p.id', '=', id)": ['person'],
    "trx.selectFrom('person').where((eb) => eb.exists(eb.selectFrom('payment').where('tenant', '=', here)))":
      ['person'],
    'sql<{ id: Id; month: Month }>`select id from person`': ['person'],
    "trx.selectFrom('person as p').innerJoin('payment as m', 'm.person_id', 'p.id').where('p.tenant', '=', here)":
      ['payment'],
    'trx.deleteFrom(table).where("id", "=", id)': ['table'],
    'sql`select id from person where id = ${id}`': ['person'],
    'sql<Row>`update payslip s set counts = false where s.id = ${id}`': ['payslip'],
    'sql`select 1 from payslip s join payment p on p.tenant = s.tenant and p.id = s.id`': [
      'payslip',
    ],
    'sql`select 1 from payslip s join payment p on p.id = s.id where s.tenant = ${here}`': [
      'payment',
    ],
    'sql`select 1 from payslip s where s.tenant = ${here} and exists (select from person where id = s.id)`':
      ['person'],
    'sql`select 1 from payslip where tenant = ${here} union all select 2 from payment p where p.id = ${id}`':
      ['payment'],
    'sql`select ${sql`(select max(id) from payment)`} from person where tenant = ${tenant}`': [
      'payment',
    ],
  }
  for (const [text, tables] of Object.entries(nameless)) t.same(tablesIn(text), tables, text)
  t.match(namelessIn('\n\nsql`\n  select 1\n  from person`', GUARDED), [{ line: 5 }])
})

t.test('a statement that names its tenant is not', async (t) => {
  const named = [
    "trx.selectFrom('person').select('id').where('tenant', '=', here).execute()",
    "trx.selectFrom('person as p').leftJoin('payment as m', (on) => on.onRef('m.tenant', '=', 'p.tenant')).where('p.tenant', '=', here)",
    "trx.selectFrom('run').select('id').execute()",
    "eb.selectFrom('payment as n').whereRef('n.tenant', '=', 'p.tenant').select('n.id')",
    'sql`select p.id from t cross join lateral (select * from person where tenant = t.tenant) p`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a statement, as it stands in a source file
    'sql`with r as (select * from payslip where tenant = ${here}) select 1 from r join payment p on p.tenant = r.tenant`',
    'sql`select t.orgnr from system.tenant t where exists (select from payment p where p.tenant = t.orgnr)`',
    'sql`exists (select from payment p where p.tenant = s.tenant and p.id = s.id)`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a statement, as it stands in a source file
    'sql`insert into person (tenant, id) select ${tenant}, x from unnest(${ids}) x`',
  ]
  for (const text of named) t.same(tablesIn(text), [], text)
})
