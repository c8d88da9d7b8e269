import { payRunClosed } from '@fotfeste/contracts/payroll/events.ts'
import { cancelPayRun, closePayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { closePayRun as close, movePayRun } from '@fotfeste/domain/stipend/pay-run.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockPayRun, type PayRun, uncount, updatePayRun } from '../queries/pay-runs.ts'
import { countWaiting } from '../queries/payments.ts'
import { seeProtected } from '../queries/protection.ts'
import { moved, noPayRun, runFacts, told } from './pay-run-move.ts'

/** The ends of a run: cancelled before its release, or closed when nothing is left to do. */
export function payRunEnds(kit: Kit<Tables>): void {
  serve(kit, cancelPayRun, async ({ params, body }, context) => {
    const { trx, expectVersion } = context
    const [, run] = await Promise.all([seeProtected(trx), lockPayRun(trx, params.payRunId)])
    if (!run) return noPayRun
    expectVersion(run.version)
    const state = movePayRun(run.state, 'cancel')
    if (isRefusal(state)) return state
    const next: PayRun = { ...run, state, reason: null, version: run.version + 1 }
    const event = told(context, run, { move: 'cancel', to: state, why: body.reason })
    return moved(next, [updatePayRun(trx, next), event, ...uncount(trx, run.id)])
  })

  serve(kit, closePayRun, async ({ params, body }, context) => {
    const { trx, today, expectVersion } = context
    const [, run, waiting] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      countWaiting(trx, params.payRunId),
    ])
    if (!run) return noPayRun
    expectVersion(run.version)
    const state = close({ ...run, waiting })
    if (isRefusal(state)) return state
    const next: PayRun = { ...run, state, version: run.version + 1 }
    const event = told(context, run, { move: 'close', to: state, why: body.reason })
    const { type, version } = payRunClosed
    return {
      ...moved(next, [updatePayRun(trx, next), event]),
      event: {
        ...{ type, version, subject: run.id, isProtected: false },
        data: { ...runFacts(next), closedOn: today },
      },
    }
  })
}
