import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { readByIndex } from '../queries/calculation.ts'
import type { Trx } from '../queries/persons.ts'
import { type DueReport, findDueReport, postponeReport } from '../queries/report-writing.ts'
import { listPaidPayslips } from '../queries/reported-payslips.ts'
import { reportBookedRuns } from '../queries/reported-runs.ts'
import { REPORT_WORK } from '../queries/work.ts'
import { eachTenant } from './each-tenant.ts'
import type { AskIdentities } from './identities.ts'
import { personsOf, writeReport } from './write-report.ts'

const EVERY_MS = 1_000
const SILENCE_SECONDS = 10

type Settings = {
  readonly kit: Kit<Tables>
  /** Asks settlement for national numbers; null when it is not configured. */
  readonly askIdentities: AskIdentities | null
}

const inTenant = <Result>({ kit }: Settings, tenant: Tenant, work: (trx: Trx) => Promise<Result>) =>
  inTransaction<Tables, Result>(kit.pool, jobView(tenant), async (trx) => {
    const [, result] = await Promise.all([readByIndex(trx), work(trx)])
    return result
  })

const postpone = (
  settings: Settings,
  tenant: Tenant,
  of: { readonly due: DueReport; readonly reason: string },
) =>
  inTenant(settings, tenant, (trx) =>
    postponeReport(trx, of.due.id, { reason: of.reason, seconds: SILENCE_SECONDS, problems: 0 }),
  )

/**
 * Reports the runs that were booked meanwhile, and tries one message that is due: it is written, held back, or put
 * off. False when there is none.
 */
async function tryNext(settings: Settings, tenant: Tenant, signal: AbortSignal): Promise<boolean> {
  const { kit, askIdentities } = settings
  const found = await inTenant(settings, tenant, async (trx) => {
    await trx.executeQuery(reportBookedRuns(trx, kit.clock.today()).compile())
    const due = await findDueReport(trx, null)
    return due && { due, asked: personsOf(await listPaidPayslips(trx, due.month)) }
  })
  if (!found) return false
  const { due, asked } = found
  if (!askIdentities) {
    const reason = 'The address of settlement is not configured; it holds the national numbers.'
    await postpone(settings, tenant, { due, reason })
    return true
  }
  try {
    const numbers = await askIdentities(tenant, asked, signal)
    await inTenant(settings, tenant, (trx) => writeReport(trx, tenant, { due, asked, numbers }))
    return true
  } catch (error) {
    const reason = 'Settlement does not answer, or an error stopped the writing; it is tried again.'
    await postpone(settings, tenant, { due, reason })
    throw error
  }
}

/**
 * Writes the a-meldinger that were asked for. Numbers are asked for outside any transaction; file, sums and state
 * are one transaction, so a message killed anywhere is written whole or tried again.
 */
export function writeReports(settings: Settings): Job {
  return {
    name: 'write-reports',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit: settings.kit, signal, work: REPORT_WORK, atOnce: 1 }, async (tenant) => {
        while (!signal.aborted && (await tryNext(settings, tenant, signal)));
      }),
  }
}
