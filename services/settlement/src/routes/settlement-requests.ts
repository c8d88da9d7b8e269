import {
  settlementDecisionMade,
  settlementRequestCorrected,
  settlementRequestReceived,
} from '@fotfeste/contracts/settlement/events.ts'
import {
  correctSettlementRequest,
  createSettlementRequest,
  decideSettlementRequest,
  getSettlementRequest,
  getSettlementYear,
  listSettlementRequests,
} from '@fotfeste/contracts/settlement/settlement-requests.ts'
import {
  correctRequest,
  decideRequest,
  receiveRequest,
} from '@fotfeste/domain/settlement/request.ts'
import { meetsRequest, settleYear } from '@fotfeste/domain/settlement/year.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  findRequest,
  findRequestOfYear,
  type HeldRequest,
  insertDecision,
  insertRequest,
  listRequests,
  lockRequest,
  replaceRequest,
} from '../queries/settlement-requests.ts'
import { countSettled } from '../queries/settlement-years.ts'
import { eventOf } from './event.ts'
import { pageById, sliceOf } from './page.ts'

const notFound = refuse('not-found', 'The municipality has no settlement request with this id.')

/** A request as the answer shows one. */
function shown({ id, decisions, corrections, ...request }: HeldRequest) {
  const [inForce = null, ...earlier] = decisions.map((decision) => ({
    ...decision,
    metRequest: meetsRequest(decision, request),
  }))
  const told = { decision: inForce, earlierDecisions: earlier, corrections: [...corrections] }
  return { settlementRequestId: id, ...request, ...told }
}

const oneAYear = (year: number) => ({
  settlement_request_one_a_year: refuse(
    'year-already-requested',
    `${year} has a request: register the decision on that one.`,
    '/year',
  ),
})

const figuresOf = ({ id, year, persons, unaccompaniedMinors, receivedOn }: HeldRequest) => ({
  settlementRequestId: id,
  ...{ year, persons, unaccompaniedMinors, receivedOn },
})

const receive: Handler<typeof createSettlementRequest, Tables> = async (
  { body },
  { trx, caller, today, at, newId },
) => {
  const received = receiveRequest(body, today)
  if (isRefusal(received)) return received
  const id = newId<'SettlementRequest'>()
  const request = { ...received, id, version: 1, decisions: [], corrections: [], changedAt: at }
  return {
    status: 201,
    body: shown(request),
    version: 1,
    location: `/v1/settlement-requests/${id}`,
    save: [insertRequest(trx, caller.tenant, request)],
    event: eventOf(settlementRequestReceived, {
      subject: id,
      isProtected: false,
      data: figuresOf(request),
    }),
    conflicts: oneAYear(received.year),
  }
}

const correct: Handler<typeof correctSettlementRequest, Tables> = async (
  { params, body: { reason, ...given } },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockRequest(trx, caller.tenant, params.settlementRequestId)
  if (!held) return notFound
  expectVersion(held.version)
  const firstDecidedOn = held.decisions.at(-1)?.decidedOn ?? null
  const corrected = correctRequest({ firstDecidedOn }, given, today)
  if (isRefusal(corrected)) return corrected
  const { year, persons, unaccompaniedMinors, receivedOn, deadline, reference } = held
  const before = { year, persons, unaccompaniedMinors, receivedOn, deadline, reference }
  const correction = { ...before, reason, correctedBy: caller.actor, correctedAt: at }
  const corrections = [...held.corrections, correction]
  const next = { ...held, ...corrected, corrections, version: held.version + 1, changedAt: at }
  return {
    status: 200,
    body: shown(next),
    version: next.version,
    save: replaceRequest(trx, caller.tenant, next),
    event: eventOf(settlementRequestCorrected, {
      subject: next.id,
      isProtected: false,
      data: figuresOf(next),
    }),
    conflicts: oneAYear(next.year),
  }
}

const read: Handler<typeof getSettlementRequest, Tables> = async ({ params }, { trx, caller }) => {
  const request = await findRequest(trx, caller.tenant, params.settlementRequestId)
  if (!request) return notFound
  return { status: 200, body: shown(request), version: request.version }
}

const decide: Handler<typeof decideSettlementRequest, Tables> = async (
  input,
  { trx, caller, today, at, expectVersion },
) => {
  const request = await lockRequest(trx, caller.tenant, input.params.settlementRequestId)
  if (!request) return notFound
  expectVersion(request.version)
  const [inForce] = request.decisions
  const state = { receivedOn: request.receivedOn, decidedOn: inForce?.decidedOn ?? null }
  const decided = decideRequest(state, input.body, today)
  if (isRefusal(decided)) return decided
  const decision = { ...decided, number: (inForce?.number ?? 0) + 1, recordedOn: today }
  const version = request.version + 1
  const next = { ...request, version, changedAt: at, decisions: [decision, ...request.decisions] }
  const { number, persons, unaccompaniedMinors, decidedOn } = decision
  const metRequest = meetsRequest(decision, request)
  return {
    status: 201,
    body: shown(next),
    version,
    location: `/v1/settlement-requests/${request.id}`,
    save: insertDecision(trx, caller.tenant, next),
    event: eventOf(settlementDecisionMade, {
      subject: request.id,
      isProtected: false,
      data: {
        settlementRequestId: request.id,
        year: request.year,
        number,
        persons,
        unaccompaniedMinors,
        decidedOn,
        metRequest,
      },
    }),
  }
}

const readYear: Handler<typeof getSettlementYear, Tables> = async ({ params }, { trx, caller }) => {
  const [request, groups] = await Promise.all([
    findRequestOfYear(trx, caller.tenant, params.year),
    countSettled(trx, caller.tenant, params.year),
  ])
  const numbers = (of: { persons: number; unaccompaniedMinors: number } | undefined | null) =>
    of ? { persons: of.persons, unaccompaniedMinors: of.unaccompaniedMinors } : null
  const status = settleYear(numbers(request), numbers(request?.decisions[0]), groups)
  return {
    status: 200,
    body: {
      year: params.year,
      settlementRequestId: request?.id ?? null,
      ...status,
      rules: [...status.rules],
      law: [...status.law],
    },
  }
}

const list: Handler<typeof listSettlementRequests, Tables> = async ({ query }, { trx, caller }) => {
  const rows = await listRequests(trx, caller.tenant, sliceOf(query))
  return { status: 200, body: pageById(rows, query, { id: ({ id }) => id, item: shown }) }
}

/** IMDi's yearly requests and the decisions on them (anmodning, bosettingsvedtak; F1, F3, S12, S13). */
export function settlementRequests(kit: Kit<Tables>): void {
  serve(kit, createSettlementRequest, receive)
  serve(kit, listSettlementRequests, list)
  serve(kit, getSettlementRequest, read)
  serve(kit, correctSettlementRequest, correct)
  serve(kit, decideSettlementRequest, decide)
  serve(kit, getSettlementYear, readYear)
}
