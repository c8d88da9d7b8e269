import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import type { BaseConfig } from '@fotfeste/kit/config.ts'
import type { Service } from '@fotfeste/kit/kit.ts'

/** A service whatever its tables and configuration are. */
export type AnyService = Service<unknown, BaseConfig>

/** A service's definition: each `app.ts` exports one under the service's name. */
export async function loadService(name: ServiceName): Promise<AnyService> {
  const file = (await import(`@fotfeste/${name}/app.ts`)) as Readonly<Record<string, AnyService>>
  const service = file[name]
  if (!service) throw new Error(`services/${name}/src/app.ts exports no ${name}`)
  return service
}

export const loadServices = (): Promise<AnyService[]> => Promise.all(SERVICES.map(loadService))
