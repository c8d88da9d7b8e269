import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** A month's timesheet (timeliste) is filled, sealed by the organiser, and approved by another person. */
export type TimesheetState = 'open' | 'sealed' | 'approved'
export type TimesheetStep = 'seal' | 'approve' | 'correct'

/** The whole state machine: from where each step goes, where to, and the refusal from elsewhere. */
const STEPS = {
  seal: { from: ['open'], to: 'sealed', refused: 'timesheet-not-open' },
  approve: { from: ['sealed'], to: 'approved', refused: 'timesheet-not-sealed' },
  correct: { from: ['sealed', 'approved'], to: 'open', refused: 'timesheet-open' },
} as const satisfies Record<
  TimesheetStep,
  { from: readonly TimesheetState[]; to: TimesheetState; refused: string }
>

type StateRefusal<Step extends TimesheetStep> = Refusal<(typeof STEPS)[Step]['refused']>

export type Timesheet = {
  readonly state: TimesheetState
  /** Counts the contents: a correction of approved content begins the next revision. */
  readonly revision: number
  readonly sealedBy: string | null
}

function step<Step extends TimesheetStep>(
  timesheet: Timesheet,
  name: Step,
): StateRefusal<Step> | TimesheetState {
  const { from, to, refused } = STEPS[name]
  const allowed: readonly TimesheetState[] = from
  return allowed.includes(timesheet.state)
    ? to
    : refuse<(typeof STEPS)[Step]['refused']>(
        refused,
        `The timesheet is ${timesheet.state}; this step needs it ${allowed.join(' or ')}.`,
      )
}

export type SealInput = {
  readonly sealedBy: string
  /** Working days of the month on which the organiser had no programme for the person. */
  readonly daysWithoutProgramme: readonly PlainDate[]
}

export type SealState = Timesheet & {
  /** The month's working days inside the programme and outside interruptions, in order. */
  readonly workingDays: readonly PlainDate[]
  readonly recordedDays: readonly PlainDate[]
}

export type SealRefusal =
  | StateRefusal<'seal'>
  | Refusal<'month-not-finished' | 'attendance-missing'>

/** Seals a finished month whose every working day is recorded or known to hold no programme (N42, S24). */
export function sealTimesheet(
  state: SealState,
  input: SealInput,
  today: PlainDate,
): SealRefusal | Timesheet {
  const to = step(state, 'seal')
  if (typeof to !== 'string') return to
  const last = state.workingDays.at(-1)
  if (last !== undefined && today < last) {
    return refuse(
      'month-not-finished',
      `The month can be sealed from ${last}, its last working day.`,
    )
  }
  const known = new Set([...state.recordedDays, ...input.daysWithoutProgramme])
  const missing = state.workingDays.filter((day) => !known.has(day))
  return missing.length > 0
    ? refuse(
        'attendance-missing',
        `Nothing is recorded on ${missing.join(', ')}: record these days, or name them in daysWithoutProgramme.`,
        '/daysWithoutProgramme',
      )
    : { state: to, revision: state.revision, sealedBy: input.sealedBy }
}

export type ApprovalRefusal = StateRefusal<'approve'> | Refusal<'same-actor'>

/** Approves a sealed month: another person than the one who sealed it (second-person step). */
export function approveTimesheet(
  timesheet: Timesheet,
  approvedBy: string,
): ApprovalRefusal | Timesheet {
  const to = step(timesheet, 'approve')
  if (typeof to !== 'string') return to
  return timesheet.sealedBy === approvedBy
    ? refuse('same-actor', 'You sealed this timesheet: another person must approve it.')
    : { ...timesheet, state: to }
}

/** Opens a month again: approved content stays as it was paid, what follows is the next revision (POL9). */
export function correctTimesheet(timesheet: Timesheet): StateRefusal<'correct'> | Timesheet {
  const to = step(timesheet, 'correct')
  if (typeof to !== 'string') return to
  const revision = timesheet.revision + (timesheet.state === 'approved' ? 1 : 0)
  return { state: to, revision, sealedBy: null }
}
