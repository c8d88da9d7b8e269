import { payRunApproved } from '@fotfeste/contracts/payroll/events.ts'
import { approvePayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { approvePayRun as approve } from '@fotfeste/domain/stipend/pay-run.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { digestOfRun } from '../queries/digest.ts'
import { countNewerFacts } from '../queries/newer-facts.ts'
import { lockPayRun, type PayRun, updatePayRun } from '../queries/pay-runs.ts'
import { settingsOfRun } from '../queries/policies.ts'
import { seeProtected } from '../queries/protection.ts'
import { moved, noPayRun, runFacts, told } from './pay-run-move.ts'

/** Approval by one person, or by two above the municipality's amount. */
export function payRunApproval(kit: Kit<Tables>): void {
  serve(kit, approvePayRun, async ({ params, body }, context) => {
    const { trx, caller, today, expectVersion } = context
    const [, run, held] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      settingsOfRun(trx, params.payRunId),
    ])
    if (!run) return noPayRun
    expectVersion(run.version)
    const [{ digest }, newerFacts] = await Promise.all([
      digestOfRun(trx, run.id),
      countNewerFacts(trx, run),
    ])
    const { twoApproversAboveOre } = policiesOf(held?.settings ?? [])(run.month)
    const by = { actor: caller.actor, digest: body.digest }
    const state = approve({ ...run, digest, newerFacts }, by, twoApproversAboveOre)
    if (isRefusal(state)) return state
    if (state === 'calculated') {
      const first = { firstApprovedBy: caller.actor, firstApprovedOn: today }
      const next: PayRun = { ...run, ...first, version: run.version + 1 }
      const event = told(context, run, { move: 'approve-first', to: state, why: body.digest })
      return moved(next, [updatePayRun(trx, next), event])
    }
    const last = { approvedBy: caller.actor, approvedOn: today }
    const next: PayRun = { ...run, ...last, state, version: run.version + 1 }
    const event = told(context, run, { move: 'approve', to: state, why: body.digest })
    const { type, version } = payRunApproved
    return {
      ...moved(next, [updatePayRun(trx, next), event]),
      event: {
        ...{ type, version, subject: run.id, isProtected: false },
        data: { ...runFacts(next), approvedOn: today },
      },
    }
  })
}
