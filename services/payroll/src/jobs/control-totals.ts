import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { client } from '@fotfeste/kit/client.ts'

/** What a run holds its own copy of introduction's feed up against. */
export type ControlTotals = {
  readonly timesheets: number
  readonly lastPosition: string
  readonly withoutApproval: readonly { readonly personId: PersonId }[]
}

/** Asks introduction what a month's timesheets add up to: one call for a whole run. */
export const askControlTotals =
  (call: ReturnType<typeof client>) =>
  async (tenant: Tenant, run: { readonly month: Month }): Promise<ControlTotals> =>
    (await call(getControlTotals, { query: { tenant, month: run.month } })) as ControlTotals
