import {
  getBankAnswer,
  importBankAnswer,
  listBankAnswers,
} from '@fotfeste/contracts/payroll/bank-answers.ts'
import { applyBankAnswer, type PaymentChange } from '@fotfeste/domain/payment/bank-answer.ts'
import {
  type BankedMove,
  type BankedState,
  movesOfRun,
} from '@fotfeste/domain/payment/run-progress.ts'
import { PAY_RUN_MOVES, type PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  type BankAnswer,
  findBankAnswer,
  insertBankAnswer,
  listBankAnswers as list,
  standingDoubles,
} from '../queries/bank-answers.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { listDebtorAccounts } from '../queries/debtor-account.ts'
import { lockPayments, type MetPayment, runsMet, updatePayments } from '../queries/met-payments.ts'
import { lockPayRuns, type PayRun, updatePayRun } from '../queries/pay-runs.ts'
import { entriesOfPayments } from '../queries/posted-payments.ts'
import { seeProtected } from '../queries/protection.ts'
import { insertRunEvent } from '../queries/run-events.ts'
import { tellOfPayments } from './payment-events.ts'
import { openLedger } from './posting.ts'
import { shownBankAnswer, shownBankAnswerHead } from './shown-bank-answer.ts'

const BANKED: readonly PayRunState[] = ['released', 'accepted', 'rejected', 'booked']
const isBanked = (state: PayRunState): state is BankedState => BANKED.includes(state)

/** The moves of the runs that follow their payments, and what they leave in the history. */
function followPayments(
  context: Context<Tables>,
  runs: readonly PayRun[],
  answer: { readonly payments: readonly MetPayment[]; readonly why: string },
) {
  const { trx, caller, today, at } = context
  return runs.flatMap((run) => {
    const own = answer.payments.filter(({ runId }) => runId === run.id).map(({ state }) => state)
    const moves: readonly BankedMove[] = isBanked(run.state) ? movesOfRun(run.state, own) : []
    if (moves.length === 0) return []
    let state: PayRunState = run.state
    const events = moves.map((move) => {
      const from = state
      state = PAY_RUN_MOVES[move].to
      const by = { actor: caller.actor, at, on: today, why: answer.why }
      const of = { tenant: caller.tenant, runId: run.id }
      return insertRunEvent(trx, of, { move, from, to: state, ...by })
    })
    return [updatePayRun(trx, { ...run, state, version: run.version + 1 }), ...events]
  })
}

/** The payments as the answer leaves them. */
const after = (held: readonly MetPayment[], changes: readonly PaymentChange[]): MetPayment[] => {
  const changed = new Map(changes.map(({ payment }) => [payment.id, payment]))
  return held.map((payment) => ({ ...payment, ...changed.get(payment.id) }))
}

/** What the answer made of each payment, as the ledger takes it. */
const stepsOf = (changes: readonly PaymentChange[]) =>
  new Map(changes.map(({ payment, moves }) => [payment.id, { ...payment, steps: moves }]))

/** What the bank answers (bankretur): imported once, applied entry by entry. */
export function bankAnswers(kit: Kit<Tables>): void {
  serve(kit, importBankAnswer, async ({ body }, context) => {
    const { trx, caller, today, at, newId } = context
    // What reads XML comes with the first answer: most starts of the service never see one.
    const { readBankAnswer } = await import('../bank/read-bank-answer.ts')
    const document = readBankAnswer(body)
    if (isRefusal(document)) return document
    const { digest, kind, messageId, entries } = document
    const [, , known, ids] = await Promise.all([
      lockEntries(trx, 'bank-answer'),
      seeProtected(trx),
      findBankAnswer(trx, { digest }),
      runsMet(trx, entries),
    ])
    if (known) return { status: 200, body: shownBankAnswer(known) }
    const runs = await lockPayRuns(trx, ids)
    const payments = await lockPayments(trx, ids)
    const [doubles, accounts] = await Promise.all([
      standingDoubles(trx, entries),
      listDebtorAccounts(trx),
    ])
    const applied = applyBankAnswer(entries, payments, { doubles, accounts })
    const [posted, post] = await Promise.all([
      entriesOfPayments(trx, stepsOf(applied.changes)),
      openLedger(context),
    ])
    const by = { receivedBy: caller.actor, receivedOn: today, changed: applied.changes.length }
    const id = newId<'BankAnswer'>()
    const answer: BankAnswer = { id, kind, messageId, ...by, entries: applied.entries }
    const told = { payments: after(payments, applied.changes), why: `${kind} ${messageId}` }
    return {
      status: 201,
      body: shownBankAnswer(answer),
      location: `/v1/bank-answers/${id}`,
      save: [
        insertBankAnswer(trx, caller.tenant, { ...answer, digest, at }),
        updatePayments(trx, applied.changes),
        ...followPayments(context, runs, told),
        tellOfPayments(context, payments, applied.changes),
        ...post(posted),
      ],
    }
  })

  serve(kit, listBankAnswers, async ({ query }, { trx }) => {
    const before = readCursor(query.cursor)?.[1] ?? null
    const { limit } = query
    const rows = await list(trx, { before, limit })
    const page = pageOf(rows, limit, {
      item: shownBankAnswerHead,
      cursor: (row) => [row.id, row.id],
    })
    return { status: 200, body: page }
  })

  serve(kit, getBankAnswer, async ({ params }, { trx }) => {
    const answer = await findBankAnswer(trx, { id: params.bankAnswerId })
    if (answer) return { status: 200, body: shownBankAnswer(answer) }
    return refuse('not-found', 'There is no such answer: list them with GET /v1/bank-answers.')
  })
}
