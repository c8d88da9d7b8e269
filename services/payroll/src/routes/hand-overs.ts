import { getHandOverFile, listHandOvers } from '@fotfeste/contracts/payroll/hand-overs.ts'
import {
  type HandedOver,
  handOverCodes,
  handOverCsv,
} from '@fotfeste/domain/reporting/hand-over.ts'
import { monthOf } from '@fotfeste/domain/values/month.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listHandOvers as list } from '../queries/hand-overs.ts'

function shown(person: HandedOver) {
  const { isCurrent: _isCurrent, ...facts } = person
  const lists = { payDates: [...person.payDates], months: [...person.months] }
  return { ...facts, ...lists, ...handOverCodes(person) }
}

/** What social services need to know (overføring til sosialtjenesten). */
export function handOvers(kit: Kit<Tables>): void {
  serve(kit, listHandOvers, async ({ query }, { trx, today }) => {
    const { month = monthOf(today), limit } = query
    const after = readCursor(query.cursor)?.[1] ?? null
    const rows = await list(trx, { month, after, limit })
    const cursor = (row: HandedOver) => [row.personId, row.personId] as const
    const page = pageOf(rows, limit, { item: shown, cursor })
    return { status: 200, body: page, persons: page.items.map(({ personId }) => personId) }
  })

  serve(kit, getHandOverFile, async ({ query }, { trx, today }) => {
    const month = query.month ?? monthOf(today)
    const rows = await list(trx, { month, after: null, limit: null })
    return {
      status: 200,
      body: handOverCsv(rows),
      persons: rows.map(({ personId }) => personId),
    }
  })
}
