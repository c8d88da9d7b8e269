import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownStatusesOf } from '@fotfeste/contracts/contract.ts'
import { loadContracts } from './all-contracts.ts'

/**
 * The statuses that an operation documents of its own (2xx, 404, 409, 412, 422) and that no test saw.
 * Each test process wrote what it saw into a file of the folder, a line each: `service operation status`.
 */
export async function unseenStatuses(folder: string): Promise<string[]> {
  const files = existsSync(folder) ? readdirSync(folder) : []
  const seen = new Set(
    files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')),
  )
  const services = await loadContracts()
  const documented = services.flatMap(({ service, contracts, problems }) =>
    contracts.flatMap((contract) =>
      ownStatusesOf(contract, problems).map((status) => `${service} ${contract.id} ${status}`),
    ),
  )
  return documented.filter((line) => !seen.has(line))
}
