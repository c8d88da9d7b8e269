import type { Contract } from '@fotfeste/contracts/contract.ts'
import { correctAttendance, recordAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import { createEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import { approveTimesheet } from '@fotfeste/contracts/introduction/timesheets.ts'
import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { approvePayRun, releasePayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { createPerson, getPerson } from '@fotfeste/contracts/settlement/persons.ts'
import type { Asked } from '@fotfeste/testing/call.ts'
import { type Actor, amund, bodo, eva, lars, marit, olav, per, sigrid, tone } from './cast.ts'
import { REQUEST } from './data.ts'
import type { PayRun } from './pay.ts'
import { idOf, type Stage } from './stage.ts'

/** A forbidden thing that was tried, and the answer. */
export type Refused = {
  readonly what: string
  readonly who: string
  readonly wanted: string
  readonly got: string
  readonly detail: string
}

type Attempt = {
  readonly what: string
  readonly who: Actor
  readonly contract: Contract
  readonly sent: Omit<Asked, 'as'>
  readonly wanted: string
}

async function tryAll(stage: Stage, attempts: readonly Attempt[]): Promise<Refused[]> {
  const answers: Refused[] = []
  for (const { what, who, contract, sent, wanted } of attempts) {
    const { status, code = '', body } = await stage.attempt(who, contract, sent)
    const told = body?.errors?.[0]
    const isNew = told && told.detail !== body.detail
    const detail = isNew ? `${body.detail} ${told.pointer}: ${told.detail}` : body?.detail
    const got = `${status} ${code}`.trim()
    answers.push({ what, who: who.sub || 'a machine', wanted, got, detail: String(detail ?? '') })
  }
  return answers
}

const newcomer = {
  givenName: 'Nobody',
  familyName: 'Nowhere',
  birthDate: '1990-01-01',
  sex: 'female',
  citizenships: ['XXX'],
  motherTongue: null,
  interpreterLanguage: null,
  permit: null,
  appliedFromAbroad: false,
  arrivedOn: null,
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null,
  permitAppliedOn: null,
  unaccompaniedMinor: false,
  nationalNumber: null,
  dufNumber: null,
  addressProtection: 'none',
}

/** Secrets, walls between municipalities, and what may be held of a person. */
export function tryInSettlement(stage: Stage): Promise<Refused[]> {
  const read = (key: string) => ({ params: { personId: idOf(stage.personIds, key) } })
  return tryAll(stage, [
    {
      what: 'read a person with strictly confidential address, without the scope for it',
      who: per,
      contract: getPerson,
      sent: read('H16-1'),
      wanted: '404 not-found',
    },
    {
      what: 'read a person of another municipality',
      who: bodo,
      contract: getPerson,
      sent: read('H01-1'),
      wanted: '404 not-found',
    },
    {
      what: 'register a person’s religion (no such field may be held, § 46)',
      who: sigrid,
      contract: createPerson,
      sent: { body: { ...newcomer, religion: 'none of your business' } },
      wanted: '400 invalid-request',
    },
    {
      what: 'register a national number with a wrong check digit',
      who: sigrid,
      contract: createPerson,
      sent: { body: { ...newcomer, nationalNumber: '14919010039' } },
      wanted: '422 national-number-invalid',
    },
  ])
}

/** Programmes that the law does not open. */
export function tryToEnrol(stage: Stage): Promise<Refused[]> {
  const body = (key: string) => ({
    personId: idOf(stage.personIds, key),
    decidedOn: '2026-03-24',
    claimedOn: null,
    caseReference: `2026/${key}`,
    goal: 'work',
    completedUpperSecondary: true,
    youthDeparture: null,
    plannedStart: '2026-04-01',
    plannedEnd: null,
  })
  const attempt = (what: string, key: string): Attempt => ({
    what,
    who: amund,
    contract: createEnrolment,
    sent: { body: body(key) },
    wanted: '422 outside-target-group',
  })
  return tryAll(stage, [
    attempt('give a programme to somebody in full work', 'H51-1'),
    attempt('give a programme to a boy of fifteen', 'H54-1'),
  ])
}

/** Attendance and timesheets, after April was sealed by tone. */
export function tryInTimesheets(stage: Stage): Promise<Refused[]> {
  const enrolmentId = idOf(stage.enrolmentIds, 'H01-1')
  const whole = { plannedMinutes: 450, presentMinutes: 450, absences: [] }
  const record = (date: string, more: object = {}) => ({
    params: { enrolmentId },
    body: { date, ...whole, ...more },
  })
  const april = { params: { enrolmentId, month: '2026-04' }, body: {} }
  return tryAll(stage, [
    {
      what: 'change a day of a sealed month',
      who: tone,
      contract: correctAttendance,
      sent: {
        params: { enrolmentId, date: '2026-04-30' },
        body: { ...whole, reason: 'Because.' },
        ifMatch: 1,
      },
      wanted: '409 month-sealed',
    },
    {
      what: 'record attendance on 1 May',
      who: tone,
      contract: recordAttendance,
      sent: record('2026-05-01'),
      wanted: '422 not-a-programme-day',
    },
    {
      what: 'record a day of twenty-five hours',
      who: tone,
      contract: recordAttendance,
      sent: record('2026-05-04', { plannedMinutes: 1500, presentMinutes: 1500 }),
      wanted: '400 invalid-request',
    },
    {
      what: 'approve the timesheet that one has sealed',
      who: tone,
      contract: approveTimesheet,
      sent: april,
      wanted: '403 same-actor',
    },
    {
      what: 'approve a timesheet with a machine’s token',
      who: { ...marit, sub: '' },
      contract: approveTimesheet,
      sent: april,
      wanted: '403 needs-a-person',
    },
  ])
}

/** Pay runs: four eyes, stale versions, months that are not over. */
export function tryToApprove(stage: Stage, run: PayRun): Promise<Refused[]> {
  const params = { payRunId: run.payRunId }
  const body = { digest: run.digest }
  return tryAll(stage, [
    {
      what: 'approve the pay run that one had calculated',
      who: lars,
      contract: approvePayRun,
      sent: { params, body, ifMatch: run.version },
      wanted: '403 same-actor',
    },
    {
      what: 'approve a version of the pay run that is no longer there',
      who: eva,
      contract: approvePayRun,
      sent: { params, body, ifMatch: run.version - 1 },
      wanted: '412 stale',
    },
    {
      what: 'start a second run for the month while one is open',
      who: lars,
      contract: startPayRun,
      sent: { body: { month: run.month, payDate: run.payDate } },
      wanted: '409 pay-run-open',
    },
  ])
}

/** Whoever entered an account does not release money to it. */
export function tryToRelease(stage: Stage, run: PayRun): Promise<Refused[]> {
  const params = { payRunId: run.payRunId }
  return tryAll(stage, [
    {
      what: 'release payments to accounts that one has entered',
      who: olav,
      contract: releasePayRun,
      sent: { params, ifMatch: run.version },
      wanted: '403 same-actor',
    },
  ])
}

/** What has been paid by a base amount cannot be unsaid; nothing is paid in advance. */
export function tryAtTheEnd(stage: Stage): Promise<Refused[]> {
  return tryAll(stage, [
    {
      what: `take back the base amount of ${REQUEST.year} after it was used`,
      who: lars,
      contract: registerBaseAmount,
      sent: { params: { year: '2026' }, body: { registeredOn: null } },
      wanted: '409 base-amount-in-use',
    },
    {
      what: 'start the run of a month that is not over',
      who: lars,
      contract: startPayRun,
      sent: { body: { month: '2026-12', payDate: null } },
      wanted: '422 month-not-over',
    },
  ])
}
