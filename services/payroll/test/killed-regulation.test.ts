import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { runRegulation, startRegulation } from '@fotfeste/contracts/payroll/regulations.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { as, follow, newId, pay, released, sheetsOf } from './factories.ts'
import { approveByTwo, readRegulation, registerByHand, reported } from './factories-regulations.ts'
import { kill, processesOf } from './own-process.ts'

const PERSONS = 7
const PAGE = 2
const PAGES = Math.ceil(PERSONS / PAGE)
const suite = await service(t, payroll, { today: '2026-06-01' })
const spawnService = await processesOf(t, suite, {
  today: '2026-06-01',
  settings: { FOTFESTE_PAY_RUN_PAGE: String(PAGE) },
})

/** How far a walk is: the pages behind its cursor. */
async function pagesOf(regulationId: string): Promise<number> {
  const { rows } = await suite.owner.query(
    `select count(p.person_id)::int as n from regulation r
     join regulation_person p on p.tenant = r.tenant and p.regulation_id = r.id and p.person_id <= r.cursor
     where r.id = $1`,
    [regulationId],
  )
  return Math.ceil(rows[0].n / PAGE)
}

async function daysOfUse(): Promise<unknown[]> {
  const { rows } = await suite.owner.query(
    'select registered_on::text from base_amount_registration order by version',
  )
  return rows.map((row) => row.registered_on)
}

let running: ChildProcess | undefined

/** Kills the service in the middle of the second page of a walk; the next one, which goes on running, comes to the state. */
async function killAndGoOn(regulationId: string, state: string): Promise<void> {
  running ??= spawnService()
  await until(async () => (await pagesOf(regulationId)) >= 1, 30_000)
  await sleep(100)
  await kill(running)
  t.ok((await pagesOf(regulationId)) < PAGES, 'it was not done')
  running = spawnService()
  await until(async () => (await readRegulation(suite, regulationId)).state === state, 30_000)
}

t.test(
  'a regulation killed in the middle of a page gives the same report, and its G once',
  async (t) => {
    await registerByHand(suite, '2026')
    for (let at = 0; at < PERSONS; at += 1) {
      const personId = newId()
      await follow(suite, sheetsOf(suite, personId)('2026-05'))
      await pay(suite, personId)
    }
    await released(suite, '2026-05')
    const expected = (await reported(suite, 2026, 'dry-run')).totals
    t.match(expected, { changes: PERSONS, differenceOre: PERSONS * 106484 })
    // Each page is made long enough to be met in its middle.
    await suite.owner.query(`create function slow() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.5); return null; end $$`)
    await suite.owner.query(
      'create trigger slow after insert on regulation_person for each statement execute function slow()',
    )

    const { body } = await suite.make(startRegulation, {
      body: { year: 2026, kind: 'run' },
      as: as('starter'),
    })
    const params = { regulationId: body.regulationId as string }
    await killAndGoOn(params.regulationId, 'calculated')
    t.match(await readRegulation(suite, params.regulationId), { totals: expected })
    await approveByTwo(suite, params.regulationId)
    await suite.make(runRegulation, { params, as: as('starter') })
    t.same(await daysOfUse(), [null], 'not in use before it is done')
    await killAndGoOn(params.regulationId, 'done')
    t.match(await readRegulation(suite, params.regulationId), { totals: expected })
    t.same(await daysOfUse(), [null, '2026-06-01'], 'by hand, and by the regulation once')
  },
)
