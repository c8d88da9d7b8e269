import type { Month } from '@fotfeste/domain/values/month.ts'
import type pg from 'pg'

/** Municipalities that are read and written together: keeps the statements within what the memory holds. */
const TOGETHER = 60

const READ = `
  select b.tenant, b.person_id, b.month, b.content, f.facts, y.version, y.name, y.account_number, c.lines, l.paid
  from (
    select distinct on (tenant, timesheet_id) * from basis
    where tenant = any($1) and month <= $2 order by tenant, timesheet_id, version desc
  ) b
  join programme_facts f on f.tenant = b.tenant and f.enrolment_id = b.enrolment_id
  join payee y on y.tenant = b.tenant and y.person_id = b.person_id
  left join tax_card c on c.tenant = b.tenant and c.person_id = b.person_id
  left join (
    select tenant, person_id, month, sum(amount_ore) as paid from pay_line
    where tenant = any($1) and month < $2 and counts group by 1, 2, 3
  ) l on l.tenant = b.tenant and l.person_id = b.person_id and l.month = b.month`

const OF_RUN = 'r.run_id = any($1)'
/** What a run leaves behind, and how its rows are found. */
const RESULTS = {
  // What the run was computed from: it stays, so that each line can be explained.
  pay_run_person: OF_RUN,
  payslip: OF_RUN,
  pay_line: OF_RUN,
  claim_change: OF_RUN,
  attachment_paid: OF_RUN,
  payment: OF_RUN,
  payment_file: OF_RUN,
  ledger_entry: OF_RUN,
  ledger_posting: `exists (select from ledger_entry e
    where e.tenant = r.tenant and e.number = r.entry_number and e.run_id = any($1))`,
}
type Table = keyof typeof RESULTS
const TABLES = Object.keys(RESULTS) as Table[]

async function resultsOf(owner: pg.Client, table: Table, runs: readonly string[]): Promise<string> {
  const { rows } = await owner.query<{ all: string }>(
    `select coalesce(jsonb_agg(to_jsonb(r)), '[]')::text as all from ${table} r where ${RESULTS[table]}`,
    [runs],
  )
  return rows[0]?.all ?? '[]'
}

/**
 * The floor of a month: the rows it is computed from read by one SELECT, the rows it leaves (ledger and file
 * among them) written by one INSERT a table, without any rule, row security, foreign key or check. Answers seconds.
 */
export async function payFloor(
  owner: pg.Client,
  { month, tenants }: { readonly month: Month; readonly tenants: readonly string[] },
): Promise<number> {
  await owner.query('drop schema if exists bare cascade')
  await owner.query('create schema bare')
  for (const table of TABLES) {
    await owner.query(
      `create table bare.${table} (like ${table} including defaults including indexes)`,
    )
  }
  // What was written since the last look would be planned for as if it were not there; and many rows are joined with
  // many, whatever the planner believes of the newest of each.
  await owner.query('analyze')
  await owner.query('set enable_nestloop = off')
  let ms = 0
  for (let from = 0; from < tenants.length; from += TOGETHER) {
    const some = tenants.slice(from, from + TOGETHER)
    const { rows } = await owner.query<{ id: string }>(
      'select id from pay_run where tenant = any($1) and month = $2',
      [some, month],
    )
    const runs = rows.map(({ id }) => id)
    const results: { table: Table; all: string }[] = []
    for (const table of TABLES) results.push({ table, all: await resultsOf(owner, table, runs) })
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
  await owner.query('reset enable_nestloop')
  return ms / 1000
}
