import type { Id } from '@fotfeste/domain/values/ids.ts'
import { type Asked, readOnePerson } from '@fotfeste/kit/access-log.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { type Kysely, sql } from 'kysely'

export type Row = {
  tenant: string
  id: string
  version: number
  protected: boolean
  name: string
  grams: number
}

export type Tables = {
  toy: Row
  toy_seen: { tenant: string; event_id: string; times: number }
}

export const insertToy = (trx: Kysely<Tables>, row: Row) => trx.insertInto('toy').values(row)

export const lockToy = (trx: Kysely<Tables>, id: string) =>
  trx.selectFrom('toy').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** Changes the toy that has the version before; raises when it met none. */
export const updateToy = (trx: Kysely<Tables>, row: Row) =>
  exactlyOne(
    trx
      .updateTable('toy')
      .set({ grams: row.grams, version: row.version })
      .where('id', '=', row.id)
      .where('version', '=', row.version - 1),
  )

export const findToys = (
  trx: Kysely<Tables>,
  asked: { after: string | undefined; name: string | undefined; limit: number },
) => {
  let query = trx.selectFrom('toy').selectAll().orderBy('id').limit(asked.limit)
  if (asked.after) query = query.where('id', '>', asked.after)
  if (asked.name) query = query.where('name', '=', asked.name)
  return query.execute()
}

export const readToy = (db: Kysely<Tables>, asked: Asked, id: Id<'Toy'>) =>
  readOnePerson(
    asked,
    id,
    sql<Row>`select p.* from t cross join lateral
      (select * from toy where tenant = t.tenant and id = ${id}) p`,
  ).compile(db)
