import { setTimeout as pause } from 'node:timers/promises'
import type { Contract } from '@fotfeste/contracts/contract.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import {
  approvePayRun,
  getPaymentFile,
  getPayRun,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import { registerDebtorAccount } from '@fotfeste/contracts/payroll/payees.ts'
import {
  addToMonth,
  firstDay,
  type Month,
  month as monthOf,
} from '@fotfeste/domain/values/month.ts'
import { peer } from '@fotfeste/testing/peer.ts'
import pg from 'pg'
import { ask, makeMany } from './api.ts'
import type { House } from './house.ts'
import { correctTenth, type Seeded, seedMunicipalities } from './municipalities.ts'
import { payFloor } from './pay-floor.ts'
import { type Measured, measured, type Round } from './row.ts'

/** The first month warms up and pays the ground for the corrections of the others. */
const MONTHS = ['2026-04', '2026-05', '2026-06'].map(monthOf)
const AT_ONCE = 8
const SCOPES = [
  'payroll.read',
  'payroll.write',
  'payroll.approve',
  'identity.read',
  'protected.read',
]
const PERSONS = { starter: 'kari', approver: 'ola', releaser: 'per' } as const

type Call = (
  who: keyof typeof PERSONS,
  contract: Contract,
  asked: { params?: Record<string, string>; body?: object },
) => Promise<Record<string, unknown>>

/** Introduction as payroll asks it: every municipality's totals agree with what is held. */
async function introductionOf(house: House, seeded: Seeded): Promise<string> {
  const stops: (() => Promise<void>)[] = []
  const url = await peer({ teardown: (work) => stops.push(work) }, [
    [feedContract('introduction'), () => pause(1_000).then(() => [])],
    [
      getControlTotals,
      ({ query }) => {
        const { tenant, month } = query as { tenant: string; month: string }
        const none = { plannedMinutes: 0, presentMinutes: 0, absentMinutes: 0, unexcusedMinutes: 0 }
        return {
          month,
          timesheets: seeded.timesheetsOf(tenant),
          ...none,
          lastPosition: '0',
          withoutApproval: [],
        }
      },
    ],
  ])
  house.beforeStop(async () => {
    for (const stop of stops) await stop()
  })
  return url
}

const callerOf =
  (house: House, url: string, tenant: string): Call =>
  async (who, contract, asked) => {
    const scopes = SCOPES.map((scope) => `fotfeste:${scope}`)
    const token = await house.issuer.token({ tenant, sub: PERSONS[who], scopes })
    return ask({ url, token }, contract, asked)
  }

/** Waits until every run of the month is calculated; says the run's reason when one never comes that far. */
async function untilCalculated(owner: pg.Client, month: Month): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ left: number }>(
      `select count(*)::int as left from pay_run where month = $1 and state in ('draft', 'waiting')`,
      [month],
    )
    if (rows[0]?.left === 0) return
    await pause(50)
  }
}

/** One municipality's run from calculated to the file, by the API. */
async function carryToFile(call: Call, payRunId: string): Promise<void> {
  const params = { payRunId }
  const run = await call('starter', getPayRun, { params })
  await call('approver', approvePayRun, { params, body: { digest: run['digest'] } })
  await call('releaser', releasePayRun, { params })
  await call('releaser', getPaymentFile, { params })
}

type Paid = { readonly seconds: number; readonly memoryMiB: number }

/** The highest resident memory that the service tells while the work lasts. */
function watchMemory(url: string): () => Promise<number> {
  let highest = 0
  const stop = new AbortController()
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const text = await fetch(`${url}/metrics`).then(
        (answer) => answer.text(),
        () => '',
      )
      const bytes = Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0)
      highest = Math.max(highest, bytes)
      await pause(200, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  })()
  return async () => {
    stop.abort()
    await watching
    return Math.round(highest / 2 ** 20)
  }
}

/** Starts, calculates, approves, releases and writes the files of every municipality's month. */
async function payMonth(
  { tenants }: Seeded,
  month: Month,
  on: { house: House; url: string; owner: pg.Client },
): Promise<Paid> {
  const { house, url, owner } = on
  await fetch(`${url}/sandbox/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ today: firstDay(addToMonth(month, 1)) }),
  })
  const memory = watchMemory(url)
  const began = performance.now()
  const runs = await makeMany(tenants.length, AT_ONCE, async (at) => {
    const call = callerOf(house, url, tenants[at] ?? '')
    const { payRunId } = await call('starter', startPayRun, { body: { month } })
    return { call, payRunId: String(payRunId) }
  })
  await untilCalculated(owner, month)
  await makeMany(runs.length, AT_ONCE, async (at) => {
    const run = runs[at]
    if (run) await carryToFile(run.call, run.payRunId)
  })
  return { seconds: (performance.now() - began) / 1000, memoryMiB: await memory() }
}

/**
 * A month for so many participants over all municipalities, from the order to the files; the second and
 * third month also pay the differences of a tenth of the month before. Milliseconds, ours and the floor's.
 */
export const payRuns =
  (participants: number) =>
  async (house: House): Promise<Measured> => {
    const database = house.databases.payroll
    const seeded = await house
      .prepareService('payroll')
      .then(() => seedMunicipalities(database.ownerUrl, { participants, months: MONTHS }))
    const url = await house.startService('payroll', {
      FOTFESTE_INTRODUCTION_URL: await introductionOf(house, seeded),
      FOTFESTE_SERVICE_TOKENS: JSON.stringify({
        kind: 'endpoint',
        url: `${house.issuer.issuer}/token`,
        clientId: 'fotfeste-payroll',
      }),
    })
    const owner = new pg.Client(database.ownerUrl)
    await owner.connect()
    const rounds: Round[] = []
    let memoryMiB = 0
    try {
      await makeMany(seeded.tenants.length, AT_ONCE, (at) => {
        const body = registerDebtorAccount.bodyExample
        return callerOf(house, url, seeded.tenants[at] ?? '')('approver', registerDebtorAccount, {
          body,
        })
      })
      for (const [at, month] of MONTHS.entries()) {
        const before = MONTHS[at - 1]
        if (before) await correctTenth(database.ownerUrl, before)
        const paid = await payMonth(seeded, month, { house, url, owner })
        memoryMiB = Math.max(memoryMiB, paid.memoryMiB)
        const floor = await payFloor(owner, { month, tenants: seeded.tenants })
        if (before) rounds.push({ value: paid.seconds * 1000, floor: floor * 1000 })
      }
    } finally {
      await owner.end()
    }
    const { row, rounds: all } = measured(`pay-run-${participants}`, 'ms', rounds)
    return { row: { ...row, memoryMiB }, rounds: all }
  }
