import { SERVICES } from '@fotfeste/contracts/contract.ts'
import type { BaseConfig } from '@fotfeste/kit/config.ts'
import type { Service } from '@fotfeste/kit/kit.ts'

/** A service whatever its tables and configuration are. */
export type AnyService = Service<unknown, BaseConfig>

/** The four services' definitions: each `app.ts` exports one under the service's name. */
export function loadServices(): Promise<AnyService[]> {
  return Promise.all(
    SERVICES.map(async (name) => {
      const file = (await import(`@fotfeste/${name}/app.ts`)) as Readonly<
        Record<string, AnyService>
      >
      const service = file[name]
      if (!service) throw new Error(`services/${name}/src/app.ts exports no ${name}`)
      return service
    }),
  )
}
