import { randomUUIDv7 } from 'node:crypto'
import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { registerAttachmentOrder } from '@fotfeste/contracts/payroll/attachments.ts'
import { demandRepayment } from '@fotfeste/contracts/payroll/claims.ts'
import {
  approvePayRun,
  cancelPayRun,
  getPayRun,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import {
  confirmPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { getPayslip, listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { registerTaxCard } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { addDays, plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isDayOff, nextWorkingDay } from '@fotfeste/domain/values/holidays.ts'
import { addToMonth, daysOf, lastDay, month as monthOf } from '@fotfeste/domain/values/month.ts'
import { applyPage } from '@fotfeste/kit/follow.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { calculatePayRuns } from '../src/jobs/calculate-pay-runs.ts'
import type { ControlTotals } from '../src/jobs/control-totals.ts'
import { applyIntroduction } from '../src/jobs/follow-introduction.ts'
import { paymentFactories } from './factories-payments.ts'
import { regulationFactories } from './factories-regulations.ts'
import { reportFactories } from './factories-reports.ts'
import { taxFactories } from './factories-tax.ts'

export type Suite = Harness<Tables>
export const newId = () => randomUUIDv7()

/** Accounts with a right check digit, for synthetic payees. */
export const ACCOUNTS = ['76940512057', '86011117947', '12345678903']

export const participant = {
  birthDate: '1990-04-01',
  permitGrantedOn: '2025-11-03',
  appliedFromAbroad: false,
  arrivedOn: null,
  programmeStart: '2026-01-12',
  programmeEnd: null as string | null,
  interruptions: [] as object[],
  household: [
    { from: '2026-01-12', livesWithParent: false, partnerInProgramme: false, hasChildren: false },
  ],
}

/** An event of introduction's feed; the sequence is given when it is applied. */
export type Event = { readonly type: string; readonly tenant: string; readonly data: object }

export const started = (tenant: string, personId: string, more: object = {}): Event => ({
  type: 'ProgrammeStarted',
  tenant,
  data: { enrolmentId: newId(), personId, protected: false, participant, ...more },
})

/** An approved month without absence, unless `more` says otherwise. */
export const approved = (
  tenant: string,
  of: { personId: string; month: string },
  more: object = {},
): Event => ({
  type: 'TimesheetApproved',
  tenant,
  data: {
    ...of,
    timesheetId: newId(),
    enrolmentId: newId(),
    protected: false,
    version: 1,
    approvedOn: `${of.month}-28`,
    participant,
    absences: [],
    paidWork: null,
    benefits: [],
    plannedDays: daysOf(monthOf(of.month)).filter((day) => !isDayOff(plainDate(day))),
    plannedMinutes: 0,
    presentMinutes: 0,
    absentMinutes: 0,
    unexcusedMinutes: 0,
    ...more,
  },
})

/** Applies events as the follow job does: in the transaction that moves the cursor. */
export async function follow(suite: Suite, ...events: readonly Event[]): Promise<void> {
  const { rows } = await suite.owner.query('select position from system.follow')
  const after = Number(rows[0]?.position ?? 0)
  const page = events.map(
    (event, at): CloudEvent => ({
      specversion: '1.0',
      id: newId(),
      source: 'urn:fotfeste:introduction',
      type: event.type,
      subject: newId(),
      time: '2026-06-01T08:00:00Z',
      datacontenttype: 'application/json',
      sequence: String(after + at + 1),
      tenant: event.tenant,
      typeversion: 1,
      data: { ...event.data },
    }),
  )
  await applyPage(
    {
      ...{ pool: suite.kit.pool, source: 'introduction' },
      apply: (trx, event) => applyIntroduction(trx, event, suite.kit.clock.today()),
    },
    after,
    page,
  )
}

/** What introduction would answer: as many timesheets as followed, nobody without. */
export const agreeing =
  (suite: Suite, more: Partial<ControlTotals> = {}) =>
  async (tenant: string, run: { month: string }): Promise<ControlTotals> => {
    const { rows } = await suite.owner.query(
      `select (select count(distinct timesheet_id)::int from basis where tenant = $1 and month = $2) as timesheets,
        (select coalesce(max(position), 0)::text from system.follow) as "lastPosition"`,
      [tenant, run.month],
    )
    return { ...rows[0], withoutApproval: [], ...more }
  }

/** Runs the calculation job once, as the service's loop does. */
export const calculateAll = (suite: Suite, more: Partial<ControlTotals> = {}, pageSize = 500) =>
  calculatePayRuns({ kit: suite.kit, controlTotals: agreeing(suite, more), pageSize }).run(
    new AbortController().signal,
  )

const PERSONS = {
  starter: 'kari',
  approver: 'ola',
  releaser: 'per',
  enterer: 'anne',
  confirmer: 'eli',
} as const
const scopes = ['fotfeste:payroll.read', 'fotfeste:payroll.write', 'fotfeste:payroll.approve']
/** Persons of the payroll office, each with every ordinary scope. */
export const as = (who: keyof typeof PERSONS) => ({ sub: PERSONS[who], scopes })

/** Enters a payee as the fourth person, who starts, approves and releases nothing. */
export const enterPayee = (suite: Suite, personId: string, accountNumber = '76940512057') =>
  suite.make(registerPayee, {
    params: { personId },
    body: { name: 'Selam Tesfay', accountNumber },
    as: as('enterer'),
  })

/** Registers a payee and has it confirmed by a fifth person. */
export async function pay(suite: Suite, personId: string, accountNumber = '76940512057') {
  await enterPayee(suite, personId, accountNumber)
  return suite.make(confirmPayee, { params: { personId }, as: as('confirmer') })
}

/** Starts a run and calculates it; the answer is the run as it then is. */
export async function calculated(suite: Suite, month: string, more: Partial<ControlTotals> = {}) {
  const { body } = await suite.make(startPayRun, { body: { month }, as: as('starter') })
  await calculateAll(suite, more)
  const params = { payRunId: body.payRunId as string }
  return (await suite.make(getPayRun, { params })).body
}

/** The digest of a run as it is read. */
export const digestOf = async (suite: Suite, payRunId: string): Promise<string> =>
  (await suite.make(getPayRun, { params: { payRunId } })).body.digest

/** Approves what a run shows, as the second person. */
export const approve = async (suite: Suite, payRunId: string) =>
  suite.make(approvePayRun, {
    params: { payRunId },
    body: { digest: await digestOf(suite, payRunId) },
    as: as('approver'),
  })

/** Cancels a run as the one who started it. */
export const cancel = (suite: Suite, payRunId: string) =>
  suite.make(cancelPayRun, {
    params: { payRunId },
    body: { reason: 'It is calculated anew.' },
    as: as('starter'),
  })

/** Releases an approved run as the third person, from a registered account. */
export async function release(suite: Suite, payRunId: string) {
  await suite.make(registerDebtorAccount, {
    body: registerDebtorAccount.bodyExample,
    as: as('enterer'),
  })
  return (await suite.make(releasePayRun, { params: { payRunId }, as: as('releaser') })).body
}

/** Takes a run all the way to the bank. */
export async function released(suite: Suite, month: string) {
  const run = await calculated(suite, month)
  await approve(suite, run.payRunId)
  return release(suite, run.payRunId)
}

/** The same service for another municipality: each test has its own. */
export function municipality(base: Suite): Suite {
  const tenant = freshTenant()
  return {
    ...base,
    tenant,
    call: (contract, asked = {}) => base.call(contract, { ...asked, as: { tenant, ...asked.as } }),
    make: (contract, asked = {}) => base.make(contract, { ...asked, as: { tenant, ...asked.as } }),
  }
}

/** A person's payslip of a run; undefined when the run has none. */
export async function slipOf(suite: Suite, payRunId: string, personId: string) {
  const list = await suite.make(listPayslips, { params: { payRunId }, query: { personId } })
  const payslipId = list.body.items[0]?.payslipId
  return payslipId && (await suite.make(getPayslip, { params: { payslipId } })).body
}

/** Approved months of one person, each known by the same timesheet: approved again it is the next version. */
export function sheetsOf(suite: Suite, personId: string, facts: object = participant) {
  const [enrolmentId, ids, versions] = [
    newId(),
    new Map<string, string>(),
    new Map<string, number>(),
  ]
  return (month: string, absences: object[] = [], more: object = {}): Event => {
    const timesheetId = ids.get(month) ?? newId()
    const version = (versions.get(month) ?? 0) + 1
    ids.set(month, timesheetId)
    versions.set(month, version)
    const sheet = { enrolmentId, timesheetId, version, participant: facts, absences, ...more }
    return approved(suite.tenant, { personId, month }, sheet)
  }
}

/** The first programme days of a month, each missed without excuse. */
export const missed = (month: string, count: number) =>
  daysOf(monthOf(month))
    .filter((day) => !isDayOff(day))
    .slice(0, count)
    .map((date) => ({ date, wholeDay: true, kind: 'unexcused' }))

/** Enters a tax card of 2026, of one line for the benefit. */
export const card = (suite: Suite, personId: string, line: object) =>
  suite.make(registerTaxCard, {
    params: { personId, year: '2026' },
    body: {
      result: 'card',
      cardIdentifier: null,
      issuedOn: null,
      lines: [{ code: 'introduksjonsstoenad', ...line }],
    },
    as: as('enterer'),
  })

export async function somebodyPaid(suite: Suite): Promise<string> {
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-01' }))
  await pay(suite, personId)
  return personId
}

/** A person in a programme, as payroll knows one from the feed. */
export async function aParticipant(suite: Suite): Promise<{ personId: string }> {
  const personId = newId()
  await follow(suite, started(suite.tenant, personId))
  return { personId }
}

/** An order that takes 1,500 kr a month from May 2026 on, unless `more` says otherwise. */
export const order = (suite: Suite, personId: string, more: object = {}) =>
  suite.make(registerAttachmentOrder, {
    params: { personId },
    body: { ...registerAttachmentOrder.bodyExample, ...more },
    as: as('enterer'),
  })

/** Takes the next month's run to the bank. */
export async function releaseNext(suite: Suite): Promise<{ payRunId: string }> {
  const payRunId = await makeRun(suite)
  await calculateAll(suite)
  await approve(suite, payRunId)
  await release(suite, payRunId)
  return { payRunId }
}

/** A month paid in full, and found a month later to be paid too much for: a day was missed. */
export async function aClaim(suite: Suite): Promise<{ personId: string; month: string }> {
  const [personId, timesheetId, enrolmentId] = [newId(), newId(), newId()]
  const month = await nextMonth(suite)
  const [date] = daysOf(monthOf(month)).filter((day) => !isDayOff(day))
  const sheet = (version: number, absences: object[]) =>
    approved(suite.tenant, { personId, month }, { timesheetId, enrolmentId, version, absences })
  await follow(suite, sheet(1, []))
  await pay(suite, personId)
  await releaseNext(suite)
  await follow(suite, sheet(2, [{ date, wholeDay: true, kind: 'unexcused' }]))
  await releaseNext(suite)
  return { personId, month }
}

/** A month under the G of 2026 paid in full, and a day of it found missed since. */
async function paidTooMuch(suite: Suite): Promise<string> {
  while ((await nextMonth(suite)) < '2026-05') await releaseNext(suite)
  const [personId, month] = [newId(), await nextMonth(suite)]
  const sheet = sheetsOf(suite, personId)
  await follow(suite, sheet(month))
  await pay(suite, personId)
  await releaseNext(suite)
  await follow(suite, sheet(month, missed(month, 1)))
  return personId
}

type Make = (suite: Suite) => Promise<Record<string, string>>

/** A run at the bank that pays somebody. */
async function releasePaid(suite: Suite): Promise<{ payRunId: string }> {
  await somebodyPaid(suite)
  return releaseNext(suite)
}

/** Each contract's factory: makes one in the suite's municipality and gives the path parameters. */
export const factories: Record<string, Make> = {
  ...paymentFactories(releasePaid),
  ...reportFactories(releasePaid),
  ...regulationFactories({ cancelOpenRuns, paidTooMuch }),
  ...taxFactories(aParticipant),
  async attachmentOrder(suite: Suite) {
    const { personId } = await aParticipant(suite)
    return { personId, orderId: (await order(suite, personId)).body.orderId as string }
  },
  claim: aClaim,
  async demand(suite: Suite) {
    const params = await aClaim(suite)
    const body = { decidedOn: suite.clock.today(), reference: '2026/1310' }
    const { demandId } = (await suite.make(demandRepayment, { params, body, as: as('enterer') }))
      .body
    return { personId: params.personId, demandId: demandId as string }
  },
  participant: aParticipant,
  async payee(suite) {
    return { personId: await somebodyPaid(suite) }
  },
  async payRun(suite) {
    return { payRunId: await makeRun(suite) }
  },
  async calculatedPayRun(suite) {
    const payRunId = await makeRun(suite)
    await calculateAll(suite)
    return { payRunId }
  },
  async approvedPayRun(suite) {
    const payRunId = await makeRun(suite)
    await calculateAll(suite)
    await approve(suite, payRunId)
    return { payRunId }
  },
  releasedPayRun: releaseNext,
  async payslip(suite) {
    const personId = newId()
    await follow(suite, approved(suite.tenant, { personId, month: '2026-01' }))
    const payRunId = await makeRun(suite)
    await calculateAll(suite)
    const { items } = (await suite.make(listPayslips, { params: { payRunId } })).body
    return { payslipId: items[0].payslipId }
  },
}

/** The month of the next ordinary run of the suite's municipality. */
export async function nextMonth(suite: Suite): Promise<string> {
  const { rows } = await suite.owner.query(
    `select coalesce(max(month), '2025-12') as month from pay_run where tenant = $1 and state <> 'cancelled'`,
    [suite.tenant],
  )
  return addToMonth(monthOf(rows[0].month), 1)
}

async function cancelOpenRuns(suite: Suite): Promise<void> {
  const { rows } = await suite.owner.query(
    `select id from pay_run where tenant = $1 and state in ('draft', 'waiting', 'calculated', 'approved')`,
    [suite.tenant],
  )
  for (const { id } of rows) {
    await cancel(suite, id)
  }
}

/** A new run of the next month of the suite's municipality; an open one is cancelled for it. */
async function makeRun(suite: Suite): Promise<string> {
  await cancelOpenRuns(suite)
  const month = monthOf(await nextMonth(suite))
  const day = suite.clock.today()
  const overOn = addDays(lastDay(month), 1)
  if (day < overOn) await suite.clock.set(overOn)
  const body = { month, payDate: nextWorkingDay(suite.clock.today()) }
  return (await suite.make(startPayRun, { body, as: as('starter') })).body.payRunId
}
