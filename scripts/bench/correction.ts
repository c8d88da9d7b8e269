import { month as monthOf } from '@fotfeste/domain/values/month.ts'
import type { House } from './house.ts'
import { correctOne } from './municipalities.ts'
import {
  carryToFile,
  goBehind,
  orderRun,
  type Payroll,
  startPayroll,
  untilCalculated,
} from './payroll.ts'
import { type Measured, measured, type Round } from './row.ts'

const MONTH = monthOf('2026-04')
const ROUNDS = 9
/** Participants of two municipalities. */
const PARTICIPANTS = [2_000, 1]

/** An ordinary month, so that the corrections have something to correct. */
async function payOrdinary(payroll: Payroll): Promise<void> {
  for (const tenant of payroll.tenants) {
    const call = payroll.callerOf(tenant)
    const payRunId = await orderRun(call, { month: MONTH })
    await untilCalculated(payroll)
    await carryToFile(call, payRunId)
  }
}

/** One person's corrected month, from the order of an extraordinary run to its file. */
async function correct(payroll: Payroll, tenant: string): Promise<number> {
  await correctOne(payroll.owner, { tenant, month: MONTH })
  const call = payroll.callerOf(tenant)
  const began = performance.now()
  const body = { month: MONTH, kind: 'extraordinary', reason: 'A day was missed.' }
  const payRunId = await orderRun(call, body)
  await untilCalculated(payroll)
  await carryToFile(call, payRunId)
  return performance.now() - began
}

/** Correcting one person of 2,000, beside correcting the only one there is: milliseconds. */
export async function correction(house: House): Promise<Measured> {
  const seeding = { participants: PARTICIPANTS, months: [MONTH] }
  const payroll = await startPayroll(house, seeding)
  const [many = '', one = ''] = payroll.tenants
  await goBehind(payroll, MONTH)
  await payOrdinary(payroll)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ value: await correct(payroll, many), floor: await correct(payroll, one) })
  }
  return measured('correction', 'ms', rounds)
}
