import { type PlainDate, yearOf } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** How many; `unaccompaniedMinors` (enslige mindreårige) are part of `persons`. */
export type Numbers = { readonly persons: number; readonly unaccompaniedMinors: number }

/** IMDi's yearly request (anmodning om bosetting, F1). */
export type SettlementRequest = Numbers & {
  readonly year: number
  readonly receivedOn: PlainDate
  readonly deadline: PlainDate | null
}

/** The municipality's decision on it (bosettingsvedtak, F3), usually by the municipal council. */
export type SettlementDecision = Numbers & { readonly decidedOn: PlainDate }

export type NumbersRefusal = 'minors-exceed-persons' | 'date-in-future' | 'dates-out-of-order'

function checkNumbers(numbers: Numbers): Refusal<'minors-exceed-persons'> | null {
  if (numbers.unaccompaniedMinors <= numbers.persons) return null
  return refuse(
    'minors-exceed-persons',
    'The unaccompanied minors are part of the persons: give the total in `persons`.',
    '/unaccompaniedMinors',
  )
}

/** Takes in a request: it comes in the year before or in the year it is for (F1). */
export function receiveRequest<Request extends SettlementRequest>(
  request: Request,
  today: PlainDate,
): Refusal<NumbersRefusal | 'request-year'> | Request {
  const wrong = checkNumbers(request)
  if (wrong) return wrong
  if (request.receivedOn > today)
    return refuse('date-in-future', `Give a day that is not after ${today}.`, '/receivedOn')
  if (request.deadline !== null && request.deadline < request.receivedOn)
    return refuse('dates-out-of-order', 'The deadline is not before receipt.', '/deadline')
  const ahead = request.year - yearOf(request.receivedOn)
  if (ahead !== 0 && ahead !== 1)
    return refuse(
      'request-year',
      `A request received in ${yearOf(request.receivedOn)} is for that year or the next.`,
      '/year',
    )
  return request
}

/** Puts a request right: as it could have been received, and not after the first decision on it (F1, F3). */
export function correctRequest<Request extends SettlementRequest>(
  state: { readonly firstDecidedOn: PlainDate | null },
  request: Request,
  today: PlainDate,
): Refusal<NumbersRefusal | 'request-year'> | Request {
  const { firstDecidedOn } = state
  if (firstDecidedOn !== null && request.receivedOn > firstDecidedOn)
    return refuse(
      'dates-out-of-order',
      `A decision of ${firstDecidedOn} rests on the request: it was received then or before.`,
      '/receivedOn',
    )
  return receiveRequest(request, today)
}

/** Decides on a request; a later decision replaces the one in force and is not older than it (S12, F3). */
export function decideRequest<Decision extends SettlementDecision>(
  state: { readonly receivedOn: PlainDate; readonly decidedOn: PlainDate | null },
  decision: Decision,
  today: PlainDate,
): Refusal<NumbersRefusal> | Decision {
  const wrong = checkNumbers(decision)
  if (wrong) return wrong
  if (decision.decidedOn > today)
    return refuse('date-in-future', `Give a day that is not after ${today}.`, '/decidedOn')
  if (decision.decidedOn < state.receivedOn)
    return refuse(
      'dates-out-of-order',
      `The decision rests on the request (F3), which was received on ${state.receivedOn}.`,
      '/decidedOn',
    )
  if (state.decidedOn !== null && decision.decidedOn < state.decidedOn)
    return refuse(
      'dates-out-of-order',
      `The decision in force is of ${state.decidedOn}: one that replaces it is not older.`,
      '/decidedOn',
    )
  return decision
}
