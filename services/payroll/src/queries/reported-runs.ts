import { PAY_RUN_MOVES } from '@fotfeste/domain/stipend/pay-run.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/**
 * Moves the booked runs of received messages to reported, with a line in the history of each; the rest is not
 * touched, so it may be sent at any time.
 */
export const reportBookedRuns = (trx: Kysely<Tables>, today: PlainDate): Compilable => ({
  compile: () => {
    const { from, to } = PAY_RUN_MOVES.report
    return sql`with received as (
        select u.tenant, u.run_id, min(m.id::text) as report_id
        from report_run u join report m on m.tenant = u.tenant and m.id = u.report_id
        where u.tenant = ${here} and m.state = 'received' group by u.tenant, u.run_id
      ), moved as (
        update pay_run r set state = ${to}, version = version + 1
        from received v where v.tenant = r.tenant and v.run_id = r.id and r.state = any(${[...from]})
        returning r.tenant, r.id, v.report_id
      )
      insert into pay_run_event (tenant, run_id, id, at, on_date, move, from_state, to_state, why)
      select tenant, id, uuidv7(), now(), ${today}::date, 'report', ${from[0]}, ${to},
        'The a-melding ' || report_id || ' was received.'
      from moved`.compile(trx)
  },
})
