import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import {
  approveRegulation,
  cancelRegulation,
  getRegulation,
  runRegulation,
  startRegulation,
} from '@fotfeste/contracts/payroll/regulations.ts'
import { regulateBaseAmounts } from '../src/jobs/regulate-base-amounts.ts'
import type { Suite } from './factories.ts'

const scopes = ['fotfeste:payroll.read', 'fotfeste:payroll.write', 'fotfeste:payroll.approve']
/** Who starts, and who approves: each another person. */
const by = (sub: 'kari' | 'ola' | 'per') => ({ sub, scopes })

type Make = (suite: Suite) => Promise<Record<string, string>>

/** Works the regulations out once, as the service's loop does. */
export const regulateAll = (suite: Suite, pageSize = 500) =>
  regulateBaseAmounts({ kit: suite.kit, pageSize }).run(new AbortController().signal)

/** Starts a regulation and has its report worked out. */
export async function reported(suite: Suite, year: number, kind: 'run' | 'dry-run') {
  const { body } = await suite.make(startRegulation, { body: { year, kind }, as: by('kari') })
  await regulateAll(suite)
  return readRegulation(suite, body.regulationId)
}

export const readRegulation = async (suite: Suite, regulationId: string) =>
  (await suite.make(getRegulation, { params: { regulationId } })).body

/** Has two persons approve a calculated regulation. */
export async function approveByTwo(suite: Suite, regulationId: string): Promise<void> {
  const params = { regulationId }
  await suite.make(approveRegulation, { params, as: by('ola') })
  await suite.make(approveRegulation, { params, as: by('per') })
}

/** Runs an approved regulation to its end. */
export async function runToEnd(suite: Suite, regulationId: string, pageSize = 500) {
  await suite.make(runRegulation, { params: { regulationId }, as: by('kari') })
  await regulateAll(suite, pageSize)
  return readRegulation(suite, regulationId)
}

/** Says that a year's G is not in use here before a person or a regulation says so. */
export const registerByHand = (suite: Suite, year: string) =>
  suite.make(registerBaseAmount, {
    params: { year },
    body: { registeredOn: null },
    as: by('kari'),
  })

async function cancelOpen(suite: Suite): Promise<void> {
  const { rows } = await suite.owner.query(
    `select id from regulation where tenant = $1 and kind = 'run' and state not in ('done', 'cancelled')`,
    [suite.tenant],
  )
  for (const { id } of rows) {
    await suite.make(cancelRegulation, { params: { regulationId: id }, as: by('kari') })
  }
}

/** What the factories make pay runs and persons with. */
type Of = {
  readonly cancelOpenRuns: (suite: Suite) => Promise<void>
  /** A person paid for a month that goes by the G of 2026, and then found to have been absent in it. */
  readonly paidTooMuch: (suite: Suite) => Promise<string>
}

/** Each contract's factory: makes one in the suite's municipality and gives the path parameters. */
export function regulationFactories({ cancelOpenRuns, paidTooMuch }: Of): Record<string, Make> {
  const regulation = async (suite: Suite): Promise<string> => {
    await cancelOpenRuns(suite)
    await cancelOpen(suite)
    return (await reported(suite, 2026, 'run')).regulationId
  }
  return {
    regulation: async (suite) => ({ regulationId: await regulation(suite) }),
    async approvedRegulation(suite) {
      const regulationId = await regulation(suite)
      await approveByTwo(suite, regulationId)
      return { regulationId }
    },
    async regulatedPerson(suite) {
      const personId = await paidTooMuch(suite)
      const regulationId = await regulation(suite)
      await approveByTwo(suite, regulationId)
      await runToEnd(suite, regulationId)
      return { regulationId, personId }
    },
  }
}
