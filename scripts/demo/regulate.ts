import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import {
  approveRegulation,
  getRegulation,
  runRegulation,
  startRegulation,
} from '@fotfeste/contracts/payroll/regulations.ts'
import type { z } from 'zod'
import { eva, lars, nina } from './cast.ts'
import { type Stage, until } from './stage.ts'

export type Regulation = z.output<(typeof getRegulation.replies)[200]['schema']>

/** Says that the municipality does not use the new base amount yet. */
export async function holdBaseAmount(stage: Stage): Promise<void> {
  const params = { year: '2026' }
  await stage.make(lars, registerBaseAmount, { params, body: { registeredOn: null } })
}

async function awaitState(
  stage: Stage,
  { regulationId }: Regulation,
  state: Regulation['state'],
): Promise<Regulation> {
  let held: Regulation | undefined
  await until(`the regulation is ${state}`, async () => {
    held = await stage.make(lars, getRegulation, { params: { regulationId } })
    return held.state === state
  })
  return held as Regulation
}

/** What the new base amount would come to: a report, and nothing else. */
export async function tryRegulation(stage: Stage): Promise<Regulation> {
  const started = await stage.make(lars, startRegulation, { body: { year: 2026, kind: 'dry-run' } })
  return awaitState(stage, started, 'calculated')
}

/** The yearly regulation (G-regulering): worked out, approved by two, and run. */
export async function regulate(stage: Stage): Promise<Regulation> {
  const started = await stage.make(lars, startRegulation, { body: { year: 2026, kind: 'run' } })
  let held = await awaitState(stage, started, 'calculated')
  const params = { regulationId: held.regulationId }
  for (const who of [eva, nina]) {
    held = await stage.make(who, approveRegulation, { params, ifMatch: held.version })
  }
  held = await stage.make(lars, runRegulation, { params, ifMatch: held.version })
  return awaitState(stage, held, 'done')
}
