import { sql } from 'kysely'
import type pg from 'pg'
import type { Caller } from './auth.ts'
import { inTransaction, jobView } from './db.ts'
import { commonProblem } from './problems.ts'

const KEPT_MS = 10_000

type Held<Value> = { value: Promise<Value>; until: number }

function keepFor<Value>(load: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const held = new Map<string, Held<Value>>()
  return (key) => {
    const known = held.get(key)
    if (known && known.until > Date.now()) return known.value
    const value = load(key)
    held.set(key, { value, until: Date.now() + KEPT_MS })
    value.catch(() => held.delete(key))
    return value
  }
}

/**
 * Admits a caller: the organisation must be an active tenant, and a party other than the municipality
 * needs a grant; its rights are the intersection. The sandbox registers an organisation at its first token.
 */
export function admission(
  pool: pg.Pool,
  settings: { registers: boolean; today: () => string },
): (caller: Caller) => Promise<Caller> {
  const isTenant = keepFor(async (orgnr) => {
    const { rows } = await pool.query('select active from system.tenant where orgnr = $1', [orgnr])
    if (rows[0] || !settings.registers) return rows[0]?.active === true
    await pool.query(
      'insert into system.tenant (orgnr, name, active) values ($1, $2, true) on conflict do nothing',
      [orgnr, `Organisation ${orgnr}`],
    )
    return true
  })
  const granted = keepFor(async (key) => {
    const [tenant = '', party = ''] = key.split(':')
    return inTransaction<unknown, string[]>(pool, jobView(tenant), async (trx) => {
      const { rows } = await sql<{ scopes: string[] }>`
        select scopes from party_grant
        where tenant = ${tenant} and party = ${party} and valid @> ${settings.today()}::date`.execute(
        trx,
      )
      return rows.flatMap(({ scopes }) => scopes)
    })
  })
  return async (caller) => {
    if (caller.tenant === null) return caller
    if (!(await isTenant(caller.tenant))) {
      throw commonProblem(
        'not-a-tenant',
        `Organisation ${caller.tenant} is not registered here: have it registered before it calls.`,
      )
    }
    if (caller.party === caller.tenant) return caller
    const scopes = await granted(`${caller.tenant}:${caller.party}`)
    if (scopes.length === 0) {
      throw commonProblem(
        'no-grant',
        `Organisation ${caller.party} has no grant from ${caller.tenant}: the municipality must grant it first.`,
      )
    }
    return { ...caller, scopes: new Set(scopes.filter((scope) => caller.scopes.has(scope))) }
  }
}
