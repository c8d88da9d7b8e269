import type { RegulationState } from '@fotfeste/domain/stipend/regulation.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { payRunsNow, type Regulation, type RegulationId, selectRegulations } from './regulations.ts'

/** The regulation that a job has work with: runs before dry runs; none while another copy works on it. */
export const findWork = async (trx: Kysely<Tables>): Promise<Regulation | undefined> =>
  (
    await selectRegulations(
      trx,
      sql`r.state in ('draft', 'running') order by r.kind desc, r.id limit 1 for update skip locked`,
    )
  )[0]

/** Says why the work does not go on; nothing is written when it says so already. */
export const haltRegulation = (
  trx: Kysely<Tables>,
  id: RegulationId,
  reason: string,
): Promise<unknown> =>
  sql`update regulation set reason = ${reason}, version = version + 1
    where tenant = ${here} and id = ${id} and state in ('draft', 'running') and reason is distinct from ${reason}`.execute(
    trx,
  )

/** Closes the walk: totals of the report over everyone, and the next state. */
export async function finishWalk(
  trx: Kysely<Tables>,
  regulation: Regulation,
  to: {
    readonly move: 'calculate' | 'finish'
    readonly state: RegulationState
    readonly on: PlainDate
  },
): Promise<void> {
  const { id } = regulation
  await Promise.all([
    sql`
      update regulation r set state = ${to.state}, reason = null, version = r.version + 1,
        pay_runs_seen = ${payRunsNow},
        totals = (select jsonb_build_object('persons', count(*),
            'changes', count(*) filter (where outcome = 'changes'),
            'review', count(*) filter (where outcome = 'review'),
            'alreadyNew', count(*) filter (where outcome = 'already-new'),
            'notPaidYet', count(*) filter (where outcome = 'not-paid-yet'),
            'months', coalesce(sum(jsonb_array_length(months)) filter (where outcome = 'changes'), 0),
            'differenceOre', coalesce(sum(difference_ore), 0))
          from regulation_person g where g.tenant = r.tenant and g.regulation_id = r.id)
      where r.tenant = ${here} and r.id = ${id}`.execute(trx),
    sql`
      insert into regulation_event (tenant, regulation_id, id, move, to_state, actor, on_date, at)
      select tenant, id, uuidv7(), ${to.move}, ${to.state}, null, ${to.on}, clock_timestamp()
      from regulation where tenant = ${here} and id = ${id}`.execute(trx),
  ])
}
