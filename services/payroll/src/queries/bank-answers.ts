import type {
  BankEntry,
  HeldPayment,
  JudgedEntry,
  PaymentChange,
} from '@fotfeste/domain/payment/bank-answer.ts'
import { partIdOf } from '@fotfeste/domain/payment/payment-file.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { compiled } from './protection.ts'

/** An imported answer with what became of its entries. */
export type BankAnswer = {
  readonly id: Id<'BankAnswer'>
  readonly kind: 'pain.002' | 'camt.054'
  readonly messageId: string
  readonly receivedBy: string
  readonly receivedOn: PlainDate
  readonly changed: number
  readonly entries: readonly JudgedEntry[]
}

export type BankAnswerHead = Omit<BankAnswer, 'entries'> & { readonly entryCount: number }

const HEAD = [
  'id',
  'kind',
  'message_id',
  'received_by',
  'received_on',
  'changed',
  'entries',
] as const

type Row = {
  id: Id<'BankAnswer'>
  kind: BankAnswer['kind']
  message_id: string
  received_by: string
  received_on: PlainDate
  changed: number
  entries: unknown
}

const toAnswer = (row: Row): BankAnswer => ({
  id: row.id,
  kind: row.kind,
  messageId: row.message_id,
  receivedBy: row.received_by,
  receivedOn: row.received_on,
  changed: row.changed,
  entries: row.entries as JudgedEntry[],
})

/** One answer by its id, or by the digest of its document. */
export async function findBankAnswer(
  trx: Kysely<Tables>,
  by: { readonly id: Id<'BankAnswer'> } | { readonly digest: string },
): Promise<BankAnswer | undefined> {
  const row = await trx
    .selectFrom('bank_answer')
    .select(HEAD)
    .where('tenant', '=', here)
    .where((eb) => ('id' in by ? eb('id', '=', by.id) : eb('digest', '=', by.digest)))
    .executeTakeFirst()
  return row && toAnswer(row)
}

/** A page of answers, newest first, one more than the limit. */
export async function listBankAnswers(
  trx: Kysely<Tables>,
  page: { readonly before: string | null; readonly limit: number },
): Promise<BankAnswerHead[]> {
  const { before, limit } = page
  const rows = await trx
    .selectFrom('bank_answer')
    .select(['id', 'kind', 'message_id', 'received_by', 'received_on', 'changed'])
    .select(sql<number>`jsonb_array_length(entries)`.as('entry_count'))
    .where('tenant', '=', here)
    .$if(before !== null, (query) => query.where('id', '<', before as Id<'BankAnswer'>))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map(({ entry_count: entryCount, ...row }) => {
    const { entries: _none, ...head } = toAnswer({ ...row, entries: [] })
    return { ...head, entryCount }
  })
}

/** Keeps an answer with what became of its entries. */
export function insertBankAnswer(
  trx: Kysely<Tables>,
  tenant: Tenant,
  answer: BankAnswer & { readonly digest: string; readonly at: string },
): Compilable {
  return trx.insertInto('bank_answer').values({
    tenant,
    id: answer.id,
    digest: answer.digest,
    kind: answer.kind,
    message_id: answer.messageId,
    received_by: answer.receivedBy,
    received_on: answer.receivedOn,
    received_at: answer.at,
    changed: answer.changed,
    entries: JSON.stringify(answer.entries),
  })
}

/** A payment with the run whose file carries it. */
export type MetPayment = HeldPayment & { readonly runId: PayRunId }

const referencesOf = (entries: readonly BankEntry[]) => {
  const of = (scope: BankEntry['scope']) =>
    entries.filter((entry) => entry.scope === scope).map(({ reference }) => reference)
  const parts = of('part').map((reference) => reference.replace(/-\d+$/, ''))
  return {
    messages: [...new Set([...of('file'), ...parts])],
    payments: [...new Set(of('payment'))],
  }
}

/** The runs whose payments an answer may concern. */
export async function runsMet(
  trx: Kysely<Tables>,
  entries: readonly BankEntry[],
): Promise<PayRunId[]> {
  const { messages, payments } = referencesOf(entries)
  const { rows } = await sql<{ run_id: PayRunId }>`
    select run_id from payment where tenant = ${here} and end_to_end_id = any(${payments})
    union select run_id from payment_file where tenant = ${here} and message_id = any(${messages})
    order by 1`.execute(trx)
  return rows.map((row) => row.run_id)
}

/** Every payment that the files of these runs carry, locked; asked behind the lock of the runs. */
export async function lockPayments(
  trx: Kysely<Tables>,
  runIds: readonly PayRunId[],
): Promise<MetPayment[]> {
  const rows = await trx
    .selectFrom('payment as p')
    .innerJoin('payment_file as f', (join) =>
      join.onRef('f.tenant', '=', 'p.tenant').onRef('f.run_id', '=', 'p.run_id'),
    )
    .selectAll('p')
    .select('f.message_id')
    .where('p.tenant', '=', here)
    .where(sql<boolean>`p.run_id = any(${[...runIds]}::uuid[])`)
    .orderBy('p.id')
    .forUpdate('p')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    runId: row.run_id,
    messageId: row.message_id,
    partId: partIdOf(row.message_id, row.part),
    endToEndId: row.end_to_end_id,
    amountOre: row.amount_ore,
    state: row.state,
    bankReference: row.bank_reference,
    rejectCode: row.reject_code,
    rejectText: row.reject_text,
    acceptedOn: row.accepted_on,
    rejectedOn: row.rejected_on,
    bookedOn: row.booked_on,
    returnedOn: row.returned_on,
  }))
}

/** Writes what an answer changed: one update. */
export function updatePayments(trx: Kysely<Tables>, changes: readonly PaymentChange[]): Compilable {
  const rows = changes.map(({ payment }) => ({
    id: payment.id,
    state: payment.state,
    bank_reference: payment.bankReference,
    reject_code: payment.rejectCode,
    reject_text: payment.rejectText,
    accepted_on: payment.acceptedOn,
    rejected_on: payment.rejectedOn,
    booked_on: payment.bookedOn,
    returned_on: payment.returnedOn,
  }))
  return compiled(
    trx,
    sql`update payment p set state = r.state, bank_reference = r.bank_reference, reject_code = r.reject_code,
        reject_text = r.reject_text, accepted_on = r.accepted_on, rejected_on = r.rejected_on,
        booked_on = r.booked_on, returned_on = r.returned_on, version = p.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, state text, bank_reference text,
        reject_code text, reject_text text, accepted_on date, rejected_on date, booked_on date, returned_on date)
      where p.tenant = ${here} and p.id = r.id`,
  )
}
