import type { PaymentFileVersion } from '@fotfeste/domain/payment/payment-file.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { compiled } from './protection.ts'

/** A payment file as it went to the bank. */
export type NewPaymentFile = {
  readonly version: PaymentFileVersion
  readonly messageId: string
  readonly payments: number
  readonly totalOre: Ore
  readonly content: string
}

/** The id by which the bank knows a run's file (MsgId). */
export const messageIdOf = (runId: PayRunId): string => runId.replaceAll('-', '')

/** Keeps the file; there is never another of the run. */
export function insertPaymentFile(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly runId: PayRunId },
  file: NewPaymentFile,
): Compilable {
  const { version, messageId, payments, totalOre, content } = file
  return compiled(
    trx,
    sql`insert into payment_file (tenant, run_id, version, message_id, payments, total_ore, content, sha256)
      select ${of.tenant}, ${of.runId}, ${version}, ${messageId}, ${payments}, ${totalOre}, c.content,
        encode(sha256(convert_to(c.content, 'UTF8')), 'hex')
      from (select ${content}::text as content) c`,
  )
}

/** The file of a run with the persons in it; undefined where it pays nobody. */
export async function findPaymentFile(
  trx: Kysely<Tables>,
  runId: PayRunId,
): Promise<{ readonly content: string; readonly persons: PersonId[] } | undefined> {
  const [file, persons] = await Promise.all([
    trx
      .selectFrom('payment_file')
      .select('content')
      .where('tenant', '=', here)
      .where('run_id', '=', runId)
      .executeTakeFirst(),
    trx
      .selectFrom('payment')
      .select('person_id')
      .distinct()
      .where('tenant', '=', here)
      .where('run_id', '=', runId)
      .where('person_id', 'is not', null)
      .execute(),
  ])
  return (
    file && { content: file.content, persons: persons.flatMap(({ person_id }) => person_id ?? []) }
  )
}
