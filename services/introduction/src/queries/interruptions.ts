import type { Id } from '@fotfeste/domain/values/ids.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Of } from './enrolment-changes.ts'
import type { HeldInterruption } from './enrolments.ts'

/** One version of an interruption, with who wrote it. */
export type InterruptionVersion = Omit<HeldInterruption, 'interruptionId'> & {
  readonly version: number
  readonly reason: string | null
  readonly recordedBy: string
  readonly at: string
}

export type KnownInterruption = InterruptionVersion & {
  readonly interruptionId: Id<'Interruption'>
  readonly withdrawn: boolean
}

/** What two versions of an interruption may differ in, as columns. */
const columnsOf = (held: Omit<HeldInterruption, 'interruptionId'>) => ({
  kind: held.kind,
  from_day: held.from,
  to_day: held.to,
  notice_received_on: held.noticeReceivedOn,
  case_reference: held.caseReference,
})

const SHOWN = [
  'version',
  'kind',
  'from_day as from',
  'to_day as to',
  'notice_received_on as noticeReceivedOn',
  'case_reference as caseReference',
  'reason',
  'registered_by as recordedBy',
  'registered_at as at',
] as const

/** Adds an interruption; one that shares a day with another breaks `interruption_overlap`. */
export function insertInterruption(
  trx: Kysely<Tables>,
  { added, ...of }: Of<HeldInterruption>,
): Compilable {
  return trx.insertInto('interruption').values({
    tenant: of.tenant,
    id: added.interruptionId,
    enrolment_id: of.enrolmentId,
    ...columnsOf(added),
    version: 1,
    withdrawn: false,
    registered_by: of.by,
    registered_at: of.at,
  })
}

/** Reads an interruption of a programme, withdrawn or not; its enrolment's lock orders who changes it. */
export async function findInterruption(
  trx: Kysely<Tables>,
  of: { readonly enrolmentId: Id<'Enrolment'>; readonly interruptionId: Id<'Interruption'> },
): Promise<KnownInterruption | null> {
  const row = await trx
    .selectFrom('interruption')
    .select(['id as interruptionId', 'withdrawn', ...SHOWN])
    .where('tenant', '=', here)
    .where('enrolment_id', '=', of.enrolmentId)
    .where('id', '=', of.interruptionId)
    .executeTakeFirst()
  return row ?? null
}

/** The versions before the one that holds, oldest first. */
export function listFormer(
  trx: Kysely<Tables>,
  interruptionId: Id<'Interruption'>,
): Promise<InterruptionVersion[]> {
  return trx
    .selectFrom('former_interruption')
    .select(SHOWN)
    .where('tenant', '=', here)
    .where('interruption_id', '=', interruptionId)
    .orderBy('version')
    .execute()
}

/** Puts a version aside and the next one in its place. */
export function replaceInterruption(
  trx: Kysely<Tables>,
  { added: { before, after }, ...of }: Of<{ before: KnownInterruption; after: KnownInterruption }>,
): Compilable[] {
  const aside = trx.insertInto('former_interruption').values({
    tenant: of.tenant,
    interruption_id: before.interruptionId,
    version: before.version,
    ...columnsOf(before),
    reason: before.reason,
    registered_by: before.recordedBy,
    registered_at: before.at,
  })
  const next = trx
    .updateTable('interruption')
    .set({
      ...columnsOf(after),
      version: after.version,
      reason: after.reason,
      withdrawn: after.withdrawn,
      registered_by: after.recordedBy,
      registered_at: after.at,
    })
    .where('tenant', '=', here)
    .where('id', '=', before.interruptionId)
    .where('version', '=', before.version)
  return [aside, exactlyOne(next) as Compilable]
}
