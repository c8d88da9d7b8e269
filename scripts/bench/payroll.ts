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
import { addToMonth, firstDay, type Month } from '@fotfeste/domain/values/month.ts'
import { peer } from '@fotfeste/testing/peer.ts'
import pg from 'pg'
import { ask, makeMany } from './api.ts'
import type { House } from './house.ts'
import { type Seeded, type Seeding, seedMunicipalities } from './municipalities.ts'

/** Requests under way at once. */
export const AT_ONCE = 8
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

/** The service at work over its seeded municipalities. */
export type Payroll = {
  readonly url: string
  readonly owner: pg.Client
  readonly tenants: readonly string[]
  callerOf(tenant: string): Call
}

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

/** Fills payroll's database, starts its process and registers the accounts that the municipalities pay from. */
export async function startPayroll(house: House, seeding: Seeding): Promise<Payroll> {
  const database = house.databases.payroll
  await house.prepareService('payroll')
  const seeded = await seedMunicipalities(database.ownerUrl, seeding)
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
  house.beforeStop(() => owner.end())
  const callerOf =
    (tenant: string): Call =>
    async (who, contract, asked) => {
      const scopes = SCOPES.map((scope) => `fotfeste:${scope}`)
      const token = await house.issuer.token({ tenant, sub: PERSONS[who], scopes })
      return ask({ url, token }, contract, asked)
    }
  const { tenants } = seeded
  await makeMany(tenants.length, AT_ONCE, (at) =>
    callerOf(tenants[at] ?? '')('approver', registerDebtorAccount, {
      body: registerDebtorAccount.bodyExample,
    }),
  )
  return { url, owner, tenants, callerOf }
}

/** The day on which a month's runs begin: the first after it. */
export async function goBehind({ url }: Payroll, month: Month): Promise<void> {
  await fetch(`${url}/sandbox/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ today: firstDay(addToMonth(month, 1)) }),
  })
}

/** Orders a municipality's run and answers its id. */
export async function orderRun(call: Call, body: object): Promise<string> {
  return String((await call('starter', startPayRun, { body }))['payRunId'])
}

/** Waits until no run is left to calculate. */
export async function untilCalculated({ owner }: Payroll): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ left: number }>(
      `select count(*)::int as left from pay_run where state in ('draft', 'waiting')`,
    )
    if (rows[0]?.left === 0) return
    await pause(50)
  }
}

/** One municipality's run from calculated to the file, by the API; a run that pays nobody has none. */
export async function carryToFile(call: Call, payRunId: string): Promise<void> {
  const params = { payRunId }
  const run = await call('starter', getPayRun, { params })
  await call('approver', approvePayRun, { params, body: { digest: run['digest'] } })
  await call('releaser', releasePayRun, { params })
  if (run['payable'] !== 0) await call('releaser', getPaymentFile, { params })
}
