import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { getPaymentFile } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { getPayslip, listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import { payroll } from '../src/app.ts'
import { approve, approved, calculated, follow, newId, pay, released } from './factories.ts'
import { paymentsOf } from './factories-payments.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const may = {
  scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
}
const SCHEMA = resolve(
  import.meta.dirname,
  '../../../../shared/data/schemas/bank/pain.001.001.03.xsd',
)
const persons = Array.from({ length: 5 }, newId).sort()
for (const personId of persons) {
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
}
const run = await released(suite, '2026-04')
const params = { payRunId: run.payRunId as string }

t.test('the file of a released run pays each payslip once, the same bytes each time', async (t) => {
  const file = await suite.call(getPaymentFile, { params, as: may })
  t.equal(file.status, 200)
  t.match(file.headers.get('content-type'), /^application\/xml/)
  const all = (name: string) =>
    [...file.body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1])
  const payments = await paymentsOf(suite, params.payRunId)
  t.same(all('EndToEndId').sort(), payments.map(({ endToEndId }) => endToEndId).sort())
  const { items } = (await suite.make(listPayslips, { params })).body
  const nets = items.map((item: { netOre: number }) => item.netOre)
  const benefits = payments.filter(({ kind }) => kind === 'benefit')
  t.same(
    benefits.map(({ amountOre }) => amountOre),
    nets,
  )
  t.same(all('CtrlSum'), ['108466.65', '54236.65', '54230.00'], 'all, the persons, the tax')
  t.same(all('NbOfTxs'), ['6', '5', '1'])
  t.same(all('ReqdExctnDt'), ['2026-05-12', '2026-05-13'], 'tax the working day after')
  t.same(all('Ref'), ['2345676'])
  t.same(all('MsgId'), [params.payRunId.replaceAll('-', '')])
  t.equal((await suite.call(getPaymentFile, { params, as: may })).body, file.body)
  const { rows } = await suite.owner.query(
    `select count(*)::int as reads from access_log where operation = 'getPaymentFile'`,
  )
  t.same(rows, [{ reads: 10 }])
})

t.test(
  'it validates against the bank schema',
  {
    skip: existsSync(SCHEMA) ? false : 'the bank schema is not beside the repository',
  },
  async (t) => {
    const { body } = await suite.make(getPaymentFile, { params, as: may })
    const result = await validateXML({
      xml: [{ fileName: 'file.xml', contents: body }],
      schema: [readFileSync(SCHEMA, 'utf8')],
    })
    t.ok(result.valid, result.rawOutput)
  },
)

t.test('it needs the scopes that open accounts and protected persons', async (t) => {
  for (const scope of ['fotfeste:identity.read', 'fotfeste:protected.read']) {
    const scopes = may.scopes.filter((one) => one !== scope)
    t.match(await suite.call(getPaymentFile, { params, as: { scopes } }), {
      status: 403,
      code: 'missing-scope',
    })
  }
})

t.test('there is no file before the release, nor of an unknown run', async (t) => {
  await suite.clock.set('2026-06-01' as never)
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }))
  await pay(suite, personId)
  const next = await calculated(suite, '2026-05')
  await approve(suite, next.payRunId)
  const early = await suite.call(getPaymentFile, { params: { payRunId: next.payRunId }, as: may })
  t.match(early, { status: 409, code: 'not-released' })
  const unknown = { payRunId: newId() }
  t.equal((await suite.call(getPaymentFile, { params: unknown, as: may })).status, 404)
  t.equal((await suite.call(listPayslips, { params: unknown })).status, 404)
})

t.test('payslips come page by page, each once, and explain themselves', async (t) => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string | number> = cursor ? { limit: 2, cursor } : { limit: 2 }
    const { body } = await suite.make(listPayslips, { params, query })
    seen.push(...body.items.map((item: { personId: string }) => item.personId))
    cursor = body.next
  } while (cursor)
  t.same(seen.sort(), persons)
  const { items } = (await suite.make(listPayslips, { params, query: { state: 'payable' } })).body
  const { body } = await suite.make(getPayslip, { params: { payslipId: items[0].payslipId } })
  t.match(body, {
    netOre: 1084733,
    lines: [
      {
        month: '2026-04',
        law: ['integreringsloven § 20 first and second paragraph'],
        explanation: 'Introduction benefit for one month at 21693.33 kr a month.',
        inputs: [{ name: 'grunnbeloep', value: '130160.00' }],
      },
    ],
    withholding: { amountOre: 1084600 },
  })
  const forged = await suite.call(listPayslips, { params, query: { cursor: 'abc' } })
  t.equal(forged.status, 400)
})
