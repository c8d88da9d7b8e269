import { addMonths, type PlainDate } from '../values/calendar.ts'
import { overlap } from '../values/period.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { sealedMonthForbids } from './sealed-month.ts'
import type { ClosedPeriod } from './working-days.ts'

/** Whole calendar days without benefit: leave (N31), stop (N16), illness after a decision (POL23). */
export const INTERRUPTION_KINDS = [
  'unpaid-leave',
  'parental-leave',
  'stop',
  'illness-without-benefit',
] as const
export type InterruptionKind = (typeof INTERRUPTION_KINDS)[number]

export type Interruption = ClosedPeriod & { readonly kind: InterruptionKind }

export type InterruptionState = {
  readonly programme: ClosedPeriod
  readonly interruptions: readonly Interruption[]
  /** Days with attendance inside the new period, in order. */
  readonly attendedDays: readonly PlainDate[]
  /** Months the new period touches whose timesheet is sealed or approved, in order. */
  readonly sealedMonths: readonly string[]
}

export type InterruptionInput = Interruption & {
  /** The day the participant received the decision. */
  readonly noticeReceivedOn: PlainDate
}

export type InterruptionRefusal = Refusal<
  | 'outside-programme'
  | 'interruptions-overlap'
  | 'leave-too-long'
  | 'benefit-stop-backdated'
  | 'attendance-recorded'
  | 'month-sealed'
>

/** Adds leave or a stop to a programme, or says why not (N16, N31, POL23). */
export function addInterruption(
  state: InterruptionState,
  input: InterruptionInput,
): InterruptionRefusal | Interruption {
  const { from, to, kind } = input
  return (
    programmeForbids(state.programme, input) ??
    overlapForbids(state.interruptions, input) ??
    sealedMonthForbids(state.sealedMonths) ??
    attendanceForbids(state.attendedDays) ??
    lawForbids(input) ?? { from, to, kind }
  )
}

export function programmeForbids(
  programme: ClosedPeriod,
  { from, to }: ClosedPeriod,
): Refusal<'outside-programme'> | null {
  return from < programme.from || to > programme.to
    ? refuse(
        'outside-programme',
        `The programme runs from ${programme.from} to ${programme.to}; the interruption must lie inside it.`,
        '/from',
      )
    : null
}

export function overlapForbids(
  interruptions: readonly Interruption[],
  input: ClosedPeriod,
): Refusal<'interruptions-overlap'> | null {
  const clash = interruptions.find((other) => overlap(other, input))
  return clash
    ? refuse(
        'interruptions-overlap',
        `There is an interruption (${clash.kind}) from ${clash.from} to ${clash.to} already.`,
        '/from',
      )
    : null
}

export function attendanceForbids([
  day,
]: readonly PlainDate[]): Refusal<'attendance-recorded'> | null {
  return day
    ? refuse(
        'attendance-recorded',
        `Attendance is recorded on ${day}: an interruption cannot hold that day.`,
      )
    : null
}

/** At most a year for long illness (§ 15), ten months for parents (§ 16): N31. */
const LONGEST_MONTHS: Partial<Record<InterruptionKind, number>> = {
  'unpaid-leave': 12,
  'parental-leave': 10,
}

export function lawForbids({
  from,
  to,
  kind,
  noticeReceivedOn,
}: InterruptionInput): Refusal<'leave-too-long' | 'benefit-stop-backdated'> | null {
  const months = LONGEST_MONTHS[kind]
  if (months && to > addMonths(from, months)) {
    return refuse(
      'leave-too-long',
      `Leave of the kind ${kind} lasts ${months} months at most: to ${addMonths(from, months)} ` +
        '(integreringsforskriften §§ 15, 16).',
      '/to',
    )
  }
  if (kind === 'illness-without-benefit' && from < noticeReceivedOn) {
    return refuse(
      'benefit-stop-backdated',
      `The benefit stops at the earliest on ${noticeReceivedOn}, the day the decision was received ` +
        '(integreringsforskriften § 5 second paragraph).',
      '/from',
    )
  }
  return null
}
