import type { Month } from '@fotfeste/domain/values/month.ts'
import type pg from 'pg'

/** Municipalities that are read and written together: keeps the statements within what the memory holds. */
const TOGETHER = 60

const READ = `
  select b.tenant, b.person_id, b.month, b.content, f.facts, y.version, y.name, y.account_number, l.paid
  from (
    select distinct on (tenant, timesheet_id) * from basis
    where tenant = any($1) and month <= $2 order by tenant, timesheet_id, version desc
  ) b
  join programme_facts f on f.tenant = b.tenant and f.enrolment_id = b.enrolment_id
  join payee y on y.tenant = b.tenant and y.person_id = b.person_id
  left join (
    select tenant, person_id, month, sum(amount_ore) as paid from pay_line
    where tenant = any($1) and month < $2 and counts group by 1, 2, 3
  ) l on l.tenant = b.tenant and l.person_id = b.person_id and l.month = b.month`

/** What a run leaves behind, by its run. */
const RESULTS = ['payslip', 'pay_line', 'claim_change', 'payment']

async function resultsOf(
  owner: pg.Client,
  table: string,
  runs: readonly string[],
): Promise<string> {
  const { rows } = await owner.query<{ all: string }>(
    `select coalesce(jsonb_agg(to_jsonb(r)), '[]')::text as all from ${table} r where run_id = any($1)`,
    [runs],
  )
  return rows[0]?.all ?? '[]'
}

/**
 * The floor of a month: the rows it is computed from read by one SELECT, the rows it leaves written by one
 * INSERT a table, without any rule, row security, foreign key or check. Answers seconds.
 */
export async function payFloor(
  owner: pg.Client,
  { month, tenants }: { readonly month: Month; readonly tenants: readonly string[] },
): Promise<number> {
  await owner.query('drop schema if exists bare cascade')
  await owner.query('create schema bare')
  for (const table of RESULTS) {
    await owner.query(
      `create table bare.${table} (like ${table} including defaults including indexes)`,
    )
  }
  // What was written since the last look would be planned for as if it were not there.
  await owner.query('analyze')
  let ms = 0
  for (let from = 0; from < tenants.length; from += TOGETHER) {
    const some = tenants.slice(from, from + TOGETHER)
    const { rows } = await owner.query<{ id: string }>(
      'select id from pay_run where tenant = any($1) and month = $2',
      [some, month],
    )
    const runs = rows.map(({ id }) => id)
    const results: { table: string; all: string }[] = []
    for (const table of RESULTS) results.push({ table, all: await resultsOf(owner, table, runs) })
    const began = performance.now()
    await owner.query(READ, [some, month])
    for (const { table, all } of results) {
      await owner.query(
        `insert into bare.${table} select * from jsonb_populate_recordset(null::bare.${table}, $1::jsonb)`,
        [all],
      )
    }
    ms += performance.now() - began
  }
  return ms / 1000
}
