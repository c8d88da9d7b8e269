import { listPayRunHistory } from '@fotfeste/contracts/payroll/pay-run-history.ts'
import { getPayRun, listPayRuns, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { startPayRun as start } from '@fotfeste/domain/stipend/start-pay-run.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { countNewerFacts } from '../queries/newer-facts.ts'
import {
  findPayRun,
  insertPayRun,
  listPayRuns as list,
  listStandingRuns,
  type PayRun,
} from '../queries/pay-runs.ts'
import { listSettings } from '../queries/policies.ts'
import { seeProtected } from '../queries/protection.ts'
import { insertRunEvent, listRunEvents } from '../queries/run-events.ts'
import { shownPayRun, shownRunEvent } from './shown.ts'

const notFound = refuse('not-found', 'There is no such pay run: list them with GET /v1/pay-runs.')

const NOTHING_YET = {
  reason: null,
  payslips: 0,
  payable: 0,
  blocked: 0,
  grossOre: NO_ORE,
  withheldOre: NO_ORE,
  attachedOre: NO_ORE,
  heldOre: NO_ORE,
  netOre: NO_ORE,
  claimsOre: NO_ORE,
  calculatedOn: null,
  digest: null,
  repayments: 0,
  repaidOre: NO_ORE,
  firstApprovedBy: null,
  firstApprovedOn: null,
  approvedBy: null,
  approvedOn: null,
  releasedBy: null,
  releasedOn: null,
  releasedAt: null,
  debtorVersion: null,
} as const

const startedAtOnce = {
  pay_run_one_open: refuse('pay-run-open', 'Another run was started at the same time: read it.'),
  pay_run_one_a_month: refuse('pay-run-exists', 'The month’s run was started at the same time.'),
  pay_run_sequence: refuse('pay-run-exists', 'The month’s run was started at the same time.'),
} as const

/** Pay runs (utbetalingskjøringer): started and read. */
export function payRuns(kit: Kit<Tables>): void {
  serve(kit, startPayRun, async ({ body }, { trx, caller, today, at, newId }) => {
    const [, runs, settings] = await Promise.all([
      lockEntries(trx, 'policy'),
      listStandingRuns(trx),
      listSettings(trx),
    ])
    const decision = start({ ...body, runs }, policiesOf(settings)(body.month), today)
    if (isRefusal(decision)) return decision
    const by = { calculatedBy: caller.actor, asKnownOn: today }
    const base = { id: newId<'PayRun'>(), state: 'draft', version: 1 } as const
    const { reason: cause, ...terms } = decision
    const run: PayRun = { ...NOTHING_YET, ...base, ...by, ...terms, cause }
    return {
      status: 202,
      body: shownPayRun(run),
      version: run.version,
      location: `/v1/pay-runs/${run.id}`,
      save: [
        insertPayRun(trx, caller.tenant, run),
        insertRunEvent(
          trx,
          { tenant: caller.tenant, runId: run.id },
          {
            move: 'start',
            from: null,
            to: 'draft',
            actor: caller.actor,
            at,
            on: today,
            why: cause,
          },
        ),
      ],
      conflicts: startedAtOnce,
    }
  })

  serve(kit, getPayRun, async ({ params }, { trx }) => {
    const [, run] = await Promise.all([seeProtected(trx), findPayRun(trx, params.payRunId)])
    if (!run) return notFound
    const newerFacts = await countNewerFacts(trx, run)
    return { status: 200, body: { ...shownPayRun(run), newerFacts }, version: run.version }
  })

  serve(kit, listPayRuns, async ({ query }, { trx }) => {
    const { month, state, limit } = query
    const before = readCursor(query.cursor)?.[1] ?? null
    const rows = await list(trx, { month, state, before, limit })
    const page = pageOf(rows, limit, { item: shownPayRun, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page }
  })

  serve(kit, listPayRunHistory, async ({ params, query }, { trx }) => {
    const after = readCursor(query.cursor)?.[1] ?? null
    const { payRunId: runId } = params
    const { limit } = query
    const [run, rows] = await Promise.all([
      findPayRun(trx, runId),
      listRunEvents(trx, { runId, after, limit }),
    ])
    if (!run) return notFound
    const page = pageOf(rows, limit, { item: shownRunEvent, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page }
  })
}
