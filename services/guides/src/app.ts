import { guidesContracts } from '@fotfeste/contracts/guides/all.ts'
import { problems } from '@fotfeste/contracts/guides/problems.ts'
import type { Service } from '@fotfeste/kit/kit.ts'
import type { Config } from './config.ts'
import type { Tables } from './db/tables.gen.ts'
import { followSettlement } from './jobs/follow-settlement.ts'
import { guides as guideRoutes } from './routes/guides.ts'
import { matchProposals } from './routes/match-proposals.ts'
import { matchSteps } from './routes/match-steps.ts'
import { matchingRuns } from './routes/matching-runs.ts'
import { referrals } from './routes/referrals.ts'
import { withdrawal } from './routes/withdraw-consent.ts'

/** The guides service: which volunteer meets which refugee, from the consent to the end of the pair. */
export const guides: Service<Tables, Config> = {
  name: 'guides',
  title: 'Fotfeste guides (flyktningguide)',
  description:
    'Volunteer guides, referrals of refugees with their consent, matching for the best total of a documented score, and each pair from proposal to end.',
  version: '1.0.0',
  contracts: guidesContracts,
  problems,
  migrations: new URL('./db/migrations/', import.meta.url),
  routes: [guideRoutes, referrals, withdrawal, matchingRuns, matchProposals, matchSteps],
  jobs: (kit, config) =>
    followSettlement(kit, {
      baseUrl: config.FOTFESTE_SETTLEMENT_URL,
      tokens: config.FOTFESTE_SERVICE_TOKENS,
    }),
}
