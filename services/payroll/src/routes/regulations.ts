import {
  approveRegulation,
  cancelRegulation,
  clearRegulatedPerson,
  getRegulation,
  listRegulatedPersons,
  listRegulations,
  runRegulation,
  startRegulation,
} from '@fotfeste/contracts/payroll/regulations.ts'
import {
  approveRegulation as approve,
  moveRegulation,
  runRegulation as run,
  startRegulation as start,
} from '@fotfeste/domain/stipend/regulation.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { yearsAmount } from '../queries/base-amounts.ts'
import {
  clearPerson,
  listReported,
  lockReported,
  type ReportedPerson,
} from '../queries/regulated-persons.ts'
import {
  approversOf,
  besideRegulation,
  findRegulation,
  insertRegulation,
  insertRegulationEvent,
  listRegulations as list,
  type Regulation,
  type RegulationEvent,
  updateRegulation,
} from '../queries/regulations.ts'

const notFound = refuse(
  'not-found',
  'There is no such regulation: GET /v1/g-regulations lists them.',
)

/** A regulation as the answer shows it. */
const shown = (regulation: Regulation) => ({
  regulationId: regulation.id,
  year: regulation.year,
  kind: regulation.kind,
  state: regulation.state,
  reason: regulation.reason,
  status: regulation.status,
  amountOre: regulation.amount.amountOre,
  from: regulation.amount.from,
  asKnownOn: regulation.asKnownOn,
  startedBy: regulation.startedBy,
  approvedBy: approversOf(regulation),
  totals: regulation.totals,
  history: regulation.history.map((event) => ({ ...event })),
  version: regulation.version,
})

const shownPerson = (person: ReportedPerson) => ({
  ...person,
  months: person.months.map(({ reasons, ...month }) => ({
    ...month,
    reasons: reasons.map((reason) => ({ ...reason })),
  })),
})

/** A regulation after a person's move, with what keeps it. */
function moved(
  { trx, caller, today, at }: Context<Tables>,
  held: Regulation,
  of: Pick<RegulationEvent, 'move' | 'state'>,
) {
  const event = { ...of, actor: caller.actor, on: today }
  const version = held.version + 1
  const next = { ...held, state: of.state, version, history: [...held.history, event] }
  return {
    body: shown(next),
    version,
    save: [
      updateRegulation(trx, next),
      insertRegulationEvent(trx, { tenant: caller.tenant, id: held.id, at }, event),
    ],
  }
}

/** The yearly regulation (G-regulering): started and read. */
export function regulations(kit: Kit<Tables>): void {
  serve(kit, startRegulation, async ({ body }, context) => {
    const { trx, caller, today, newId, at } = context
    const [{ entry, ...known }, beside] = await Promise.all([
      yearsAmount(trx, body.year),
      besideRegulation(trx),
    ])
    const amount = start({ ...body, ...known, ...beside })
    if (isRefusal(amount)) return amount
    const event = { move: 'start', state: 'draft', actor: caller.actor, on: today } as const
    const regulation: Regulation = {
      ...{ id: newId<'Regulation'>(), ...body, state: 'draft', status: entry, amount, version: 1 },
      ...{ startedBy: caller.actor, asKnownOn: today, reason: null, totals: null },
      ...{ payRunsSeen: null, history: [event] },
    }
    const of = { tenant: caller.tenant, id: regulation.id, at }
    const told = 'Another regulation was started at the same time: read it.'
    return {
      status: 202,
      body: shown(regulation),
      version: 1,
      location: `/v1/g-regulations/${regulation.id}`,
      save: [
        insertRegulation(trx, caller.tenant, regulation),
        insertRegulationEvent(trx, of, event),
      ],
      conflicts: { regulation_one_open: refuse('regulation-open', told) },
    }
  })

  serve(kit, listRegulations, async ({ query }, { trx }) => {
    const before = readCursor(query.cursor)?.[1] ?? null
    const rows = await list(trx, { before, limit: query.limit })
    const page = pageOf(rows, query.limit, { item: shown, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page }
  })

  serve(kit, getRegulation, async ({ params }, { trx }) => {
    const held = await findRegulation(trx, params.regulationId, false)
    return held ? { status: 200, body: shown(held), version: held.version } : notFound
  })

  serve(kit, listRegulatedPersons, async ({ params, query }, { trx }) => {
    const { outcome, limit } = query
    const after = readCursor(query.cursor)?.[1] ?? null
    const [held, rows] = await Promise.all([
      findRegulation(trx, params.regulationId, false),
      listReported(trx, params.regulationId, { outcome, after, limit }),
    ])
    if (!held) return notFound
    const cursor = (row: ReportedPerson) => [row.personId, row.personId] as const
    const page = pageOf(rows, limit, { item: shownPerson, cursor })
    return { status: 200, body: page, persons: page.items.map((item) => item.personId) }
  })
}

/** The moves of a regulation: each by the persons the rules allow. */
export function regulationMoves(kit: Kit<Tables>): void {
  serve(kit, approveRegulation, async ({ params }, context) => {
    const held = await findRegulation(context.trx, params.regulationId, true)
    if (!held) return notFound
    context.expectVersion(held.version)
    const decision = approve({ ...held, approvedBy: approversOf(held) }, context.caller.actor)
    if (isRefusal(decision)) return decision
    return { status: 200, ...moved(context, held, { move: 'approve', state: decision.state }) }
  })

  serve(kit, runRegulation, async ({ params }, context) => {
    const [held, beside] = await Promise.all([
      findRegulation(context.trx, params.regulationId, true),
      besideRegulation(context.trx),
    ])
    if (!held) return notFound
    context.expectVersion(held.version)
    const isOutdated = held.payRunsSeen !== beside.payRuns
    const state = run({ ...held, openPayRun: beside.openPayRun, isOutdated })
    if (isRefusal(state)) return state
    return { status: 202, ...moved(context, held, { move: 'run', state }) }
  })

  serve(kit, cancelRegulation, async ({ params }, context) => {
    const held = await findRegulation(context.trx, params.regulationId, true)
    if (!held) return notFound
    context.expectVersion(held.version)
    const state = moveRegulation(held.state, 'cancel')
    if (isRefusal(state)) return state
    return { status: 200, ...moved(context, held, { move: 'cancel', state }) }
  })

  serve(kit, clearRegulatedPerson, async ({ params, body }, { trx, caller, today }) => {
    const { regulationId, personId } = params
    const [regulation, held] = await Promise.all([
      findRegulation(trx, regulationId, false),
      lockReported(trx, regulationId, personId),
    ])
    if (!regulation || !held) {
      return refuse('not-found', 'The regulation has no such person that your token may see.')
    }
    if (regulation.state !== 'done' || held.outcome !== 'review' || held.clearedBy !== null) {
      return refuse(
        'not-in-review',
        `The person is ${held.clearedBy === null ? held.outcome : 'cleared'} in a regulation that is ${regulation.state}; only who waits for a person in one that is done is cleared.`,
      )
    }
    const by = { clearedBy: caller.actor, clearedOn: today, clearReason: body.reason }
    return {
      status: 200,
      body: shownPerson({ ...held, ...by }),
      save: [clearPerson(trx, { year: regulation.year, personId }, by)],
      persons: [personId],
    }
  })
}
