import type { PlainDate } from '../values/calendar.ts'
import type { Alert, AlertLimits } from './alert.ts'
import { ofRun, type WatchedRun } from './run-alerts.ts'
import { ofUpkeep, type Upkeep } from './upkeep-alerts.ts'

/** What a municipality should look at today, oldest first. */
export function alertsOf(
  watched: Upkeep & { readonly runs: readonly WatchedRun[] },
  limits: AlertLimits,
  today: PlainDate,
): Alert[] {
  return [...watched.runs.flatMap((run) => ofRun(run, limits)), ...ofUpkeep(watched, limits, today)]
    .filter(({ since }) => since <= today)
    .sort((a, b) => (a.since < b.since ? -1 : 1))
}
