import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import {
  confirmPerson,
  notComputable,
  type RegulatedPerson,
  type RegulationTerms,
  regulatePerson,
} from '@fotfeste/domain/stipend/regulate-person.ts'
import { moveRegulation } from '@fotfeste/domain/stipend/regulation.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listRegistrations, toRegistrations } from '../queries/base-amounts.ts'
import { readByIndex } from '../queries/calculation.ts'
import type { Trx } from '../queries/persons.ts'
import { listSettings } from '../queries/policies.ts'
import { keepWalk, readWalk, type WalkedPerson } from '../queries/regulated-persons.ts'
import { findWork, finishWalk, haltRegulation } from '../queries/regulation-work.ts'
import type { Regulation } from '../queries/regulations.ts'
import { REGULATION_WORK } from '../queries/work.ts'
import { eachTenant } from './each-tenant.ts'
import { putIntoUse } from './put-into-use.ts'

const EVERY_MS = 3000
const STOPPED = 'The regulation stopped on an error and is tried again; the log has it.'

type Settings = { readonly kit: Kit<Tables>; readonly pageSize: number }

async function termsOf(
  trx: Trx,
  regulation: Regulation,
  today: PlainDate,
): Promise<RegulationTerms> {
  const [registrations, settings] = await Promise.all([listRegistrations(trx), listSettings(trx)])
  return {
    amount: regulation.amount,
    today,
    registrations: toRegistrations(registrations),
    policies: policiesOf(settings),
  }
}

/** One person on whom the calculation stops is for a person to look at; the others go on. */
function computed(
  { personId, inputs }: WalkedPerson,
  terms: RegulationTerms,
  kit: Kit<Tables>,
): RegulatedPerson {
  try {
    return regulatePerson(inputs, terms)
  } catch (error) {
    kit.app.log.error({ err: error, personId }, 'a person could not be regulated')
    return notComputable(inputs, terms)
  }
}

/** The walk is over: the report is whole, or the year's G is in use. */
async function finish(
  trx: Trx,
  of: { readonly tenant: Tenant; readonly today: PlainDate },
  regulation: Regulation,
): Promise<void> {
  const move = regulation.state === 'running' ? 'finish' : 'calculate'
  const state = moveRegulation(regulation.state, move)
  assert(typeof state === 'string', `a regulation that is ${regulation.state} can ${move}`)
  await finishWalk(trx, regulation, { move, state, on: of.today })
  if (move === 'finish') await putIntoUse(trx, of, regulation)
}

/** One page: read, compute, keep, move the cursor; the empty one behind the last closes the walk. */
async function page({ kit, pageSize }: Settings, tenant: Tenant): Promise<boolean> {
  return inTransaction<Tables, boolean>(kit.pool, jobView(tenant), async (trx) => {
    const [, regulation] = await Promise.all([readByIndex(trx), findWork(trx)])
    if (!regulation) return false
    const today = kit.clock.today()
    const persons = await readWalk(trx, regulation, pageSize)
    const last = persons.at(-1)
    if (!last) {
      await finish(trx, { tenant, today }, regulation)
      return true
    }
    const terms = await termsOf(trx, regulation, today)
    const found = persons.map((person) => {
      const now = computed(person, terms, kit)
      const isRun = regulation.state === 'running'
      return { person, regulated: isRun ? confirmPerson(person.reported, now) : now }
    })
    await keepWalk(trx, { tenant, id: regulation.id, cursor: last.personId }, found)
    return true
  })
}

async function workFor(settings: Settings, tenant: Tenant, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted && (await page(settings, tenant)));
  } catch (error) {
    await inTransaction<Tables, unknown>(settings.kit.pool, jobView(tenant), async (trx) => {
      const regulation = await findWork(trx)
      if (regulation) await haltRegulation(trx, regulation.id, STOPPED)
    })
    throw error
  }
}

/**
 * Works out the municipalities' regulations, page by page. Each page and the cursor behind it are one transaction,
 * so one killed anywhere goes on where it was, and the G comes into use with the last page or not at all.
 */
export function regulateBaseAmounts(settings: Settings): Job {
  return {
    name: 'regulate-base-amounts',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit: settings.kit, signal, work: REGULATION_WORK, atOnce: 1 }, (tenant) =>
        workFor(settings, tenant, signal),
      ),
  }
}
