import type { Contract } from '@fotfeste/contracts/contract.ts'
import type pg from 'pg'
import type { Answered } from './call.ts'

type Shown = {
  readonly operation: string
  readonly request: string
  readonly persons: readonly string[]
}

function personsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) =>
    /personid$/i.test(name) && typeof held === 'string' ? [held] : personsIn(held),
  )
}

/**
 * Remembers whom each answer of a test file showed, and asks at its end whether the access log names them all:
 * a new route cannot forget. Feeds and what only the suite's own services read are not reads by anybody.
 */
export function shownPersons() {
  const shown: Shown[] = []
  return {
    note(contract: Contract, { status, body, headers }: Answered): void {
      if (status >= 300 || contract.anyScope || contract.id === 'listEvents') return
      if (contract.scope.startsWith('fotfeste:system.')) return
      const persons = [...new Set(personsIn(body))]
      const request = headers.get('x-request-id') ?? ''
      if (persons.length > 0) shown.push({ operation: contract.id, request, persons })
    },
    async unlogged(owner: pg.Pool): Promise<string[]> {
      const { rows } = await owner.query(
        `select distinct operation from json_to_recordset($1) as s (operation text, request text, persons json),
           json_array_elements_text(s.persons) as shown
         where not exists (select from access_log l where l.person = shown::uuid and l.request_id = s.request)`,
        [JSON.stringify(shown)],
      )
      return rows.map(({ operation }) => operation)
    },
  }
}
