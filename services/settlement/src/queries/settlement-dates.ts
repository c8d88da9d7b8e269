import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { HeldCase, HeldCorrection } from './settlement-cases.ts'

type Settlement = {
  readonly personId: PersonId
  readonly caseId: Id<'SettlementCase'>
  readonly settledOn: PlainDate
  readonly changedAt: string
}

/** Gives a locked, unsettled person the settlement date. */
export function registerSettlement(
  trx: Kysely<Tables>,
  tenant: Tenant,
  settlement: Settlement,
): Compilable {
  return exactlyOne(
    trx
      .updateTable('person')
      .set({
        settled_on: settlement.settledOn,
        settlement_case_id: settlement.caseId,
        version: sql`version + 1`,
        changed_at: settlement.changedAt,
      })
      .where('tenant', '=', tenant)
      .where('id', '=', settlement.personId)
      .where('settled_on', 'is', null),
  ) as Compilable
}

/** Moves the settlement date of a locked person who was settled by the case, and keeps what stood before. */
export function moveSettlement(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { held, correction }: { readonly held: HeldCase; readonly correction: HeldCorrection },
): Compilable[] {
  const { personId, settledOn, correctedAt } = correction
  return [
    exactlyOne(
      trx
        .updateTable('person')
        .set({ settled_on: settledOn, version: sql`version + 1`, changed_at: correctedAt })
        .where('tenant', '=', tenant)
        .where('id', '=', personId)
        .where('settlement_case_id', '=', held.id),
    ) as Compilable,
    trx.insertInto('settlement_correction').values({
      tenant,
      case_id: held.id,
      version: held.version,
      person_id: personId,
      settled_on_before: correction.settledOnBefore,
      settled_on: settledOn,
      reason: correction.reason,
      corrected_by: correction.correctedBy,
      corrected_at: correctedAt,
      protected: held.protected,
    }),
  ]
}
