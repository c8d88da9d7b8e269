import {
  getAMelding,
  getAMeldingFile,
  listAMeldinger,
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { readIdentitiesForSuite } from '@fotfeste/contracts/settlement/identities.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { peer, until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { askIdentities } from '../src/jobs/identities.ts'
import { approved, follow, newId, pay, released } from './factories.ts'
import { SYNTHETIC, tokensOf, writeAll } from './factories-reports.ts'
import { kill, processesOf } from './own-process.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const persons = [newId(), newId()]
for (const personId of persons) {
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
}
const month = (await released(suite, '2026-04')).payDate.slice(0, 7) as string

let asked = 0
let answers = false
const baseUrl = await peer(t, [
  [
    readIdentitiesForSuite,
    ({ body }) => {
      asked += 1
      if (!answers) return new Promise(() => undefined)
      const { personIds } = body as { personIds: string[] }
      const items = personIds.map((personId, at) => ({
        ...{ personId, nationalNumber: SYNTHETIC[at] ?? null, dufNumber: null },
      }))
      return { items, notFound: [] }
    },
  ],
])

const spawnService = await processesOf(t, suite, {
  today: '2026-05-04',
  settings: {
    FOTFESTE_SERVICE_TOKENS: JSON.stringify(tokensOf(suite)),
    FOTFESTE_SETTLEMENT_URL: baseUrl,
  },
})

const insider = {
  scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
}
const read = async (reportId: string) =>
  (await suite.make(getAMelding, { params: { reportId } })).body
const rowsOf = async (reportId: string): Promise<number[]> => {
  const { rows } = await suite.owner.query(
    `select (select count(*)::int from report_file where report_id = $1) as files,
       (select count(*)::int from report_person where report_id = $1) as persons,
       (select count(*)::int from report_run where report_id = $1) as runs`,
    [reportId],
  )
  return [rows[0].files, rows[0].persons, rows[0].runs]
}

t.test(
  'a service killed while it waits for numbers leaves nothing; the next writes it',
  async (t) => {
    const { reportId } = (await suite.make(requestAMelding, { body: { month } })).body
    const first = spawnService()
    await until(() => asked > 0, 60_000)
    await kill(first)
    t.match(await read(reportId), { state: 'requested', version: 1 })
    t.same(await rowsOf(reportId), [0, 0, 0])
    answers = true
    const copies = [spawnService(), spawnService()]
    await until(async () => (await read(reportId)).state === 'written', 60_000)
    for (const copy of copies) copy.kill('SIGKILL')
    t.match(await read(reportId), { state: 'written', version: 2, persons: 2 })
    t.same(await rowsOf(reportId), [1, 2, 1])
  },
)

t.test('a message that fails while it is stored leaves nothing and is written whole', async (t) => {
  const before = (await suite.make(listAMeldinger)).body.items[0].reportId
  const taken = { outcome: 'received', reference: '0193b5cd-cbce', detail: null }
  await suite.make(registerAMeldingReceipt, { params: { reportId: before }, body: taken })
  const cause = 'The number of a person was corrected.'
  const { reportId } = (await suite.make(requestAMelding, { body: { month, cause } })).body
  await suite.owner.query(`create function fail() returns trigger language plpgsql as
    $$ begin if new.state = 'written' then raise exception 'killed'; end if; return new; end $$`)
  await suite.owner.query(
    'create trigger fail before update on report for each row execute function fail()',
  )
  const ask = askIdentities({ baseUrl, tokens: tokensOf(suite) })
  await t.rejects(writeAll(suite, ask), { message: 'killed' })
  t.match(await read(reportId), { state: 'requested', reason: /tried again/ })
  t.same(await rowsOf(reportId), [0, 0, 0])
  await suite.owner.query('drop trigger fail on report')
  await suite.make(requestAMelding, { body: { month } })
  await Promise.all([writeAll(suite, ask), writeAll(suite, ask), writeAll(suite, ask)])
  t.match(await read(reportId), { state: 'written', number: 2, replaces: before, cause })
  t.same(await rowsOf(reportId), [1, 2, 1])
  const { body } = await suite.make(getAMeldingFile, { params: { reportId }, as: insider })
  t.match(body, `<erstatterMeldingsId>${before}</erstatterMeldingsId>`)
})
