import { getTaxCardAnswer, importTaxCards } from '@fotfeste/contracts/payroll/tax-card-answers.ts'
import {
  listTaxCardRequests,
  requestTaxCards,
} from '@fotfeste/contracts/payroll/tax-card-requests.ts'
import { readAnswer } from '@fotfeste/domain/tax/card-answer.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  type CardImport,
  findImport,
  type ImportId,
  insertImport,
  listEntries,
} from '../queries/tax-card-answers.ts'
import {
  type CardRequest,
  insertRequest,
  listRequests,
  NEW_REQUEST,
  type RequestId,
} from '../queries/tax-card-requests.ts'

const shownImport = ({ id, ...rest }: CardImport) => ({ taxCardAnswerId: id, ...rest })
const shownRequest = ({ id, ...rest }: CardRequest) => ({ taxCardRequestId: id, ...rest })

/** Answers of the Tax Administration that somebody posts (svar på skattekortforespørsel). */
export function taxCardAnswers(kit: Kit<Tables>): void {
  serve(kit, importTaxCards, async ({ body }, { trx, caller, today, at, newId }) => {
    const entries = readAnswer(body.answer, caller.tenant)
    if (isRefusal(entries)) return entries
    const by = { receivedBy: caller.actor, receivedOn: today, matchedOn: null, reason: null }
    const id: ImportId = newId()
    const given = { id, state: 'received', entries: entries.length, ...by } as const
    return {
      status: 202,
      body: shownImport(given),
      location: `/v1/tax-card-answers/${id}`,
      save: [insertImport(trx, caller.tenant, { ...given, document: entries, at })],
    }
  })

  serve(kit, getTaxCardAnswer, async ({ params, query }, { trx }) => {
    const id = params.taxCardAnswerId
    const { code, limit } = query
    const after = Number(readCursor(query.cursor)?.[0] ?? 0)
    const [found, rows] = await Promise.all([
      findImport(trx, id),
      listEntries(trx, { id, code, after, limit }),
    ])
    if (!found) return refuse('not-found', 'There is no such answer that your token may see.')
    const page = pageOf(rows, limit, {
      item: ({ number: _number, ...entry }) => entry,
      cursor: (row) => [String(row.number), id],
    })
    const persons = page.items.flatMap(({ personId }) => personId ?? [])
    return { status: 200, body: { ...shownImport(found), ...page }, persons }
  })
}

/** Orders of tax cards (skattekortbestillinger). */
export function taxCardRequests(kit: Kit<Tables>): void {
  serve(kit, requestTaxCards, async ({ body }, { trx, caller, today, at, newId }) => {
    const by = { year: body.year, requestedBy: caller.actor, requestedOn: today }
    const request: CardRequest = { ...NEW_REQUEST, id: newId<'TaxCardRequest'>(), ...by }
    const detail = `An order of ${body.year} is open: see GET /v1/tax-card-requests?year=${body.year}.`
    return {
      status: 202,
      body: shownRequest(request),
      location: '/v1/tax-card-requests',
      save: [insertRequest(trx, caller.tenant, { ...request, at })],
      conflicts: { tax_card_request_one_open: refuse('tax-card-request-open', detail) },
    }
  })

  serve(kit, listTaxCardRequests, async ({ query }, { trx }) => {
    const { year, limit } = query
    const after = (readCursor(query.cursor)?.[1] ?? null) as RequestId | null
    const rows = await listRequests(trx, { year, after, limit })
    const page = pageOf(rows, limit, { item: shownRequest, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page }
  })
}
