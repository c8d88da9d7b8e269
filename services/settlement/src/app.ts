import { settlementContracts } from '@fotfeste/contracts/settlement/all.ts'
import { problems } from '@fotfeste/contracts/settlement/problems.ts'
import type { Service } from '@fotfeste/kit/kit.ts'
import type { Config } from './config.ts'
import type { Tables } from './db/tables.gen.ts'
import { households } from './routes/households.ts'
import { identities } from './routes/identities.ts'
import { personChanges } from './routes/person-changes.ts'
import { persons } from './routes/persons.ts'
import { settlementCases } from './routes/settlement-cases.ts'
import { settlementRequests } from './routes/settlement-requests.ts'
import { settlementSteps } from './routes/settlement-steps.ts'

/** The settlement service: whom the municipality settles, from IMDi's request to the day a person moves in. */
export const settlement: Service<Tables, Config> = {
  name: 'settlement',
  title: 'Fotfeste settlement (bosetting)',
  description:
    'IMDi’s yearly request and the municipality’s decision on it, persons and households, and each settlement case step by step.',
  version: '1.0.0',
  contracts: settlementContracts,
  problems,
  migrations: new URL('./db/migrations/', import.meta.url),
  routes: [
    settlementRequests,
    persons,
    personChanges,
    identities,
    households,
    settlementCases,
    settlementSteps,
  ],
  jobs: () => [],
}
