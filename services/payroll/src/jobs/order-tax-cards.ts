import { readAnswer } from '@fotfeste/domain/tax/card-answer.ts'
import type { EntryCode } from '@fotfeste/domain/tax/card-matching.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import type { Trx } from '../queries/persons.ts'
import { listPersons } from '../queries/tax-card-answers.ts'
import {
  asksForAll,
  type CardRequest,
  claimRequest,
  lockOpen,
  moveRequest,
  readScope,
} from '../queries/tax-card-requests.ts'
import { applyAnswer } from './apply-answer.ts'
import { makeOrdersOf } from './await-tax-cards.ts'
import { eachTenant } from './each-tenant.ts'
import type { AskIdentities, NationalNumbers } from './identities.ts'
import type { TaxAdministration, Told } from './tax-administration.ts'

const EVERY_MS = 10_000
/** An order and its answer are two steps; more of one municipality wait for the next round. */
const MOST_STEPS = 4
const BY = 'fotfeste-payroll'
const NOT_CONFIGURED =
  'The Tax Administration’s address is not configured (FOTFESTE_TAX_CARD_URL): post its answer to /v1/tax-card-answers.'
const NOBODY =
  'Nobody in a programme has a national number yet: register it in settlement, then order again.'
const NO_SETTLEMENT = 'Settlement does not answer; its identity numbers are asked for again.'

/** How long a copy keeps an order to itself, and when an open one is looked at again. */
export type Pauses = { readonly leaseMs: number; readonly pollMs: number; readonly retryMs: number }
export const PAUSES: Pauses = { leaseMs: 180_000, pollMs: 10_000, retryMs: 300_000 }

/** The services an order needs. */
export type Sources = {
  readonly identities: AskIdentities
  readonly administration: TaxAdministration
}

type Settings = {
  readonly kit: Kit<Tables>
  /** Null where they are not configured. */
  readonly sources: Sources | null
  readonly pauses: Pauses
}
type Work = { readonly settings: Settings; readonly tenant: Tenant; readonly signal: AbortSignal }

const inTenant = <Result>(
  { settings, tenant }: Work,
  work: (trx: Trx) => Promise<Result>,
): Promise<Result> => inTransaction<Tables, Result>(settings.kit.pool, jobView(tenant), work)

/** Takes down that the order waits, or was refused. */
async function settle(
  work: Work,
  { id }: CardRequest,
  told: Exclude<Told<unknown>, { told: 'yes' }>,
): Promise<void> {
  const { pollMs, retryMs } = work.settings.pauses
  await inTenant(work, (trx) => {
    if (told.told === 'not-ready') return moveRequest(trx, id, { againMs: pollMs })
    const { reason } = told
    return told.told === 'later'
      ? moveRequest(trx, id, { reason, againMs: retryMs })
      : moveRequest(trx, id, { state: 'refused', reason, againMs: 0 })
  })
}

/** The numbers of the named; null when settlement does not answer, which is told. */
async function numbersOf(
  work: Work,
  request: CardRequest,
  of: { readonly sources: Sources; readonly personIds: readonly PersonId[] },
): Promise<NationalNumbers | null> {
  const numbers = await of.sources
    .identities(work.tenant, of.personIds, work.signal)
    .catch(() => null)
  if (numbers === null) await settle(work, request, { told: 'later', reason: NO_SETTLEMENT })
  return numbers
}

/** Writes down that an order is being sent, and of what. */
function begin(
  work: Work,
  request: CardRequest,
  of: { readonly isNew: boolean; readonly persons: number; readonly withoutNumber: number },
): Promise<'all' | 'changes'> {
  const againMs = work.settings.pauses.leaseMs
  const wasSent = request.orderedAt !== null
  return inTenant(work, async (trx) => {
    const all = wasSent || of.isNew || (await asksForAll(trx, request))
    const kind = all ? 'all' : 'changes'
    const counts = { persons: of.persons, without_number: of.withoutNumber }
    await moveRequest(trx, request.id, { kind, ...counts, ordering: true, againMs })
    return kind
  })
}

/**
 * Sends an order: everyone the first time, when somebody is new, or when the last order came to nothing;
 * otherwise what changed. That it is being sent is written down before: one whose reference was lost with a
 * killed process may have taken the changes with it, so the next asks for everyone.
 */
async function order(work: Work, request: CardRequest, sources: Sources): Promise<void> {
  const { id, year } = request
  const { retryMs, pollMs } = work.settings.pauses
  const scope = await inTenant(work, (trx) => readScope(trx, work.tenant, year))
  const personIds = scope.map(({ personId }) => personId)
  const numbers = await numbersOf(work, request, { sources, personIds })
  if (numbers === null) return
  const numbered = scope.filter(({ personId }) => numbers.get(personId))
  if (numbered.length === 0) {
    const end = { state: 'given-up', reason: NOBODY, againMs: retryMs } as const
    await inTenant(work, (trx) => moveRequest(trx, id, end))
    return
  }
  const isNew = numbered.some(({ isAnswered }) => !isAnswered)
  const withoutNumber = scope.length - numbered.length
  const kind = await begin(work, request, { isNew, persons: numbered.length, withoutNumber })
  const all = numbered.map(({ personId }) => numbers.get(personId) ?? '')
  const sent = { year, nationalNumbers: kind === 'all' ? all : null }
  const told = await sources.administration.order(work.tenant, sent, work.signal)
  if (told.told !== 'yes') return settle(work, request, told)
  const { orderReference: order_reference, dialogReference: dialog_reference } = told.result
  const change = { state: 'ordered', reason: null, order_reference, dialog_reference } as const
  await inTenant(work, (trx) => moveRequest(trx, id, { ...change, againMs: pollMs }))
}

/** Fetches the answer; what it says and the end of the order are one transaction. */
async function fetchAnswer(work: Work, request: CardRequest, sources: Sources): Promise<void> {
  const reference = request.orderReference ?? ''
  const told = await sources.administration.answer(work.tenant, reference, work.signal)
  if (told.told !== 'yes') return settle(work, request, told)
  const entries = readAnswer(told.result, work.tenant)
  if (isRefusal(entries)) return settle(work, request, { told: 'no', reason: entries.detail })
  const personIds = await inTenant(work, (trx) => listPersons(trx, work.tenant))
  const numbers = await numbersOf(work, request, { sources, personIds })
  if (numbers === null) return
  const today = work.settings.kit.clock.today()
  await inTenant(work, async (trx) => {
    if (!(await lockOpen(trx, request.id))) return
    const by = { source: 'api', enteredBy: BY, obtainedOn: today } as const
    const outcomes = await applyAnswer(trx, work.tenant, { entries, numbers, ...by })
    const count = (code: EntryCode) => outcomes.filter((one) => one.code === code).length
    const counts = {
      applied: count('applied'),
      unknown: count('unknown'),
      invalid: count('invalid'),
    }
    const end = { state: 'answered', answered_on: today, reason: null, againMs: 0 } as const
    await moveRequest(trx, request.id, { ...end, ...counts })
  })
}

async function workFor(work: Work): Promise<void> {
  const { kit, sources, pauses } = work.settings
  const today = kit.clock.today()
  if (sources) {
    await inTenant(work, (trx) => makeOrdersOf(trx, work.tenant, today))
  }
  for (let step = 0; step < MOST_STEPS && !work.signal.aborted; step += 1) {
    const request = await inTenant(work, (trx) => claimRequest(trx, work.tenant, pauses.leaseMs))
    if (!request) return
    if (!sources) await settle(work, request, { told: 'no', reason: NOT_CONFIGURED })
    else if (request.state === 'due') await order(work, request, sources)
    else await fetchAnswer(work, request, sources)
  }
}

/** Orders the day’s tax cards of each municipality and applies the answers (skattebetalingsloven § 5-1). */
export function orderTaxCards(settings: Settings): Job {
  return {
    name: 'order-tax-cards',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit: settings.kit, signal, work: null, atOnce: 1 }, (tenant) =>
        workFor({ settings, tenant, signal }),
      ),
  }
}
