import type { Contract } from '@fotfeste/contracts/contract.ts'
import { isId } from '@fotfeste/domain/values/ids.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from './auth.ts'
import { openTransaction } from './db.ts'
import type { Kit } from './kit.ts'
import { Problem } from './problems.ts'

/** Who asks for what: the facts of an access-log row, and the view a one-statement read opens. */
export type Asked = {
  readonly tenant: string
  readonly seesProtected: boolean
  readonly actor: string
  readonly party: string
  readonly operation: string
  readonly requestId: string
}

/** The facts of a call by a caller with a tenant. */
export function askedBy(caller: Caller, operation: string, requestId: string): Asked {
  return {
    tenant: caller.tenant ?? '',
    seesProtected: caller.scopes.has('fotfeste:protected.read'),
    actor: caller.actor,
    party: caller.party,
    operation,
    requestId,
  }
}

const LOG = `insert into access_log (tenant, actor, party, operation, person, outcome, request_id)
  select $1, $2, $3, $4, person, $6, $7 from unnest($5::uuid[]) as person`

/** One access-log row for each person, in one statement. */
export const logAccess = (asked: Asked, persons: readonly string[], outcome: string) => ({
  sql: LOG,
  parameters: [
    asked.tenant,
    asked.actor,
    asked.party,
    asked.operation,
    persons,
    outcome,
    asked.requestId,
  ],
})

/**
 * A read of one person in one statement: sets the tenant, selects, writes the access log.
 * `found` selects from the one-row `t` and must depend on it, e.g.
 * `select p.id from t cross join lateral (select … from person where tenant = t.tenant and id = … offset 0) p`.
 * `offset 0` keeps each lateral a subquery of its own: flattened, the planner may read the table before `t`
 * has set the tenant, and the policy raises.
 */
export function readOnePerson<Row>(
  asked: Asked,
  person: string,
  found: RawBuilder<Row>,
): RawBuilder<Row> {
  const isProtected = asked.seesProtected ? 'on' : 'off'
  return sql<Row>`with t as materialized (
      select set_config('app.tenant', ${asked.tenant}, true) as tenant,
             set_config('app.protected', ${isProtected}, true) as protected
    ), found as materialized (${found}),
    logged as (
      insert into access_log (tenant, actor, party, operation, person, outcome, request_id)
      select t.tenant, ${asked.actor}, ${asked.party}, ${asked.operation}, ${person}::uuid,
        case when exists (select from found) then 'read' else 'not-found' end, ${asked.requestId}
      from t
    )
    select * from found`
}

/** A refused or empty read of a person leaves its row before the problem is sent. */
export async function logRefused<Tables>(
  kit: Kit<Tables>,
  contract: Contract,
  refused: { asked: Asked; params: unknown; error: unknown },
): Promise<void> {
  const { asked, params, error } = refused
  const named = params as Readonly<Record<string, string>> | undefined
  const person = contract.personParam && named?.[contract.personParam]
  const code = error instanceof Problem ? error.code : undefined
  if (!person || !isId(person) || asked.tenant === '' || !code) return
  // The log is a municipality's own; who is none has none.
  if (code === 'not-a-tenant') return
  await logApart(kit, asked, logAccess(asked, [person], code))
}

/** Rows of the log that are committed by themselves, before the answer is sent. */
export async function logApart<Tables>(
  kit: Kit<Tables>,
  { tenant }: Asked,
  rows: ReturnType<typeof logAccess>,
): Promise<void> {
  const open = await openTransaction(kit.pool, { tenant, seesProtected: false, isSystem: false })
  await open.finish([rows])
}
