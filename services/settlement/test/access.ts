import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'

const READ = 'fotfeste:settlement.read'
const WRITE = 'fotfeste:settlement.write'
const EVENTS = 'fotfeste:events.read'
const PROTECTED = 'fotfeste:protected.read'

/** A case worker who may see protected persons. */
export const insider = { scopes: [READ, WRITE, EVENTS, PROTECTED] }
/** Someone who may see national numbers. */
export const numberReader = { scopes: [READ, 'fotfeste:identity.read'] }
/** Someone who may see the national numbers of protected persons too. */
export const payer = { scopes: [READ, 'fotfeste:identity.read', PROTECTED] }

/** What the access log holds of a person, oldest first: operation and outcome. */
export async function accessOf(suite: Harness<Tables>, personId: string): Promise<string[]> {
  const { rows } = await suite.owner.query(
    'select operation, outcome from access_log where person = $1 order by id',
    [personId],
  )
  return rows.map(({ operation, outcome }) => `${operation} ${outcome}`)
}

/** How many rows a table holds for the tenant. */
export async function countRows(suite: Harness<Tables>, table: keyof Tables): Promise<number> {
  const { rows } = await suite.owner.query(
    `select count(*)::int as n from ${table} where tenant = $1`,
    [suite.tenant],
  )
  return rows[0].n
}
