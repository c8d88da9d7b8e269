import { listAlerts } from '@fotfeste/contracts/payroll/alerts.ts'
import { alertsOf } from '@fotfeste/domain/payment/alerts.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { monthOf } from '@fotfeste/domain/values/month.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listWatchedRuns } from '../queries/alerts.ts'
import { listSettings } from '../queries/policies.ts'
import { seeProtected } from '../queries/protection.ts'
import { readUpkeep } from '../queries/upkeep.ts'

/** What wants a person's eye (varsler). */
export function alerts(kit: Kit<Tables>): void {
  serve(kit, listAlerts, async (_input, { trx, today }) => {
    const [, runs, upkeep, settings] = await Promise.all([
      seeProtected(trx),
      listWatchedRuns(trx),
      readUpkeep(trx, today),
      listSettings(trx),
    ])
    const limits = policiesOf(settings)(monthOf(today))
    return { status: 200, body: { alerts: alertsOf({ runs, ...upkeep }, limits, today) } }
  })
}
