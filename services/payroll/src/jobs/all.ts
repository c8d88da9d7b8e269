import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import type { ServiceTokens } from '@fotfeste/kit/config.ts'
import { follow } from '@fotfeste/kit/follow.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { calculatePayRuns } from './calculate-pay-runs.ts'
import { askControlTotals } from './control-totals.ts'
import { applyIntroduction } from './follow-introduction.ts'
import { askIdentities } from './identities.ts'
import { matchTaxCards } from './match-tax-cards.ts'
import { orderTaxCards, PAUSES } from './order-tax-cards.ts'
import { regulateBaseAmounts } from './regulate-base-amounts.ts'
import { type TaxCardService, taxAdministration } from './tax-administration.ts'
import { verifyLedgers } from './verify-ledgers.ts'
import { writeReports } from './write-reports.ts'

/** Must exceed the time a feed may hold its answer. */
const TIMEOUT_MS = 30_000

type Settings = {
  readonly introductionUrl: string | undefined
  readonly settlementUrl: string | undefined
  readonly tokens: ServiceTokens | undefined
  readonly pageSize: number
  readonly version: string
  /** Null: the tax card API is not configured. */
  readonly taxCards: TaxCardService | null
}

/** Payroll's work beside the requests: following introduction, calculating runs, tax cards, reports. */
export function payrollJobs(kit: Kit<Tables>, settings: Settings): Job[] {
  const { introductionUrl, settlementUrl, tokens, pageSize, version } = settings
  const identities =
    settlementUrl && tokens ? askIdentities({ baseUrl: settlementUrl, tokens }) : null
  const reports = writeReports({ kit, askIdentities: identities })
  const administration = settings.taxCards && taxAdministration(settings.taxCards)
  const sources = identities && administration ? { identities, administration } : null
  const cards = [
    matchTaxCards({ kit, identities }),
    orderTaxCards({ kit, sources, pauses: PAUSES }),
  ]
  const awaitsTaxCards = sources !== null
  const ledgers = verifyLedgers({ kit, by: `fotfeste-payroll ${version}` })
  const own = [regulateBaseAmounts({ kit, pageSize }), reports, ...cards, ledgers]
  if (!introductionUrl || !tokens) {
    return [calculatePayRuns({ kit, controlTotals: null, pageSize, awaitsTaxCards }), ...own]
  }
  const call = client({
    baseUrl: introductionUrl,
    token: serviceTokens(tokens),
    timeoutMs: TIMEOUT_MS,
  })
  return [
    follow<Tables>({
      ...{ source: 'introduction', pool: kit.pool, call },
      apply: (trx, event) => applyIntroduction(trx, event, kit.clock.today()),
    }),
    calculatePayRuns({ kit, controlTotals: askControlTotals(call), pageSize, awaitsTaxCards }),
    ...own,
  ]
}
