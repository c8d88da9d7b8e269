import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  getAMelding,
  getAMeldingFile,
  getReportingUnit,
  listAMeldinger,
  registerAMeldingReceipt,
  registerReportingUnit,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { releasePayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { XMLParser } from 'fast-xml-parser'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import { payroll } from '../src/app.ts'
import { approve, approved, as, calculateAll, follow, newId, pay, released } from './factories.ts'
import { type Register, SYNTHETIC, settlementHolding, writeAll } from './factories-reports.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const SCHEMA = resolve(
  import.meta.dirname,
  '../../../../shared/data/schemas/amelding/amelding_v2_3.xsd',
)
const deliverer = {
  scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
}
const register: Register = new Map()
const settlement = await settlementHolding(t, suite, register)

/** Persons paid for a month, each with a number unless said; the last is protected. */
async function paidPersons(month: string, count: number): Promise<string[]> {
  const persons = Array.from({ length: count }, newId).sort()
  for (const [at, personId] of persons.entries()) {
    const isProtected = at === count - 1
    await follow(suite, approved(suite.tenant, { personId, month }, { protected: isProtected }))
    register.set(personId, SYNTHETIC[at] ?? null)
    const scopes = ['fotfeste:payroll.write', 'fotfeste:payroll.read', 'fotfeste:protected.read']
    if (isProtected) await payProtected(personId, scopes)
    else await pay(suite, personId)
  }
  return persons
}
const payProtected = (personId: string, scopes: string[]) =>
  pay(
    {
      ...suite,
      make: (contract, asked) =>
        suite.make(contract, {
          ...asked,
          as: { ...asked?.as, scopes: [...scopes, 'fotfeste:payroll.approve'] },
        }),
    },
    personId,
  )

const ask = (month: string, more: object = {}) =>
  suite.call(requestAMelding, { body: { month, ...more }, as: as('starter') })
const read = async (reportId: string, scopes?: string[]) =>
  (await suite.make(getAMelding, { params: { reportId }, ...(scopes ? { as: { scopes } } : {}) }))
    .body
const fileOf = async (reportId: string): Promise<string> =>
  (await suite.make(getAMeldingFile, { params: { reportId }, as: deliverer })).body
const receipt = (reportId: string, body: object, ifMatch?: number) =>
  suite.call(registerAMeldingReceipt, {
    params: { reportId },
    body,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  })
const taken = { outcome: 'received', reference: '0193b5cd-cbce', detail: null }

/** Counted again from the file by a reader of its own. */
function counted(xml: string) {
  const many = ['inntektsmottaker', 'inntekt', 'forskuddstrekk', 'utleggstrekk']
  const dates = 'sumForskuddstrekkPerLoennsutbetalingsdato'
  const reader = new XMLParser({
    parseTagValue: false,
    isArray: (name) => [...many, dates].includes(name),
  })
  const { Leveranse: whole } = reader.parse(xml).melding
  type Amounts = { beloep: string }[]
  const sum = (amounts: Amounts = []) =>
    amounts.reduce((total, { beloep }) => total + Math.round(Number(beloep) * 100), 0)
  const receivers = whole.oppgave.virksomhet.inntektsmottaker as {
    norskIdentifikator: string
    inntekt: Amounts
    forskuddstrekk?: Amounts
  }[]
  return {
    whole,
    numbers: receivers.map((one) => one.norskIdentifikator),
    grossOre: receivers.reduce((total, one) => total + sum(one.inntekt), 0),
    withheldOre: -receivers.reduce((total, one) => total + sum(one.forskuddstrekk), 0),
    toPayOre: sum(whole.oppgave.betalingsinformasjon?.[dates]),
  }
}

/** What the payslips of a month of payout say, asked of the database behind the API. */
async function payslipsOf(month: string) {
  const { rows } = await suite.owner.query(
    `select coalesce(sum(s.gross_ore), 0)::int as "grossOre", coalesce(sum(s.withheld_ore), 0)::int as "withheldOre"
     from payslip s join pay_run r on r.tenant = s.tenant and r.id = s.run_id
     where s.tenant = $1 and to_char(r.pay_date, 'YYYY-MM') = $2 and s.state = 'payable'`,
    [suite.tenant, month],
  )
  return rows[0]
}

const april = await paidPersons('2026-04', 4)
const run = await released(suite, '2026-04')
const month = run.payDate.slice(0, 7) as string
let first = ''

t.test('a month that is not to be reported yet is refused, with what to do', async (t) => {
  t.match(await ask('2026-06'), { status: 422, code: 'month-not-begun' })
  t.match(await ask('2026-03'), { status: 409, code: 'nothing-to-report' })
  t.match(await ask('2026-13'), { status: 400 })
})

t.test('it waits while nobody answers for national numbers, and says so', async (t) => {
  const asked = await ask(month)
  t.match(asked, { status: 202, body: { state: 'requested', number: 1, dueOn: '2026-06-05' } })
  first = asked.body.reportId
  t.equal(asked.headers.get('location'), `/v1/a-meldinger/${first}`)
  t.match(await suite.call(getAMeldingFile, { params: { reportId: first }, as: deliverer }), {
    status: 409,
    code: 'report-state',
  })
  await writeAll(suite, null)
  t.match(await read(first), { state: 'requested', reason: /not configured/ })
  t.match(await ask(month), { status: 202, body: { reportId: first } }, 'asked for again')
  const down = async () => {
    throw new Error('silence')
  }
  await t.rejects(writeAll(suite, down), /silence/)
  t.match(await read(first), { state: 'requested', reason: /does not answer/ })
})

t.test('whoever has no number holds the message back and is named', async (t) => {
  const [known = '', , unknown = '', hidden = ''] = april
  register.set(known, null)
  register.delete(unknown)
  register.set(hidden, null)
  await ask(month)
  await writeAll(suite, settlement.ask)
  const held = await read(first)
  t.match(held, { state: 'requested', problems: 3, persons: 0, reason: /of 3 persons/ })
  t.match(held.problemPersons, [
    { personId: known, code: 'no-national-number', detail: /identity-numbers/ },
    { personId: unknown, code: 'unknown-person', detail: /Settlement/ },
  ])
  t.equal(held.problemPersons.length, 2, 'the protected person is counted, not named')
  const insider = ['fotfeste:payroll.read', 'fotfeste:protected.read']
  t.equal((await read(first, insider)).problemPersons.length, 3)
  const calls = settlement.asked.length
  await writeAll(suite, settlement.ask)
  t.equal(settlement.asked.length, calls, 'settlement is not asked again at once')
  for (const [at, personId] of april.entries()) register.set(personId, SYNTHETIC[at] ?? null)
  await ask(month)
  await Promise.all([writeAll(suite, settlement.ask), writeAll(suite, settlement.ask)])
  t.match(await read(first), { state: 'written', problems: 0, problemPersons: [], version: 2 })
})

t.test('tax reported is the tax of the payslips, counted from the file (I26)', async (t) => {
  const xml = await fileOf(first)
  const of = counted(xml)
  const slips = await payslipsOf(month)
  t.ok(slips.grossOre > 0 && slips.withheldOre > 0)
  t.match(of, slips)
  t.equal(of.toPayOre, slips.withheldOre)
  t.match(await read(first), { ...slips, persons: 4, payRunIds: [run.payRunId] })
  t.same(of.numbers, SYNTHETIC.slice(0, 4), 'protected persons are reported like others')
  t.match(of.whole, {
    kalendermaaned: month,
    meldingsId: first,
    opplysningspliktig: { norskIdentifikator: suite.tenant },
    oppgave: { virksomhet: { norskIdentifikator: suite.tenant } },
  })
  t.notOk('erstatterMeldingsId' in of.whole)
  t.equal(await fileOf(first), xml, 'the same bytes each time')
})

t.test(
  'the message validates against the schema of the a-ordning',
  { skip: existsSync(SCHEMA) ? false : 'the schema is not beside the repository' },
  async (t) => {
    const xml = [{ fileName: 'file.xml', contents: await fileOf(first) }]
    const result = await validateXML({ xml, schema: [readFileSync(SCHEMA, 'utf8')] })
    t.ok(result.valid, result.rawOutput)
  },
)

t.test('numbers stand in the file alone, and each person read in it is logged', async (t) => {
  for (const scope of deliverer.scopes) {
    const scopes = deliverer.scopes.filter((one) => one !== scope)
    const params = { reportId: first }
    t.match(await suite.call(getAMeldingFile, { params, as: { scopes } }), {
      status: 403,
      code: 'missing-scope',
    })
  }
  const { rows: before } = await suite.owner.query(
    `select count(*)::int as n from access_log where operation = 'getAMeldingFile'`,
  )
  await fileOf(first)
  const { rows: after } = await suite.owner.query(
    `select count(*)::int as n from access_log where operation = 'getAMeldingFile'`,
  )
  t.equal(after[0].n - before[0].n, 4)
  const { rows: columns } = await suite.owner.query(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and table_name like 'report%' group by 1`,
  )
  for (const { name } of columns) {
    const { rows } = await suite.owner.query(`select t::text as row from ${name} t`)
    const holds = rows.some(({ row }) => row.includes(SYNTHETIC[0]))
    t.equal(holds, name === 'report_file', name)
  }
})

t.test('what became of it is told by its receipt', async (t) => {
  t.match(await ask(month), { status: 409, code: 'report-state' }, 'one at a time')
  const noReference = { outcome: 'received', reference: null, detail: null }
  t.match(await receipt(first, noReference), { status: 400 })
  const noWhy = { outcome: 'refused', reference: 'x', detail: null }
  t.match(await receipt(first, noWhy), { status: 400 })
  const delivered = { outcome: 'delivered', reference: '0193b5cd', detail: null }
  t.match(await receipt(first, delivered, 1), { status: 412 })
  t.match(await receipt(first, delivered, 2), { status: 200, body: { state: 'delivered' } })
  const withdrawn = { outcome: 'withdrawn', reference: null, detail: 'Never sent.' }
  t.match(await receipt(first, withdrawn), { status: 409, code: 'report-state' })
  t.match(await ask(month), { status: 409, code: 'report-unchanged' })
  t.match(await receipt(first, taken, 3), { status: 200, body: { state: 'received', version: 4 } })
  t.match((await read(first)).receipts, [delivered, taken])
  t.match(await ask(month), { status: 409, code: 'report-unchanged' })
})

t.test(
  'a later payment in the month gives a message in its place, with all of the month',
  async (t) => {
    const late = newId()
    await follow(suite, approved(suite.tenant, { personId: late, month: '2026-04' }))
    await pay(suite, late)
    register.set(late, SYNTHETIC[4] ?? null)
    const extra = {
      kind: 'extraordinary',
      reason: 'The timesheet came late.',
      payDate: run.payDate,
    }
    const body = { month: '2026-04', ...extra }
    const { payRunId } = (await suite.make(startPayRun, { body, as: as('starter') })).body
    t.match(await ask(month), { status: 409, code: 'pay-run-open' })
    await calculateAll(suite)
    await approve(suite, payRunId)
    await suite.make(releasePayRun, { params: { payRunId }, as: as('releaser') })
    const asked = await ask(month)
    t.match(asked, { status: 202, body: { number: 2, replaces: first } })
    await writeAll(suite, settlement.ask)
    const { reportId } = asked.body
    const of = counted(await fileOf(reportId))
    t.equal(of.whole.erstatterMeldingsId, first)
    t.equal(of.numbers.length, 5)
    t.match(of, await payslipsOf(month))
    t.same((await read(reportId)).payRunIds, [run.payRunId, payRunId].sort())
    const refused = { outcome: 'refused', reference: 'AMLD_010', detail: 'The schema was another.' }
    t.match(await receipt(reportId, refused), { status: 200, body: { state: 'failed' } })
    t.match(
      await ask(month),
      { body: { number: 3, replaces: first } },
      'what was refused stands not',
    )
  },
)

t.test('messages are listed, newest first, and told when they are late', async (t) => {
  const list = async (query: object) =>
    (await suite.make(listAMeldinger, { query: query as never })).body.items
  t.same(
    (await list({ month })).map((one: { number: number }) => one.number),
    [3, 2, 1],
  )
  t.same(
    (await list({ state: 'received' })).map((one: { reportId: string }) => one.reportId),
    [first],
  )
  const { body } = await suite.make(listAMeldinger, { query: { limit: 1 } })
  const next = await suite.make(listAMeldinger, { query: { limit: 1, cursor: body.next } })
  t.equal(next.body.items[0].number, 2)
  t.match(await list({ month }), [{ isOverdue: false }, { isOverdue: false }, { isOverdue: false }])
  await suite.clock.set('2026-06-08' as never)
  t.match(await list({ month }), [{ isOverdue: true }, { isOverdue: false }, { isOverdue: false }])
})

t.test(
  'a cause sends the month again; a business unit stands where one is registered',
  async (t) => {
    const [{ reportId }] = (await suite.make(listAMeldinger, { query: { month } })).body.items
    await writeAll(suite, settlement.ask)
    t.match(await receipt(reportId, taken), { status: 200 })
    t.match((await suite.make(getReportingUnit)).body, { unit: null, version: 0 })
    const unit = registerReportingUnit.bodyExample.unit
    const machine = { sub: null, scopes: ['fotfeste:payroll.approve'] }
    const body = { unit }
    t.match(await suite.call(registerReportingUnit, { body, as: machine }), {
      code: 'needs-a-person',
    })
    await suite.make(registerReportingUnit, { body })
    t.match((await suite.make(getReportingUnit)).body, { unit, version: 1 })
    const again = await ask(month, { cause: 'A national number was corrected.' })
    t.match(again, { status: 202, body: { number: 4, replaces: reportId } })
    await writeAll(suite, settlement.ask)
    const { whole } = counted(await fileOf(again.body.reportId))
    t.equal(whole.oppgave.virksomhet.norskIdentifikator, unit)
    t.equal(whole.opplysningspliktig.norskIdentifikator, suite.tenant)
    t.match(await read(again.body.reportId), { unit, cause: 'A national number was corrected.' })
  },
)
