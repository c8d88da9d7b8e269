import { writeAMelding } from '@fotfeste/domain/reporting/a-melding.ts'
import { numberProblem } from '@fotfeste/domain/reporting/report.ts'
import { type ReportedMonth, reportedMonth } from '@fotfeste/domain/reporting/reported-month.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Trx } from '../queries/persons.ts'
import {
  type DueReport,
  findDueReport,
  postponeReport,
  replaceProblems,
  storeReport,
} from '../queries/report-writing.ts'
import { listPaidPayslips, type ReportedPayslip, runsPaidIn } from '../queries/reported-payslips.ts'
import { findReportingUnit } from '../queries/reporting-unit.ts'
import type { NationalNumbers } from './identities.ts'

/** Numbers are entered by people: asking each second would only fill the access log. */
const NUMBERS_SECONDS = 300

/** Whom the payslips are of, each once. */
export const personsOf = (payslips: readonly ReportedPayslip[]): PersonId[] => [
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
export async function writeReport(
  trx: Trx,
  tenant: Tenant,
  of: { due: DueReport; numbers: NationalNumbers; asked: readonly PersonId[] },
): Promise<void> {
  const { numbers } = of
  const asked = new Set(of.asked)
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
  const hidden = new Set(payslips.filter((slip) => slip.protected).map(({ personId }) => personId))
  await storeReport(trx, tenant, {
    ...{ id: due.id, unit, writtenAt: due.at, content, month, runIds },
    isProtected: (personId) => hidden.has(personId),
  })
}
