import { type Contract, SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { type EventType, feedContract } from '@fotfeste/contracts/feed.ts'
import type { ProblemSpec } from '@fotfeste/contracts/problems.ts'

/** A service's operations, the feed's among them, and its closed catalogue of problems. */
export type ServiceContracts = {
  readonly service: ServiceName
  readonly contracts: readonly Contract[]
  readonly problems: Readonly<Record<string, ProblemSpec>>
  readonly events: readonly EventType[]
}

type AllFile = Readonly<Record<string, readonly Contract[]>>
type EventsFile = Readonly<Record<string, readonly EventType[]>>
type ProblemsFile = { readonly problems: Readonly<Record<string, ProblemSpec>> }

/** The contracts of every service, by the one list that each service keeps. */
export function loadContracts(): Promise<ServiceContracts[]> {
  return Promise.all(
    SERVICES.map(async (service) => {
      const all = (await import(`@fotfeste/contracts/${service}/all.ts`)) as AllFile
      const { problems } = (await import(
        `@fotfeste/contracts/${service}/problems.ts`
      )) as ProblemsFile
      const events = (await import(`@fotfeste/contracts/${service}/events.ts`)) as EventsFile
      const own = all[`${service}Contracts`] ?? []
      const hasFeed = own.some(({ id }) => id === 'listEvents')
      return {
        service,
        problems,
        contracts: hasFeed ? own : [...own, feedContract(service)],
        events: events[`${service}Events`] ?? [],
      }
    }),
  )
}
