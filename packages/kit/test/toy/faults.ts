import { refuse } from '@fotfeste/domain/values/refusal.ts'
import { type Kysely, sql } from 'kysely'
import type { FAULTS } from './contracts.ts'
import { type Row, type Tables, updateToy } from './queries.ts'

type Held = {
  readonly trx: Kysely<Tables>
  readonly held: Row
  readonly answer: { readonly status: 200; readonly body: object; readonly version: number }
}

/** Goes wrong inside a handler, or hands over what goes wrong later. */
export async function spoil(how: (typeof FAULTS)[number], { trx, held, answer }: Held) {
  const touch = trx.updateTable('toy').set({ grams: 1 }).where('id', '=', held.id)
  switch (how) {
    case 'throw':
      throw new Error('the spring broke')
    case 'name-a-person':
      throw new Error('value "Kari Nordmann" of 01810199999 cannot be converted')
    case 'wrong-status':
      return { ...answer, status: 299, save: [touch] }
    case 'wrong-reply':
      return { ...answer, body: { ...answer.body, colour: 'green' }, save: [touch] }
    case 'undeclared':
      return { ...answer, body: { ...answer.body, secret: 'Kari Nordmann' } }
    case 'early-rejection':
      return {
        ...answer,
        save: [sql`select 1 / 0`, touch, touch].map((one) => compilable(one, trx)),
      }
    case 'nothing-changed':
      return { ...answer, save: [updateToy(trx, held)] }
    case 'taken-at-commit':
      return {
        ...answer,
        save: [
          compilable(sql`set constraints toy_name deferred`, trx),
          trx.insertInto('toy').values({ ...held, id: crypto.randomUUID() }),
        ],
        conflicts: { toy_name: refuse('name-taken', 'Take another name.', '/name') },
      }
    case 'unknown-code':
      return refuse('too-heavy', 'This operation does not document it.')
    case 'slow':
      return { ...answer, save: [compilable(sql`select pg_sleep(0.7)`, trx)] }
    case 'statement-time-out':
      return { ...answer, save: [compilable(sql`select pg_sleep(11)`, trx)] }
  }
}

const compilable = (
  one: { compile(db: never): unknown } | { compile(): unknown },
  trx: Kysely<Tables>,
) => ({ compile: () => (one.compile as (db: unknown) => unknown).call(one, trx) })
