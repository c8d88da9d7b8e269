import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Contract } from '@fotfeste/contracts/contract.ts'
import { importBankAnswer } from '@fotfeste/contracts/payroll/bank-answers.ts'
import {
  approvePayRun,
  getPaymentFile,
  getPayRun,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import {
  confirmPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { isAccountNumber } from '@fotfeste/domain/values/account-number.ts'
import { addDays } from '@fotfeste/domain/values/calendar.ts'
import { addToMonth, firstDay, lastDay, month as monthOf } from '@fotfeste/domain/values/month.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import { approved, newId } from '../factories.ts'
import { type Bank, bookingOf, receiptOf } from './bank.ts'
import type { CrashHouse } from './house.ts'
import type { Introduction } from './introduction.ts'

const PEOPLE = 4
const MONTHS = ['2026-02', '2026-03', '2026-04'].map(monthOf)
const PATIENCE_MS = 60_000
const SCOPES = [
  'payroll.read',
  'payroll.write',
  'payroll.approve',
  'identity.read',
  'protected.read',
]
const scopes = SCOPES.map((scope) => `fotfeste:${scope}`)
export type Who = 'kari' | 'ola' | 'per' | 'anne'

type Asked = {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
}
type Answer = {
  readonly status: number
  readonly text: string
  readonly json: Record<string, unknown>
}

/**
 * Asks until there is an answer: the same request under the same key, however often the service dies under
 * it. A version that is stale because an earlier try was done is what the key's stored answer prevents.
 */
export function patientCaller(house: CrashHouse, tenant: string) {
  return async (
    who: Who,
    contract: Contract,
    { params = {}, query = {}, body }: Asked,
  ): Promise<Answer> => {
    const path = contract.path.replace(/\{(\w+)\}/g, (_all, name) => params[name] ?? '')
    const isText = typeof body === 'string'
    const headers = {
      authorization: `Bearer ${await house.issuer.token({ tenant, sub: who, scopes })}`,
      ...(body === undefined
        ? {}
        : { 'content-type': isText ? 'application/xml' : 'application/json' }),
      ...(contract.write?.keyed ? { 'idempotency-key': randomUUID() } : {}),
      ...(contract.write?.versioned ? { 'if-match': '*' } : {}),
    }
    const content = body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(40)) {
      const signal = AbortSignal.timeout(5_000)
      const asked = { method: contract.method, headers, ...content, signal }
      const answer = await fetch(`${house.url}${path}?${new URLSearchParams(query)}`, asked)
        .then(async (got) => ({ status: got.status, text: await got.text() }))
        .catch(() => undefined)
      if (!answer || answer.status >= 500) continue
      const isJson = answer.text.startsWith('{')
      const json = isJson ? (JSON.parse(answer.text) as Record<string, unknown>) : {}
      if (json['retryable'] === true) continue
      if (answer.status < 300) return { ...answer, json }
      throw new Error(`${contract.id} answered ${answer.text}`)
    }
    throw new Error(`${contract.id} got no answer in ${PATIENCE_MS} ms`)
  }
}
export type PatientCall = ReturnType<typeof patientCaller>

/** The n-th synthetic account number with a right check digit. */
function account(n: number): string {
  for (let at = 0; ; at += 1) {
    const candidate = String(76_940_500_000 + 100 * n + at)
    if (isAccountNumber(candidate)) return candidate
  }
}

const setDay = async (house: CrashHouse, today: string): Promise<void> => {
  const asked = {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ today }),
  }
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(40)) {
    const answer = await fetch(`${house.url}/sandbox/clock`, asked).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error('the clock could not be set')
}

export type Life = {
  readonly tenant: string
  readonly people: readonly string[]
  readonly bank: Bank
  readonly slips: readonly Slip[]
}

/** A payslip without its ids: what two lives have in common. */
type Slip = { readonly person: number; readonly netOre: number; readonly withheldOre: number }

type World = { readonly house: CrashHouse; readonly told: Introduction; readonly bank: Bank }

/** Registers and confirms whom to pay. */
async function registerPayees(call: PatientCall, people: readonly string[], offset: number) {
  for (const [at, personId] of people.entries()) {
    const body = { name: `Payee ${at}`, accountNumber: account(at + offset) }
    await call('anne', registerPayee, { params: { personId }, body })
    await call('ola', confirmPayee, { params: { personId } })
  }
}

/** A run from the order to the bank's last word. */
async function payMonth(
  world: World,
  call: PatientCall,
  of: { month: string; closed: ReadonlySet<string> },
) {
  const started = await call('kari', startPayRun, { body: { month: of.month } })
  const params = { payRunId: String(started.json['payRunId']) }
  let run = await call('kari', getPayRun, { params })
  for (const end = Date.now() + PATIENCE_MS; run.json['state'] !== 'calculated'; ) {
    if (Date.now() > end) throw new Error(`the run stayed ${run.text}`)
    await pause(40)
    run = await call('kari', getPayRun, { params })
  }
  const { digest, payDate } = run.json as { digest: string; payDate: string }
  await call('ola', approvePayRun, { params, body: { digest } })
  await call('per', releasePayRun, { params })
  for (let resend = 0; resend < 2; resend += 1) {
    const file = await call('per', getPaymentFile, { params })
    const taken = world.bank.take(file.text, of.closed)
    await call('per', importBankAnswer, { body: receiptOf(taken, payDate) })
    await call('per', importBankAnswer, { body: bookingOf(taken, payDate) })
  }
  return params
}

/**
 * A municipality's spring: three months, hours missed, a corrected month, an account that the bank finds
 * closed and that is replaced, so that every kind of payment and repayment occurs.
 */
export async function live(world: World, tenant = freshTenant()): Promise<Life> {
  const { house, told, bank } = world
  const call = patientCaller(house, tenant)
  const people = Array.from({ length: PEOPLE }, newId)
  const sheets = new Map<string, { timesheetId: string; enrolmentId: string }>()
  const tell = (at: number, month: string, more: object) => {
    const key = `${at} ${month}`
    const ids = sheets.get(key) ?? { timesheetId: newId(), enrolmentId: newId() }
    sheets.set(key, ids)
    told.tell(approved(tenant, { personId: people[at] ?? '', month }, { ...ids, ...more }))
  }
  const missed = (month: string, minutes: number) => ({
    absences: [{ date: `${month}-09`, minutes, kind: 'unexcused' }],
  })
  const closed = new Set<string>()
  const slips: Slip[] = []
  await setDay(house, firstDay(addToMonth(MONTHS[0] ?? monthOf('2026-02'), 1)))
  await call('anne', registerDebtorAccount, { body: registerDebtorAccount.bodyExample })
  for (const [round, month] of MONTHS.entries()) {
    await setDay(house, firstDay(addToMonth(month, 1)))
    for (const at of people.keys()) {
      tell(at, month, at % 2 === 1 ? missed(month, 60 * (at + round)) : {})
    }
    // What was paid is found to be too much for one and too little for another.
    const before = MONTHS[round - 1]
    if (before) {
      tell(0, before, { version: 2, ...missed(before, 180) })
      tell(1, before, { version: 2, absences: [] })
    }
    if (round === 0) await untilKnown(call, people)
    if (round === 0) await registerPayees(call, people, 0)
    if (round === 1) closed.add(account(2))
    if (round === 2) await registerPayees(call, people.slice(2, 3), 10)
    const params = await payMonth(world, call, { month, closed })
    const page = await call('kari', listPayslips, { params })
    slips.push(...slipsByPerson(page.json, people))
  }
  await setDay(house, addDays(lastDay(monthOf('2026-05')), 1))
  return { tenant, people, bank, slips }
}

function slipsByPerson(page: Record<string, unknown>, people: readonly string[]): Slip[] {
  const items = page['items'] as (Omit<Slip, 'person'> & Record<string, unknown>)[]
  return items
    .map(({ payslipId: _slip, payRunId: _run, personId, ...rest }) => ({
      person: people.indexOf(String(personId)),
      ...rest,
    }))
    .sort((a, b) => a.person - b.person)
}

/** The persons come with the feed: a payee can be registered for who is known. */
async function untilKnown(call: PatientCall, people: readonly string[]): Promise<void> {
  for (const personId of people) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(40)) {
      const body = { name: 'Payee', accountNumber: account(0) }
      const isKnown = await call('anne', registerPayee, { params: { personId }, body }).then(
        () => true,
        () => false,
      )
      if (isKnown) break
    }
  }
}
