import {
  getTimesheet,
  listTimesheets,
  registerIncome,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { registerIncome as registerMonthIncome } from '@fotfeste/domain/introduction/income.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { loadMonth, lockMonth } from '../queries/months.ts'
import { updateTimesheet } from '../queries/timesheet-changes.ts'
import { findTimesheet, listTimesheets as listHeld } from '../queries/timesheets.ts'
import { noSuchTimesheet, showSummary, showTimesheet } from './shown-timesheet.ts'

/** Timesheets (timelister): what a month holds; its steps are in timesheet-steps. */
export function timesheets(kit: Kit<Tables>): void {
  serve(kit, listTimesheets, async ({ query }, { trx }) => {
    const { limit, cursor, month, state } = query
    const after = readCursor(cursor)?.[1] ?? null
    const page = { after, limit: limit + 1, month: month ?? null, state: state ?? null }
    const body = pageOf(await listHeld(trx, page), limit, {
      item: showSummary,
      cursor: ({ id }) => ['', id],
    })
    return { status: 200, body, persons: body.items.map(({ personId }) => personId) }
  })

  serve(kit, getTimesheet, async ({ params }, { trx }) => {
    const month = await loadMonth(trx, params, findTimesheet(trx, params))
    if (!month) return noSuchTimesheet
    const { version, personId } = month.sheet
    return { status: 200, body: showTimesheet(month), version, persons: [personId] }
  })

  serve(kit, registerIncome, async ({ params, body }, { trx, at, expectVersion }) => {
    const month = await lockMonth(trx, params)
    if (!month) return noSuchTimesheet
    const { sheet } = month
    expectVersion(sheet.version)
    const income = registerMonthIncome({ timesheet: sheet.state, month: sheet.month }, body)
    if (isRefusal(income)) return income
    const changed = { ...sheet, ...income, version: sheet.version + 1, changedAt: at }
    return {
      status: 200,
      body: showTimesheet({ ...month, sheet: changed }),
      version: changed.version,
      persons: [sheet.personId],
      save: [updateTimesheet(trx, changed)],
    }
  })
}
