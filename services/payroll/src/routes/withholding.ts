import { lookUpWithholding } from '@fotfeste/contracts/payroll/withholding.ts'
import { wholeKroner } from '@fotfeste/domain/tax/percent.ts'
import { withholdFromTable } from '@fotfeste/domain/tax/years.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'

/** Look-ups in the withholding tables (trekktabeller), without state. */
export function withholding(kit: Kit<Tables>): void {
  serve(kit, lookUpWithholding, async ({ body }) => {
    const items: { withheldOre: Ore }[] = []
    for (const [at, { grossOre, ...entry }] of body.items.entries()) {
      const kroner = withholdFromTable({ ...entry, grossKroner: wholeKroner(grossOre) })
      if (isRefusal(kroner)) {
        const { refused, detail, pointer = '' } = kroner
        return refuse(refused, `Item ${at + 1}: ${detail}`, `/items/${at}${pointer}`)
      }
      items.push({ withheldOre: ore(100 * kroner) })
    }
    return { status: 200, body: { items } }
  })
}
