import { defineProblems } from '../problems.ts'

/** The closed catalogue of the payroll service. */
export const problems = defineProblems({
  'same-actor': { status: 403, title: 'Another person must take this step' },
  'pay-run-state': { status: 409, title: 'The state of the pay run does not allow this' },
  'pay-run-open': { status: 409, title: 'Another pay run is still open' },
  'pay-run-exists': { status: 409, title: 'The month is paid already' },
  'payee-changed': { status: 409, title: 'A payee changed after the calculation' },
  'no-debtor-account': { status: 409, title: 'No account to pay from is registered' },
  'not-released': { status: 409, title: 'The pay run is not released' },
  'nothing-to-pay': { status: 409, title: 'The pay run pays nobody' },
  'base-amount-in-use': { status: 409, title: 'The base amount was used in a pay run' },
  'base-amount-unknown': { status: 422, title: 'No such base amount is known' },
  'registered-before-adopted': { status: 422, title: 'Registered before it was adopted' },
  'month-not-over': { status: 422, title: 'The month is not over' },
  'pay-date-past': { status: 422, title: 'The pay date has passed' },
  'not-a-banking-day': { status: 422, title: 'Banks do not pay on this day' },
  'month-outside-programme': { status: 422, title: 'The month lies outside the programme' },
  'month-outside-law': { status: 422, title: 'The law gave no benefit in this month' },
  'household-incomplete': { status: 422, title: 'Household facts are missing' },
  'dates-out-of-order': { status: 422, title: 'The days are in the wrong order' },
  'not-a-programme-day': { status: 422, title: 'Not a programme day' },
  'absence-unclear': { status: 422, title: 'A date carries either the whole day or minutes' },
  'leave-is-not-absence': { status: 422, title: 'Whole days of leave are interruptions' },
  'paid-work-without-wage': { status: 422, title: 'Paid work without a wage' },
  'paid-work-unclear': { status: 422, title: 'The days of paid work do not add up' },
})
