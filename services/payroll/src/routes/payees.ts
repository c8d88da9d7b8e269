import {
  confirmPayee,
  getDebtorAccount,
  getPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { confirmPayee as confirm } from '@fotfeste/domain/payment/payee.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve, serveOne } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { findDebtorAccount, insertDebtorAccount } from '../queries/debtor-account.ts'
import {
  findPayee,
  insertConfirmation,
  insertPayee,
  type PayeeRow,
  payeeVersion,
  readPayee,
  toPayee,
} from '../queries/payees.ts'
import { lockPerson } from '../queries/persons.ts'
import { shownPayee } from './shown.ts'

/** Whom to pay (mottakerkonto). */
export function payees(kit: Kit<Tables>): void {
  serve(kit, registerPayee, async ({ params, body }, { trx, caller, today, at }) => {
    const { personId } = params
    const [person, version] = await Promise.all([
      lockPerson(trx, personId),
      payeeVersion(trx, personId),
    ])
    if (!person) {
      return refuse(
        'not-found',
        'No such person in the programme. One just decided on comes with introduction’s feed: try again.',
      )
    }
    const entry = { enteredBy: caller.actor, enteredOn: today, confirmedOn: null }
    const payee = { personId, version: version + 1, ...body, ...entry }
    return {
      status: 200,
      body: shownPayee(payee, caller),
      version: payee.version,
      save: [insertPayee(trx, caller.tenant, { ...payee, protected: person.protected, at })],
      persons: [personId],
    }
  })

  serve(kit, confirmPayee, async ({ params }, { trx, caller, today, at, expectVersion }) => {
    const [person, held] = await Promise.all([
      lockPerson(trx, params.personId),
      findPayee(trx, params.personId),
    ])
    if (!person || !held) return refuse('not-found', 'No payee of the person is registered.')
    expectVersion(held.version)
    const decision = confirm(held, caller.actor)
    if (isRefusal(decision)) return decision
    const payee = { ...held, confirmedOn: held.confirmedOn ?? today }
    const by = { by: caller.actor, on: today, at, protected: person.protected }
    return {
      status: 200,
      body: shownPayee(payee, caller),
      version: payee.version,
      save: held.confirmedOn ? [] : [insertConfirmation(trx, caller.tenant, { ...held, ...by })],
      persons: [params.personId],
    }
  })

  serveOne(kit, getPayee, {
    query: (asked, { params }) => readPayee(kit.compile, asked, params.personId),
    reply: (row: PayeeRow, caller) => {
      const payee = toPayee(row)
      return { status: 200, body: shownPayee(payee, caller), version: payee.version }
    },
  })
}

/** The municipality's own account (debetkonto). */
export function debtorAccount(kit: Kit<Tables>): void {
  serve(kit, registerDebtorAccount, async ({ body }, { trx, caller, today }) => {
    const [, held] = await Promise.all([
      lockEntries(trx, 'debtor-account'),
      findDebtorAccount(trx, null),
    ])
    const entry = { enteredBy: caller.actor, enteredOn: today }
    const account = { ...body, ...entry, version: (held?.version ?? 0) + 1 }
    return {
      status: 200,
      body: account,
      version: account.version,
      save: [insertDebtorAccount(trx, caller.tenant, account)],
    }
  })

  serve(kit, getDebtorAccount, async (_input, { trx }) => {
    const account = await findDebtorAccount(trx, null)
    const version = account ? { version: account.version } : {}
    return { status: 200, body: { account: account ?? null }, ...version }
  })
}
