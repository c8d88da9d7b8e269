import { setTimeout as pause } from 'node:timers/promises'
import { type Month, month as monthOf } from '@fotfeste/domain/values/month.ts'
import { makeMany } from './api.ts'
import type { House } from './house.ts'
import { correctTenth, overNorway } from './municipalities.ts'
import { payFloor } from './pay-floor.ts'
import {
  AT_ONCE,
  carryToFile,
  goBehind,
  orderRun,
  type Payroll,
  startPayroll,
  untilCalculated,
} from './payroll.ts'
import { type Measured, measured, type Round } from './row.ts'

/** The first month warms up and pays the ground for the corrections of the others. */
const MONTHS = ['2026-04', '2026-05', '2026-06'].map(monthOf)

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
      await pause(1_000, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  })()
  return async () => {
    stop.abort()
    await watching
    return Math.round(highest / 2 ** 20)
  }
}

type Paid = { readonly seconds: number; readonly memoryMiB: number }

/** Orders, calculates, approves, releases and fetches the files of every municipality's month. */
async function payMonth(payroll: Payroll, month: Month): Promise<Paid> {
  const { url, tenants, callerOf } = payroll
  await goBehind(payroll, month)
  const memory = watchMemory(url)
  const began = performance.now()
  const runs = await makeMany(tenants.length, AT_ONCE, async (at) => {
    const call = callerOf(tenants[at] ?? '')
    return { call, payRunId: await orderRun(call, { month }) }
  })
  await untilCalculated(payroll)
  await makeMany(runs.length, AT_ONCE, async (at) => {
    const run = runs[at]
    if (run) await carryToFile(run.call, run.payRunId)
  })
  return { seconds: (performance.now() - began) / 1000, memoryMiB: await memory() }
}

/**
 * A month for so many participants over all municipalities, from the order to the files; each measured month also
 * pays the differences of a tenth of the month before. Milliseconds, ours and the floor's.
 */
export const payRuns =
  (participants: number, rounds: 1 | 2) =>
  async (house: House): Promise<Measured> => {
    const months = MONTHS.slice(0, rounds + 1)
    const payroll = await startPayroll(house, { participants: overNorway(participants), months })
    const { owner, tenants } = payroll
    const all: Round[] = []
    let memoryMiB = 0
    for (const [at, month] of months.entries()) {
      const before = months[at - 1]
      if (before) await correctTenth(owner, before)
      const paid = await payMonth(payroll, month)
      memoryMiB = Math.max(memoryMiB, paid.memoryMiB)
      if (!before) continue
      const floor = await payFloor(owner, { month, tenants })
      all.push({ value: paid.seconds * 1000, floor: floor * 1000 })
    }
    const { row } = measured(`pay-run-${participants}`, 'ms', all)
    return { row: { ...row, memoryMiB }, rounds: all }
  }
