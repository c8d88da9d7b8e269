import { payRunApproved, payRunReleased } from '@fotfeste/contracts/payroll/events.ts'
import {
  approvePayRun,
  cancelPayRun,
  getPayRun,
  listPayRuns,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import {
  approvePayRun as approve,
  movePayRun,
  releasePayRun as release,
} from '@fotfeste/domain/stipend/pay-run.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { startPayRun as start } from '@fotfeste/domain/stipend/start-pay-run.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import {
  findPayRun,
  insertPayRun,
  listPayRuns as list,
  listStandingRuns,
  lockPayRun,
  type PayRun,
  payeesOfRun,
  uncount,
  updatePayRun,
} from '../queries/pay-runs.ts'
import { findDebtorAccount } from '../queries/payees.ts'
import { listSettings } from '../queries/policies.ts'
import { seeProtected } from '../queries/protection.ts'
import { shownPayRun } from './shown.ts'

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
  approvedBy: null,
  approvedOn: null,
  releasedBy: null,
  releasedOn: null,
  releasedAt: null,
  debtorVersion: null,
} as const

const runFacts = (run: PayRun) => ({
  payRunId: run.id,
  month: run.month,
  payDate: run.payDate,
  payable: run.payable,
  netOre: run.netOre,
})

/** Pay runs (utbetalingskjøringer): started and read. */
export function payRuns(kit: Kit<Tables>): void {
  serve(kit, startPayRun, async ({ body }, { trx, caller, today, newId }) => {
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
      save: [insertPayRun(trx, caller.tenant, run)],
      conflicts: {
        pay_run_one_open: refuse(
          'pay-run-open',
          'Another run was started at the same time: read it.',
        ),
        pay_run_one_a_month: refuse(
          'pay-run-exists',
          'The month’s run was started at the same time.',
        ),
        pay_run_sequence: refuse('pay-run-exists', 'The month’s run was started at the same time.'),
      },
    }
  })

  serve(kit, getPayRun, async ({ params }, { trx }) => {
    const run = await findPayRun(trx, params.payRunId)
    return run ? { status: 200, body: shownPayRun(run), version: run.version } : notFound
  })

  serve(kit, listPayRuns, async ({ query }, { trx }) => {
    const { month, state, limit } = query
    const before = readCursor(query.cursor)?.[1] ?? null
    const rows = await list(trx, { month, state, before, limit })
    const page = pageOf(rows, limit, { item: shownPayRun, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page }
  })
}

/** The moves of a calculated run: each by the person the rules allow. */
export function payRunMoves(kit: Kit<Tables>): void {
  serve(kit, approvePayRun, async ({ params }, { trx, caller, today, expectVersion }) => {
    const [, run, payees] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      payeesOfRun(trx, params.payRunId),
    ])
    if (!run) return notFound
    expectVersion(run.version)
    const state = approve({ ...run, ...payees }, caller.actor)
    if (isRefusal(state)) return state
    const by = { approvedBy: caller.actor, approvedOn: today }
    const next: PayRun = { ...run, ...by, state, version: run.version + 1 }
    const { type, version } = payRunApproved
    return {
      ...moved(next, [updatePayRun(trx, next)]),
      event: {
        ...{ type, version, subject: run.id, isProtected: false },
        data: { ...runFacts(next), approvedOn: today },
      },
    }
  })

  serve(kit, releasePayRun, async ({ params }, { trx, caller, today, at, expectVersion }) => {
    const [, run, payees, debtor] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      payeesOfRun(trx, params.payRunId),
      findDebtorAccount(trx, null),
    ])
    if (!run) return notFound
    expectVersion(run.version)
    const facts = { ...run, ...payees, hasDebtorAccount: debtor !== undefined }
    const state = release(facts, caller.actor, today)
    if (isRefusal(state)) return state
    const by = { releasedBy: caller.actor, releasedOn: today, releasedAt: at }
    const debtorVersion = debtor?.version ?? null
    const next: PayRun = { ...run, ...by, debtorVersion, state, version: run.version + 1 }
    const { type, version } = payRunReleased
    return {
      ...moved(next, [updatePayRun(trx, next)]),
      event: {
        ...{ type, version, subject: run.id, isProtected: false },
        data: { ...runFacts(next), releasedOn: today },
      },
    }
  })

  serve(kit, cancelPayRun, async ({ params }, { trx, expectVersion }) => {
    const [, run] = await Promise.all([seeProtected(trx), lockPayRun(trx, params.payRunId)])
    if (!run) return notFound
    expectVersion(run.version)
    const state = movePayRun(run.state, 'cancel')
    if (isRefusal(state)) return state
    const next: PayRun = { ...run, state, reason: null, version: run.version + 1 }
    return moved(next, [updatePayRun(trx, next), ...uncount(trx, run.id)])
  })
}

const moved = <Save>(run: PayRun, save: Save) => ({
  status: 200 as const,
  body: shownPayRun(run),
  version: run.version,
  save,
})
