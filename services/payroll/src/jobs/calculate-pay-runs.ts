import { baseAmountOn } from '@fotfeste/domain/rates/base-amount.ts'
import { settlePerson } from '@fotfeste/domain/stipend/payslip.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { yearOf } from '@fotfeste/domain/values/calendar.ts'
import { lastDay } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { type Job, type Kit, newId } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listRegistrations, toRegistrations } from '../queries/base-amounts.ts'
import { basisOfMonth } from '../queries/basis.ts'
import { findOpenRun, type OpenRun, readByIndex, waitFor } from '../queries/calculation.ts'
import { finishRun } from '../queries/finish-run.ts'
import { freezeInputs } from '../queries/freeze.ts'
import { type FrozenPerson, readPage } from '../queries/frozen-persons.ts'
import type { Trx } from '../queries/persons.ts'
import { listSettings } from '../queries/policies.ts'
import { insertPage, type NewPayslip, sumsOfRun } from '../queries/results.ts'
import { PAY_RUN_WORK } from '../queries/work.ts'
import { whyCardsWait } from './await-tax-cards.ts'
import type { ControlTotals } from './control-totals.ts'
import { eachTenant } from './each-tenant.ts'
import { inputsOf } from './person-inputs.ts'

const EVERY_MS = 500
/**
 * Municipalities worked on at once: while one waits for its commit the others compute. Each holds one of the
 * pool's ten connections; requests and the other jobs need the rest.
 */
const AT_ONCE = 4
const STOPPED = 'The calculation stopped on an error and is tried again; the log has it.'

type Settings = {
  readonly kit: Kit<Tables>
  /** Asks introduction for the control totals of a month; null when it is not configured. */
  readonly controlTotals: ((tenant: Tenant, run: OpenRun) => Promise<ControlTotals>) | null
  readonly pageSize: number
  /** True where tax cards are ordered: a run waits for those of its day. */
  readonly awaitsTaxCards?: boolean
}

type Step = 'more' | 'done' | 'waits'

/** Why the run cannot begin: our copy of the feed is behind introduction, or does not add up. */
function whyWait(
  totals: ControlTotals,
  held: { position: number; timesheets: number },
): string | null {
  if (held.position < Number(totals.lastPosition)) {
    return `Introduction's feed is at ${totals.lastPosition}, our copy at ${held.position}.`
  }
  if (held.timesheets === totals.timesheets) return null
  return `Introduction has ${totals.timesheets} approved timesheets for the month, our copy ${held.timesheets}.`
}

/** Freezes the inputs once the control totals of introduction agree with our copy of its feed. */
async function begin(settings: Settings, tenant: Tenant, run: OpenRun): Promise<Step> {
  const { kit, controlTotals } = settings
  const totals = controlTotals
    ? await controlTotals(tenant, run).catch((error: Error) => error)
    : new Error('the address of introduction is not configured')
  return inTransaction<Tables, Step>(kit.pool, jobView(tenant), async (trx) => {
    const [, locked] = await Promise.all([readByIndex(trx), findOpenRun(trx, true)])
    if (locked?.id !== run.id || locked.registrations !== null) return 'more'
    const held = await basisOfMonth(trx, run.month)
    const asKnownOn = kit.clock.today()
    const of = { today: asKnownOn, payDate: run.payDate }
    const cards = settings.awaitsTaxCards ? await whyCardsWait(trx, tenant, of) : null
    const reason =
      totals instanceof Error
        ? 'Introduction does not answer; its control totals are asked for again.'
        : (whyWait(totals, held) ?? cards)
    if (totals instanceof Error || reason !== null) {
      await waitFor(trx, run.id, { reason: reason ?? '', on: asKnownOn })
      return 'waits'
    }
    const [registrations, policies] = await Promise.all([listRegistrations(trx), listSettings(trx)])
    const baseAmount = baseAmountOn(lastDay(run.month), asKnownOn, toRegistrations(registrations))
    assert(baseAmount !== null, 'a base amount was known')
    const lackTimesheets = totals.withoutApproval.map(({ personId }) => personId)
    const baseAmountYear = yearOf(baseAmount.from)
    const known = { asKnownOn, registrations, policies, baseAmountYear }
    await freezeInputs(trx, { run, ...known, lackTimesheets })
    return 'more'
  })
}

type Page = {
  readonly tenant: Tenant
  readonly run: OpenRun
  readonly persons: readonly FrozenPerson[]
}

/** Computes a page's payslips, writes them and moves the cursor behind them. */
async function settlePage(trx: Trx, { tenant, run, persons }: Page): Promise<void> {
  const last = persons.at(-1)
  if (!last || run.registrations === null) return
  const terms = {
    month: run.month,
    payDate: run.payDate,
    asKnownOn: run.asKnownOn,
    registrations: toRegistrations(run.registrations),
    policies: policiesOf(run.policies),
  }
  const slips = persons.flatMap((person): NewPayslip[] => {
    const { inputs, card } = inputsOf(person, run, terms.policies(run.month))
    const slip = settlePerson(inputs, terms)
    return slip ? [{ id: newId<'Payslip'>(), person, slip, card }] : []
  })
  await insertPage(trx, { tenant, run, cursor: last.personId }, slips)
}

/** One page: read, compute, write, move the cursor; a page that is not full is the last and closes the run. */
async function page(settings: Settings, tenant: Tenant): Promise<Step> {
  const { kit, pageSize } = settings
  return inTransaction<Tables, Step>(kit.pool, jobView(tenant), async (trx) => {
    const [, run] = await Promise.all([readByIndex(trx), findOpenRun(trx, true)])
    if (!run?.registrations) return 'done'
    const persons = await readPage(trx, run, pageSize)
    await settlePage(trx, { tenant, run, persons })
    if (persons.length === pageSize) return 'more'
    for (const { what, rowsOre, runOre } of await sumsOfRun(trx, run.id)) {
      assert(rowsOre === runOre, `the ${what} in the database adds up to what was computed`)
    }
    await finishRun(trx, run.id, kit.clock.today())
    return 'done'
  })
}

async function workFor(settings: Settings, tenant: Tenant, signal: AbortSignal): Promise<void> {
  const { kit } = settings
  const find = () =>
    inTransaction<Tables, OpenRun | undefined>(kit.pool, jobView(tenant), (trx) =>
      findOpenRun(trx, false),
    )
  const run = await find()
  if (!run) return
  try {
    let step: Step = run.registrations ? 'more' : await begin(settings, tenant, run)
    while (step === 'more' && !signal.aborted) step = await page(settings, tenant)
  } catch (error) {
    await inTransaction<Tables, unknown>(kit.pool, jobView(tenant), (trx) =>
      waitFor(trx, run.id, { reason: STOPPED, on: kit.clock.today() }),
    )
    throw error
  }
}

/**
 * Calculates the municipalities' open pay runs, several at once, each page by page. Each page and the cursor
 * behind it are one transaction, so a run killed anywhere goes on where it was; a second copy of the service skips
 * a locked run.
 */
export function calculatePayRuns(settings: Settings): Job {
  return {
    name: 'calculate-pay-runs',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit: settings.kit, signal, work: PAY_RUN_WORK, atOnce: AT_ONCE }, (tenant) =>
        workFor(settings, tenant, signal),
      ),
  }
}
