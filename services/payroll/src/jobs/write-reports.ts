import { writeAMelding } from '@fotfeste/domain/reporting/a-melding.ts'
import { numberProblem } from '@fotfeste/domain/reporting/report.ts'
import { type ReportedMonth, reportedMonth } from '@fotfeste/domain/reporting/reported-month.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { type Tenant, tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listTenants } from '../queries/calculation.ts'
import type { Trx } from '../queries/persons.ts'
import {
  type DueReport,
  findDueReport,
  postponeReport,
  replaceProblems,
  reportBookedRuns,
  storeReport,
} from '../queries/report-writing.ts'
import { listPaidPayslips, type ReportedPayslip, runsPaidIn } from '../queries/reported-payslips.ts'
import { findReportingUnit } from '../queries/reporting-unit.ts'
import type { AskIdentities, NationalNumbers } from './identities.ts'

const EVERY_MS = 1_000
/** Numbers are entered by people: asking each second would only fill the access log. */
const NUMBERS_SECONDS = 300
const SILENCE_SECONDS = 10

type Settings = {
  readonly kit: Kit<Tables>
  /** Asks settlement for national numbers; null when it is not configured. */
  readonly askIdentities: AskIdentities | null
}

const inTenant = <Result>({ kit }: Settings, tenant: Tenant, work: (trx: Trx) => Promise<Result>) =>
  inTransaction<Tables, Result>(kit.pool, jobView(tenant), work)

const postpone = (
  settings: Settings,
  tenant: Tenant,
  of: { readonly due: DueReport; readonly reason: string },
) =>
  inTenant(settings, tenant, (trx) =>
    postponeReport(trx, of.due.id, { reason: of.reason, seconds: SILENCE_SECONDS, problems: 0 }),
  )

const personsOf = (payslips: readonly ReportedPayslip[]): PersonId[] => [
  ...new Set(payslips.map(({ personId }) => personId)),
]

/** Whoever has no number holds the message back: it is whole or not written. */
async function holdBack(
  trx: Trx,
  tenant: Tenant,
  of: {
    due: DueReport
    payslips: readonly ReportedPayslip[]
    numbers: NationalNumbers
  },
): Promise<boolean> {
  const { due, payslips, numbers } = of
  const protection = new Map(payslips.map((slip) => [slip.personId, slip.protected]))
  const persons = [...protection].flatMap(([personId, isProtected]) => {
    const code = numberProblem(numbers.get(personId))
    return code === null ? [] : [{ personId, protected: isProtected, code }]
  })
  if (persons.length === 0) return false
  await replaceProblems(trx, tenant, { id: due.id, persons })
  await postponeReport(trx, due.id, {
    reason:
      `Settlement holds no national number of ${persons.length} persons; the message is written when it holds ` +
      'all of them.',
    seconds: NUMBERS_SECONDS,
    problems: persons.length,
  })
  return true
}

/** The month's message with the number of each person. */
function contentOf(
  due: DueReport,
  month: ReportedMonth,
  of: { tenant: Tenant; unit: Tenant; numbers: NationalNumbers },
): string {
  return writeAMelding({
    ...{ messageId: due.id, replaces: due.replaces, month: due.month, writtenAt: due.at },
    ...{ reporter: of.tenant, unit: of.unit, withheld: month.withheld },
    taxAttachmentsOre: month.taxAttachmentsOre,
    receivers: month.persons.map((person) => {
      const nationalNumber = of.numbers.get(person.personId)
      assert(typeof nationalNumber === 'string', 'who has no number holds the message back')
      return { ...person, nationalNumber }
    }),
  })
}

/** Writes the message of a locked report; what was paid since the numbers were asked for is asked for again. */
async function write(
  settings: Settings,
  tenant: Tenant,
  of: { due: DueReport; numbers: NationalNumbers; asked: readonly PersonId[] },
): Promise<void> {
  const { numbers } = of
  const asked = new Set(of.asked)
  await inTenant(settings, tenant, async (trx) => {
    const due = await findDueReport(trx, of.due.id)
    if (!due) return
    // The runs first: a run released meanwhile is then in neither, and the next message holds it.
    const runIds = (await runsPaidIn(trx, due.month))
      .filter(({ isReleased }) => isReleased)
      .map(({ id }) => id)
    const payslips = (await listPaidPayslips(trx, due.month)).filter(({ runId }) =>
      runIds.includes(runId),
    )
    if (payslips.some(({ personId }) => !asked.has(personId))) return
    if (await holdBack(trx, tenant, { due, payslips, numbers })) return
    const month = reportedMonth(payslips)
    const unit = (await findReportingUnit(trx))?.unit ?? tenant
    const content = contentOf(due, month, { tenant, unit, numbers })
    const hidden = new Set(
      payslips.filter((slip) => slip.protected).map(({ personId }) => personId),
    )
    await storeReport(trx, tenant, {
      ...{ id: due.id, unit, writtenAt: due.at, content, month, runIds },
      isProtected: (personId) => hidden.has(personId),
    })
  })
}

/**
 * Reports the runs that were booked meanwhile, and tries one message that is due: it is written, held back, or put
 * off. False when there is none.
 */
async function tryNext(settings: Settings, tenant: Tenant, signal: AbortSignal): Promise<boolean> {
  const { kit, askIdentities } = settings
  const found = await inTenant(settings, tenant, async (trx) => {
    await trx.executeQuery(reportBookedRuns(trx, kit.clock.today()).compile())
    const due = await findDueReport(trx, null)
    return due && { due, asked: personsOf(await listPaidPayslips(trx, due.month)) }
  })
  if (!found) return false
  const { due, asked } = found
  if (!askIdentities) {
    const reason = 'The address of settlement is not configured; it holds the national numbers.'
    await postpone(settings, tenant, { due, reason })
    return true
  }
  try {
    const numbers = await askIdentities(tenant, asked, signal)
    await write(settings, tenant, { due, asked, numbers })
    return true
  } catch (error) {
    const reason = 'Settlement does not answer, or an error stopped the writing; it is tried again.'
    await postpone(settings, tenant, { due, reason })
    throw error
  }
}

/**
 * Writes the a-meldinger that were asked for. Numbers are asked for outside any transaction; file, sums and state
 * are one transaction, so a message killed anywhere is written whole or tried again.
 */
export function writeReports(settings: Settings): Job {
  return {
    name: 'write-reports',
    everyMs: EVERY_MS,
    async run(signal) {
      const view = { tenant: null, seesProtected: false, isSystem: true }
      const tenants = await inTransaction<Tables, Tenant[]>(settings.kit.pool, view, listTenants)
      const errors: unknown[] = []
      for (const tenant of tenants) {
        if (signal.aborted) return
        try {
          while (!signal.aborted && (await tryNext(settings, tenantOf(tenant), signal)));
        } catch (error) {
          errors.push(error)
        }
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}
