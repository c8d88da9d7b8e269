import { payRunReleased } from '@fotfeste/contracts/payroll/events.ts'
import { releasePayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { makePayments, whyHeld } from '@fotfeste/domain/payment/make-payments.ts'
import { releasePayRun as release } from '@fotfeste/domain/stipend/pay-run.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findDebtorAccount } from '../queries/debtor-account.ts'
import { insertPayments } from '../queries/new-payments.ts'
import { listOwed } from '../queries/owed.ts'
import { lockPayRun, type PayRun, updatePayRun } from '../queries/pay-runs.ts'
import { insertPaymentFile } from '../queries/payment-files.ts'
import { entriesOfRun, payslipsToPost } from '../queries/posted-payslips.ts'
import { seeProtected } from '../queries/protection.ts'
import { moved, noPayRun, runFacts, told } from './pay-run-move.ts'
import { fileOf, payingOf, taxReceiver } from './payment-order.ts'
import { openLedger } from './posting.ts'

/** Release: the payments, the file and the run's move are one transaction. */
export function payRunRelease(kit: Kit<Tables>): void {
  serve(kit, releasePayRun, async ({ params }, context) => {
    const { trx, caller, today, at, newId, expectVersion } = context
    const [, run, owed, debtor = null, slips, post] = await Promise.all([
      seeProtected(trx),
      lockPayRun(trx, params.payRunId),
      listOwed(trx, params.payRunId, 'own and earlier'),
      findDebtorAccount(trx, null),
      payslipsToPost(trx, params.payRunId),
      openLedger(context),
    ])
    if (!run) return noPayRun
    expectVersion(run.version)
    const due = owed.filter((one) => whyHeld(one) === null)
    const state = release({ ...run, ...payingOf(due, debtor, run.id) }, caller.actor, today)
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
