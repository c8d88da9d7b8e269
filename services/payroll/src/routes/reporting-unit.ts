import { getReportingUnit, registerReportingUnit } from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { findReportingUnit, insertReportingUnit } from '../queries/reporting-unit.ts'

/** The business unit that payments are reported under (virksomhet). */
export function reportingUnit(kit: Kit<Tables>): void {
  serve(kit, registerReportingUnit, async ({ body }, { trx, caller, today }) => {
    const [, held] = await Promise.all([lockEntries(trx, 'reporting-unit'), findReportingUnit(trx)])
    const entry = { unit: tenantOf(body.unit), version: (held?.version ?? 0) + 1 }
    const by = { enteredBy: caller.actor, enteredOn: today }
    return {
      status: 200,
      body: entry,
      version: entry.version,
      save: [insertReportingUnit(trx, caller.tenant, { ...entry, ...by })],
    }
  })

  serve(kit, getReportingUnit, async (_input, { trx }) => {
    const held = await findReportingUnit(trx)
    if (!held) return { status: 200, body: { unit: null, version: 0 } }
    return { status: 200, body: held, version: held.version }
  })
}
