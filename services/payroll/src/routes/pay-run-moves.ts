import { payRunApproved, payRunReleased } from '@fotfeste/contracts/payroll/events.ts'
import {
  approvePayRun,
  cancelPayRun,
  closePayRun,
  releasePayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import { makePayments, whyHeld } from '@fotfeste/domain/payment/make-payments.ts'
import {
  approvePayRun as approve,
  closePayRun as close,
  movePayRun,
  releasePayRun as release,
} from '@fotfeste/domain/stipend/pay-run.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findDebtorAccount } from '../queries/debtor-account.ts'
import { digestOfRun } from '../queries/digest.ts'
import { listOwed } from '../queries/owed.ts'
import { lockPayRun, type PayRun, uncount, updatePayRun } from '../queries/pay-runs.ts'
import { insertPaymentFile } from '../queries/payment-files.ts'
import { countWaiting, insertPayments } from '../queries/payments.ts'
import { settingsOfRun } from '../queries/policies.ts'
import { entriesOfRun, payslipsToPost } from '../queries/posted-payslips.ts'
import { seeProtected } from '../queries/protection.ts'
import { insertRunEvent, type RunEvent } from '../queries/run-events.ts'
import { fileOf, payingOf, taxReceiver } from './payment-order.ts'
import { openLedger } from './posting.ts'
import { shownPayRun } from './shown.ts'

const notFound = refuse('not-found', 'There is no such pay run: list them with GET /v1/pay-runs.')

const runFacts = (run: PayRun) => ({
  payRunId: run.id,
  month: run.month,
  payDate: run.payDate,
  payable: run.payable,
  netOre: run.netOre,
})

const moved = <Save>(run: PayRun, save: Save) => ({
  status: 200 as const,
  body: shownPayRun(run),
  version: run.version,
  save,
})

/** The statement that keeps a person's move in the run's history. */
function told(
  { trx, caller, today, at }: Context<Tables>,
  run: PayRun,
  move: Pick<RunEvent, 'move' | 'to' | 'why'> & { readonly from?: RunEvent['from'] },
) {
  const of = { tenant: caller.tenant, runId: run.id }
  const event = { from: run.state, actor: caller.actor, at, on: today, ...move }
  return insertRunEvent(trx, of, event)
}

/** Approval by one person, or by two above the municipality's amount. */
function approval(kit: Kit<Tables>): void {
  serve(kit, approvePayRun, async ({ params, body }, context) => {
    const { trx, caller, today, expectVersion } = context
    const [, run, held] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      settingsOfRun(trx, params.payRunId),
    ])
    if (!run) return notFound
    expectVersion(run.version)
    const { digest } = await digestOfRun(trx, run.id, 'current')
    const { twoApproversAboveOre } = policiesOf(held?.settings ?? [])(run.month)
    const by = { actor: caller.actor, digest: body.digest }
    const state = approve({ ...run, digest }, by, twoApproversAboveOre)
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

/** Release: the payments, the file and the run's move are one transaction. */
function releasing(kit: Kit<Tables>): void {
  serve(kit, releasePayRun, async ({ params }, context) => {
    const { trx, caller, today, at, newId, expectVersion } = context
    const [, run, owed, debtor = null, slips, post] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      listOwed(trx, params.payRunId),
      findDebtorAccount(trx, null),
      payslipsToPost(trx, params.payRunId),
      openLedger(context),
    ])
    if (!run) return notFound
    expectVersion(run.version)
    const due = owed.filter((one) => whyHeld(one) === null)
    const state = release({ ...run, ...payingOf(due, debtor) }, caller.actor, today)
    if (isRefusal(state)) return state
    const of = { tenant: caller.tenant, runId: run.id }
    const made = makePayments(due, { ...run, taxTo: taxReceiver(debtor) }, newId<'Payment'>)
    const by = { releasedBy: caller.actor, releasedOn: today, releasedAt: at }
    const isPaid = made.length === 0
    const debtorVersion = debtor?.version ?? null
    const next: PayRun = {
      ...{ ...run, ...by, debtorVersion, version: run.version + 1 },
      state: isPaid ? 'booked' : state,
    }
    const why = isPaid ? 'The run pays nobody.' : `${made.length} payments`
    const { type, version } = payRunReleased
    return {
      ...moved(next, [
        updatePayRun(trx, next),
        told(context, run, { move: 'release', to: state, why }),
        ...(isPaid
          ? [
              told(context, run, { move: 'accept', from: 'released', to: 'accepted', why }),
              told(context, run, { move: 'book', from: 'accepted', to: 'booked', why }),
            ]
          : [
              insertPayments(trx, of, made),
              insertPaymentFile(trx, of, fileOf(made, run.id, { at, debtor })),
            ]),
        ...post(entriesOfRun(slips, today)),
      ]),
      event: {
        ...{ type, version, subject: run.id, isProtected: false },
        data: { ...runFacts(next), releasedOn: today },
      },
    }
  })
}

/** The moves of a calculated run: each by the person the rules allow. */
export function payRunMoves(kit: Kit<Tables>): void {
  approval(kit)
  releasing(kit)

  serve(kit, cancelPayRun, async ({ params, body }, context) => {
    const { trx, expectVersion } = context
    const [, run] = await Promise.all([seeProtected(trx), lockPayRun(trx, params.payRunId)])
    if (!run) return notFound
    expectVersion(run.version)
    const state = movePayRun(run.state, 'cancel')
    if (isRefusal(state)) return state
    const next: PayRun = { ...run, state, reason: null, version: run.version + 1 }
    const event = told(context, run, { move: 'cancel', to: state, why: body.reason })
    return moved(next, [updatePayRun(trx, next), event, ...uncount(trx, run.id)])
  })

  serve(kit, closePayRun, async ({ params, body }, context) => {
    const { trx, expectVersion } = context
    const [, run, waiting] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      countWaiting(trx, params.payRunId),
    ])
    if (!run) return notFound
    expectVersion(run.version)
    const state = close({ ...run, waiting })
    if (isRefusal(state)) return state
    const next: PayRun = { ...run, state, version: run.version + 1 }
    const event = told(context, run, { move: 'close', to: state, why: body.reason })
    return moved(next, [updatePayRun(trx, next), event])
  })
}
