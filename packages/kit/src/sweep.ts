import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { inTransaction, jobView } from './db.ts'
import type { Job } from './kit.ts'

const EVERY_MS = 3_600_000
const MOST_AT_ONCE = 1_000

const drop = (trx: Kysely<unknown>) =>
  sql`delete from stored_reply where (tenant, operation, actor, key) in (
    select tenant, operation, actor, key from stored_reply where keep_until <= now()
    limit ${MOST_AT_ONCE})`.execute(trx)

/** A job that removes stored answers whose time is over, municipality by municipality, a bounded number at a time. */
export function sweepReplies(pool: pg.Pool): Job {
  return {
    name: 'sweep-replies',
    everyMs: EVERY_MS,
    async run(signal) {
      const { rows } = await pool.query<{ orgnr: string }>('select orgnr from system.tenant')
      for (const { orgnr } of rows) {
        let dropped = MOST_AT_ONCE
        while (dropped === MOST_AT_ONCE && !signal.aborted) {
          const { numAffectedRows } = await inTransaction(pool, jobView(orgnr), drop)
          dropped = Number(numAffectedRows)
        }
      }
    },
  }
}
