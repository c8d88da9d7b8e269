import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Report } from '../queries/reports.ts'

export const noReport = refuse(
  'not-found',
  'There is no such a-melding: list them with GET /v1/a-meldinger.',
)

const AWAITED: readonly Report['state'][] = ['requested', 'written']

/** Taken apart by name: a report read with its lists is not sent with them twice. */
export function shownReport(report: Report, today: PlainDate) {
  const { id, month, number, state, cause, replaces, reason, dueOn, unit, persons } = report
  const { problems, grossOre, withheldOre, taxAttachmentsOre } = report
  const { requestedBy, requestedOn, writtenAt, version } = report
  return {
    ...{ reportId: id, month, number, state, cause, replaces, reason, dueOn },
    isOverdue: dueOn < today && AWAITED.includes(state),
    ...{ unit, persons, problems, grossOre, withheldOre, taxAttachmentsOre },
    ...{ requestedBy, requestedOn, writtenAt, version },
  }
}
