import { type Compilable, CompiledQuery, type Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** Sends a statement that is written down: one a route would hand back to be saved, or one of the kit. */
export const execute = (
  trx: Kysely<Tables>,
  statement: Compilable | { readonly sql: string; readonly parameters: readonly unknown[] },
): Promise<unknown> =>
  trx.executeQuery(
    'compile' in statement
      ? statement.compile()
      : CompiledQuery.raw(statement.sql, [...statement.parameters]),
  )
