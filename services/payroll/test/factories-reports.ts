import {
  getAMelding,
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { getPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { readIdentitiesForSuite } from '@fotfeste/contracts/settlement/identities.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'

import type { Harness } from '@fotfeste/testing/harness.ts'
import { peer } from '@fotfeste/testing/peer.ts'
import { type AskIdentities, askIdentities } from '../src/jobs/identities.ts'
import { writeReports } from '../src/jobs/write-reports.ts'
import type { Suite } from './factories.ts'

/** National numbers of the synthetic series, given out in order. */
export const SYNTHETIC = ['14919010038', '03850810043', '21918810118', '03850810124', '07864210001']

/** What settlement holds: a number, null, or nobody of that id. */
export type Register = Map<string, string | null>

/** Settlement as payroll meets it: a real address, a token with the scope of numbers, an answer by the contract. */
export async function settlementHolding(
  t: Parameters<typeof peer>[0],
  suite: Suite,
  register: Register,
): Promise<{ ask: AskIdentities; asked: string[][] }> {
  const asked: string[][] = []
  const baseUrl = await peer(t, [
    [
      readIdentitiesForSuite,
      ({ body }) => {
        const { personIds, tenant } = body as { personIds: string[]; tenant: string }
        if (tenant !== suite.tenant) throw new Error('another municipality')
        asked.push(personIds)
        const items = personIds.flatMap((personId) => {
          const nationalNumber = register.get(personId)
          return nationalNumber === undefined
            ? []
            : [{ personId, nationalNumber, dufNumber: '202510471100' }]
        })
        return { items, notFound: personIds.filter((personId) => !register.has(personId)) }
      },
    ],
  ])
  return { ask: askIdentities({ baseUrl, tokens: tokensOf(suite) }), asked }
}

/** Where payroll gets its tokens in a test. */
export function tokensOf(suite: Pick<Harness<unknown>, 'config'>) {
  const issuer = suite.config.FOTFESTE_ISSUERS[0]?.issuer ?? ''
  return { kind: 'endpoint', url: `${issuer}/token`, clientId: 'fotfeste-payroll' } as const
}

/** Runs the writing job once, as the service's loop does. */
export const writeAll = (suite: Suite, ask: AskIdentities | null) =>
  writeReports({ kit: suite.kit, askIdentities: ask }).run(new AbortController().signal)

/** Everybody has a number. */
const everybody: AskIdentities = async (_tenant, personIds) =>
  new Map(personIds.map((personId, at) => [personId, SYNTHETIC[at % SYNTHETIC.length] ?? null]))

type Make = (suite: Suite) => Promise<Record<string, string>>

/** Asks for the message of the month that a released run pays in. */
async function requested(suite: Suite, payRunId: string): Promise<{ reportId: string }> {
  const { payDate } = (await suite.make(getPayRun, { params: { payRunId } })).body
  if (suite.clock.today() < payDate) await suite.clock.set(plainDate(payDate))
  await settleEarlier(suite, payDate.slice(0, 7))
  const body = { month: payDate.slice(0, 7) as string }
  return { reportId: (await suite.make(requestAMelding, { body })).body.reportId }
}

/** A message that is still open, of a month that another test has paid in, makes way. */
async function settleEarlier(suite: Suite, month: string): Promise<void> {
  const { rows } = await suite.owner.query(
    `select id from report where tenant = $1 and month = $2 and state in ('requested', 'written')`,
    [suite.tenant, month],
  )
  for (const { id } of rows) {
    const body = { outcome: 'withdrawn', reference: null, detail: 'It was never sent.' }
    await suite.make(registerAMeldingReceipt, { params: { reportId: id }, body })
  }
}

/** Factories of messages, on a factory of a released run. */
export const reportFactories = (releasedRun: Make): Record<string, Make> => ({
  async aMelding(suite) {
    return requested(suite, String((await releasedRun(suite))['payRunId']))
  },
  async writtenAMelding(suite) {
    const params = await requested(suite, String((await releasedRun(suite))['payRunId']))
    await writeAll(suite, everybody)
    const { state } = (await suite.make(getAMelding, { params })).body
    if (state !== 'written') throw new Error(`the message is ${state}`)
    return params
  },
})
