import { assert } from '../values/assert.ts'
import { later, type PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { Permit } from './person.ts'

export const CASE_STATUSES = [
  'proposed',
  'accepted',
  'declined',
  'housing-found',
  'settled',
] as const
export type CaseStatus = (typeof CASE_STATUSES)[number]

/** A household on IMDi's distribution list (fordelingsliste) and what became of it (F5). */
export type CaseState = {
  readonly status: CaseStatus
  readonly proposedOn: PlainDate
  readonly answeredOn: PlainDate | null
  readonly housingFoundOn: PlainDate | null
}

export type CaseStep = 'accept' | 'decline' | 'find-housing' | 'settle'
export type StepRefusal = 'case-not-proposed' | 'case-not-accepted' | 'housing-not-found'

/** Each step, the status it starts from, where it leads, and the refusal elsewhere (F5). */
const STEPS = {
  accept: { from: 'proposed', to: 'accepted', otherwise: 'case-not-proposed' },
  decline: { from: 'proposed', to: 'declined', otherwise: 'case-not-proposed' },
  'find-housing': { from: 'accepted', to: 'housing-found', otherwise: 'case-not-accepted' },
  settle: { from: 'housing-found', to: 'settled', otherwise: 'housing-not-found' },
} as const satisfies Record<CaseStep, { from: CaseStatus; to: CaseStatus; otherwise: StepRefusal }>

const ADVICE: Record<StepRefusal, string> = {
  'case-not-proposed': 'Only a proposed case is answered, and once (F7).',
  'case-not-accepted': 'Housing is found for an accepted case.',
  'housing-not-found':
    'Persons are settled while the case has housing and someone is left to settle.',
}

type Otherwise<Step extends CaseStep> = (typeof STEPS)[Step]['otherwise']

function checkStep<const Step extends CaseStep>(
  state: CaseState,
  step: Step,
): Refusal<Otherwise<Step>> | null {
  const { from, otherwise } = STEPS[step]
  if (state.status === from) return null
  return refuse(otherwise, `The case is ${state.status}. ${ADVICE[otherwise]}`)
}

export type DateRefusal = 'date-in-future' | 'dates-out-of-order'

type DayOfStep = {
  readonly day: PlainDate
  readonly notBefore: PlainDate
  readonly pointer: string
}

function checkDay(of: DayOfStep, today: PlainDate): Refusal<DateRefusal> | null {
  if (of.day > today)
    return refuse('date-in-future', `Give a day that is not after ${today}.`, of.pointer)
  if (of.day < of.notBefore)
    return refuse(
      'dates-out-of-order',
      `The step before this one is of ${of.notBefore}: give that day or a later one.`,
      of.pointer,
    )
  return null
}

/** IMDi proposes a household (settes på fordelingsliste, F5). */
export function proposeCase(
  state: { readonly hasOpenCase: boolean; readonly unsettled: number },
  proposedOn: PlainDate,
  today: PlainDate,
): Refusal<'case-open' | 'nobody-to-settle' | 'date-in-future'> | CaseState {
  if (state.hasOpenCase)
    return refuse('case-open', 'Go on with the open case of the household, or decline it first.')
  if (state.unsettled === 0)
    return refuse('nobody-to-settle', 'Everyone in the household is settled in the municipality.')
  if (proposedOn > today)
    return refuse('date-in-future', `Give a day that is not after ${today}.`, '/proposedOn')
  return { status: 'proposed', proposedOn, answeredOn: null, housingFoundOn: null }
}

type Answer = { readonly step: 'accept' | 'decline'; readonly on: PlainDate }

/** The municipality answers the proposal, once (F5, F7). */
export function answerCase(
  state: CaseState,
  answer: Answer,
  today: PlainDate,
): Refusal<'case-not-proposed' | DateRefusal> | CaseState {
  const { step, on } = answer
  const pointer = step === 'accept' ? '/acceptedOn' : '/declinedOn'
  const wrong =
    checkStep(state, step) ?? checkDay({ day: on, notBefore: state.proposedOn, pointer }, today)
  return wrong ?? { ...state, status: STEPS[step].to, answeredOn: on }
}

/** Housing (bolig) is found for the household. */
export function findHousing(
  state: CaseState,
  foundOn: PlainDate,
  today: PlainDate,
): Refusal<'case-not-accepted' | DateRefusal> | CaseState {
  const wrong = checkStep(state, 'find-housing')
  if (wrong) return wrong
  assert(state.answeredOn !== null, 'an accepted case has the day of its answer')
  const early = checkDay({ day: foundOn, notBefore: state.answeredOn, pointer: '/foundOn' }, today)
  return early ?? { ...state, status: STEPS['find-housing'].to, housingFoundOn: foundOn }
}

/** A case with those whom it settles. */
export type CaseWithMembers = CaseState & {
  readonly members: readonly { readonly personId: PersonId; readonly settledOn: PlainDate | null }[]
}

/** Who is settled when, and the permit that it rests on. */
export type Settlement = {
  readonly personId: PersonId
  readonly settledOn: PlainDate
  readonly permit: Permit | null
}

export type SettleRefusal =
  | 'housing-not-found'
  | DateRefusal
  | 'not-in-household'
  | 'person-settled'
  | 'permit-missing'

/**
 * Settles one member (bosetting): the settlement date (bosettingsdato) is registered for each member,
 * not before acceptance (søkt ut, F6), housing or the permit. The three months of
 * integreringsloven § 12 and the two years of § 8 run from it. The last one closes the case.
 */
export function settleMember(
  state: CaseWithMembers,
  input: Settlement,
  today: PlainDate,
): Refusal<SettleRefusal> | { readonly status: CaseStatus } {
  const wrong = checkStep(state, 'settle')
  if (wrong) return wrong
  assert(state.housingFoundOn !== null, 'a case with housing has the day it was found')
  const member = state.members.find(({ personId }) => personId === input.personId)
  if (!member)
    return refuse('not-in-household', 'Name a member of the household of the case.', '/personId')
  if (member.settledOn !== null)
    return refuse('person-settled', `The person was settled on ${member.settledOn}.`, '/personId')
  const { permit } = input
  if (permit === null)
    return refuse('permit-missing', 'Register the residence permit before settlement (§ 9).')
  const early = checkSettledOn(state.housingFoundOn, permit, { ...input, today })
  if (early) return early
  const left = state.members.filter((other) => other.settledOn === null).length - 1
  return { status: left === 0 ? STEPS.settle.to : state.status }
}

function checkSettledOn(
  housingFoundOn: PlainDate,
  permit: Permit,
  { settledOn, today }: { readonly settledOn: PlainDate; readonly today: PlainDate },
): Refusal<DateRefusal> | null {
  const notBefore = later(housingFoundOn, permit.grantedOn)
  return checkDay({ day: settledOn, notBefore, pointer: '/settledOn' }, today)
}

/**
 * Moves the settlement date of a settled member to the day it was (F6), also after the last one has closed the
 * case: the same bounds hold as when it was registered.
 */
export function correctSettlement(
  state: CaseWithMembers,
  input: Settlement,
  today: PlainDate,
): Refusal<'not-in-household' | 'person-not-settled' | DateRefusal> | { settledOn: PlainDate } {
  const member = state.members.find(({ personId }) => personId === input.personId)
  if (!member)
    return refuse('not-in-household', 'Name a member of the household of the case.', '/personId')
  if (member.settledOn === null)
    return refuse('person-not-settled', 'Register the settlement date first.', '/personId')
  const { permit, settledOn } = input
  assert(state.housingFoundOn !== null, 'who is settled has housing')
  assert(permit !== null, 'who is settled has a permit')
  return checkSettledOn(state.housingFoundOn, permit, { settledOn, today }) ?? { settledOn }
}
