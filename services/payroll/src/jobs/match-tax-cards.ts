import { addDays } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import type { Trx } from '../queries/persons.ts'
import {
  eraseImport,
  findWaiting,
  insertEntries,
  listPersons,
  postponeImport,
  type WaitingImport,
} from '../queries/tax-card-answers.ts'
import { applyAnswer } from './apply-answer.ts'
import { eachTenant } from './each-tenant.ts'
import type { AskIdentities, NationalNumbers } from './identities.ts'

const EVERY_MS = 2_000
/** Numbers that cannot be matched are not kept longer. */
const KEPT_DAYS = 7

const NOT_CONFIGURED =
  'The address of settlement is not configured (FOTFESTE_SETTLEMENT_URL): the numbers cannot be matched.'
const NO_ANSWER = 'Settlement does not answer; its identity numbers are asked for again.'
const GIVEN_UP =
  'Settlement could not be asked for seven days, and the numbers were erased: send the answer again.'

type Settings = {
  readonly kit: Kit<Tables>
  /** Asks settlement for national numbers; null when it is not configured. */
  readonly identities: AskIdentities | null
}

/** Matches a waiting answer and erases it: one transaction, so a job killed before begins anew. */
async function match(
  settings: Settings,
  tenant: Tenant,
  numbers: NationalNumbers,
): Promise<boolean> {
  const { kit } = settings
  return inTransaction(kit.pool, jobView(tenant), async (trx: Trx) => {
    const waiting = await findWaiting(trx, tenant, true)
    if (!waiting) return false
    const outcomes = await applyAnswer(trx, tenant, {
      entries: waiting.document,
      numbers,
      source: 'import',
      enteredBy: waiting.receivedBy,
      obtainedOn: waiting.receivedOn,
    })
    await insertEntries(trx, tenant, { id: waiting.id, outcomes })
    await eraseImport(trx, waiting.id, { matchedOn: kit.clock.today(), reason: null })
    return true
  })
}

/** Says why an answer waits, or gives it up when it has waited too long. */
async function postpone(settings: Settings, tenant: Tenant, waiting: WaitingImport): Promise<void> {
  const { kit, identities } = settings
  const isOver = addDays(waiting.receivedOn, KEPT_DAYS) <= kit.clock.today()
  await inTransaction(kit.pool, jobView(tenant), (trx: Trx) =>
    isOver
      ? eraseImport(trx, waiting.id, { matchedOn: null, reason: GIVEN_UP })
      : postponeImport(trx, waiting.id, identities ? NO_ANSWER : NOT_CONFIGURED),
  )
}

async function workFor(settings: Settings, tenant: Tenant, signal: AbortSignal): Promise<void> {
  const { kit, identities } = settings
  const read = <Result>(work: (trx: Trx) => Promise<Result>) =>
    inTransaction<Tables, Result>(kit.pool, jobView(tenant), work)
  for (let isMatched = true; isMatched; ) {
    const waiting = await read((trx) => findWaiting(trx, tenant, false))
    if (!waiting || signal.aborted) return
    if (!identities) return postpone(settings, tenant, waiting)
    const personIds = await read((trx) => listPersons(trx, tenant))
    const numbers = await identities(tenant, personIds, signal).catch(async (error) => {
      await postpone(settings, tenant, waiting)
      throw error
    })
    isMatched = await match(settings, tenant, numbers)
  }
}

/** Matches posted answers to persons by the national numbers that settlement holds. */
export function matchTaxCards(settings: Settings): Job {
  return {
    name: 'match-tax-cards',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit: settings.kit, signal, work: null, atOnce: 1 }, (tenant) =>
        workFor(settings, tenant, signal),
      ),
  }
}
