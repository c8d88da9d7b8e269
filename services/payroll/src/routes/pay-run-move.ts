import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRun } from '../queries/pay-runs.ts'
import { insertRunEvent, type RunEvent } from '../queries/run-events.ts'
import { shownPayRun } from './shown.ts'

export const noPayRun = refuse(
  'not-found',
  'There is no such pay run: list them with GET /v1/pay-runs.',
)

/** What the events of a run tell. */
export const runFacts = (run: PayRun) => ({
  payRunId: run.id,
  month: run.month,
  payDate: run.payDate,
  payable: run.payable,
  netOre: run.netOre,
})

/** The answer to a move, with what is saved by it. */
export const moved = <Save>(run: PayRun, save: Save) => ({
  status: 200 as const,
  body: shownPayRun(run),
  version: run.version,
  save,
})

/** The statement that keeps a person's move in the run's history. */
export function told(
  { trx, caller, today, at }: Context<Tables>,
  run: PayRun,
  move: Pick<RunEvent, 'move' | 'to' | 'why'> & { readonly from?: RunEvent['from'] },
) {
  const of = { tenant: caller.tenant, runId: run.id }
  const event = { from: run.state, actor: caller.actor, at, on: today, ...move }
  return insertRunEvent(trx, of, event)
}
