import {
  getBankAnswer,
  importBankAnswer,
  listBankAnswers,
} from '@fotfeste/contracts/payroll/bank-answers.ts'
import { getPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { approved, follow, municipality, newId, pay, released } from './factories.ts'
import { camt054, hear, pain002, paymentsOf } from './factories-payments.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const persons = Array.from({ length: 2 }, newId)
for (const personId of persons) {
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
}
const { payRunId } = await released(suite, '2026-04')
const send = (body: string, more: object = {}) => suite.call(importBankAnswer, { body, ...more })
const states = async () => (await paymentsOf(suite, payRunId)).map(({ state }) => state)

t.test('what is no bank answer is refused and changes nothing', async (t) => {
  const good = pain002({ file: { payRunId, status: 'ACCP' } })
  const laughs = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'
  const table: [string, string][] = [
    ['no XML', 'ACCP'],
    ['cut off in the middle', good.slice(0, good.length - 40)],
    ['another document', good.replaceAll('CstmrPmtStsRpt', 'CstmrCdtTrfInitn')],
    ['another root', good.replaceAll('Document', 'Envelope')],
    ['without an id', good.replace(/<MsgId>[^<]*<\/MsgId>/, '')],
    ['with too long an id', good.replace(/<MsgId>[^<]*/, `<MsgId>${'x'.repeat(36)}`)],
    ['without a day', good.replace(/<CreDtTm>[^<]*<\/CreDtTm>/, '')],
    ['with a document type', good.replace('<Document', `${laughs}<Document`)],
    ['too deep', `<Document>${'<a>'.repeat(50)}${'</a>'.repeat(50)}</Document>`],
  ]
  for (const [what, body] of table)
    t.match(await send(body), { status: 422, code: 'bank-answer-unreadable' }, what)
  t.same(await states(), ['released', 'released', 'released'])
  t.same((await suite.make(listBankAnswers)).body.items, [])
})

t.test('a prefix, a byte order mark and entities are read as XML reads them', async (t) => {
  const plain = pain002({ file: { payRunId, status: 'ACTC' }, messageId: 'A&amp;B' })
  const prefixed = plain.replace(/<(\/?)(?=[A-Z])/g, '<$1p:').replace(' xmlns=', ' xmlns:p=')
  const answer = await send(`\uFEFF${prefixed}`)
  t.match(answer, { status: 201, body: { messageId: 'A&B', changed: 3 } })
  t.equal(answer.headers.get('location'), `/v1/bank-answers/${answer.body.bankAnswerId}`)
  t.match((await suite.make(getPayRun, { params: { payRunId } })).body, { state: 'accepted' })
})

t.test('the same document twice, at once or later, is one answer', async (t) => {
  const [one] = await paymentsOf(suite, payRunId)
  if (!one) return t.fail('the run pays somebody')
  const document = camt054({ debits: [{ ...one, reference: 'B1' }] })
  const both = await Promise.all([send(document), send(document)])
  t.same(both.map(({ status }) => status).sort(), [200, 201])
  t.same(both[0]?.body, both[1]?.body)
  t.match(await send(document), { status: 200, body: { changed: 1 } })
  const params = { bankAnswerId: both[0]?.body.bankAnswerId }
  t.same((await suite.make(getBankAnswer, { params })).body, both[0]?.body)
  const list = (await suite.make(listBankAnswers, { query: { limit: 1 } })).body
  t.match(list.items, [{ ...params, kind: 'camt.054', entryCount: 1, receivedOn: '2026-05-04' }])
  const older = (await suite.make(listBankAnswers, { query: { cursor: list.next } })).body
  t.equal(older.items.length, 1)
})

t.test('a part by its id; an amount that is none, or no kroner', async (t) => {
  const answer = await send(pain002({ parts: [{ payRunId, part: 2, status: 'RJCT' }] }))
  t.match(answer.body.entries.at(-1), { scope: 'part', outcome: 'applied', changed: 1 })
  const [one] = (await paymentsOf(suite, payRunId)).filter(({ state }) => state === 'accepted')
  if (!one) return t.fail('one is accepted')
  const document = camt054({ debits: [one] })
  const noAmount = document.replace(/>\d+\.\d\d</g, '>x<')
  for (const wrong of [document.replaceAll('NOK', 'EUR'), noAmount])
    t.match((await send(wrong)).body.entries, [{ outcome: 'amount-differs' }])
  t.match((await send(document)).body.entries, [{ outcome: 'applied' }])
  t.match((await suite.make(getPayRun, { params: { payRunId } })).body, { state: 'booked' })
})

t.test('an answer about others alone is kept, each entry unknown', async (t) => {
  const stranger = camt054({ debits: [{ endToEndId: 'NOTPROVIDED', amountOre: 500 }] })
  t.match(await send(stranger), {
    status: 201,
    body: { changed: 0, entries: [{ outcome: 'unknown', changed: 0 }] },
  })
  const none = pain002({ file: { payRunId: newId(), status: 'ACCP' } })
  t.match((await send(none)).body, { entries: [{ outcome: 'unknown', scope: 'file' }] })
})

t.test('an entry says as much as the bank put in it', async (t) => {
  const [tax] = (await paymentsOf(suite, payRunId)).filter(({ kind }) => kind === 'tax')
  if (!tax) return t.fail('the run withholds')
  const document = camt054({ debits: [tax], on: '2026-05-20' })
  const undated = document.replace(/<BookgDt>.*?<\/BookgDt>/, '')
  t.match((await send(undated)).body.entries, [{ on: '2026-05-12', word: 'booked' }])
  const bare = document.replace(/<AmtDtls>.*?<\/AmtDtls>/, '')
  t.match((await send(bare)).body.entries, [{ amountOre: tax.amountOre, on: '2026-05-20' }])
  const newer = document.replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>')
  t.match((await send(newer)).body.entries, [{ word: 'booked', status: 'DBIT BOOK' }])
  const reversed = document.replace('<Sts>', '<RvslInd>true</RvslInd><Sts>')
  t.match((await send(reversed)).body.entries, [{ word: 'noted', outcome: 'noted' }])
})

t.test(
  'TS-P16: what the bank counts is held against what was sent and what it lists',
  async (t) => {
    const own = municipality(suite)
    await follow(own, approved(own.tenant, { personId: newId(), month: '2026-04' }))
    const personId = newId()
    await follow(own, approved(own.tenant, { personId, month: '2026-04' }))
    await pay(own, personId)
    const { payRunId: run } = await released(own, '2026-04')
    const [benefit, tax] = await paymentsOf(own, run)
    if (!benefit || !tax) return t.fail('the run pays a person and tax')
    const ofStatus = (status: string, count: number, sum = '') =>
      `<NbOfTxsPerSts><DtldNbOfTxs>${count}</DtldNbOfTxs><DtldSts>${status}</DtldSts>${sum}</NbOfTxsPerSts>`
    const partly = (counts: string) =>
      pain002({
        file: { payRunId: run, status: 'PART', counts },
        payments: [{ endToEndId: benefit.endToEndId, status: 'RJCT' }],
      })
    const told = async (counts: string) => (await hear(own, partly(counts))).entries
    t.match(await told(ofStatus('RJCT', 2)), [
      { scope: 'file', outcome: 'counts-differ', changed: 0, detail: /counts 2 RJCT and lists 1/ },
      { scope: 'payment', outcome: 'applied', changed: 1 },
    ])
    t.match(await told(ofStatus('RJCT', 1) + ofStatus('ACCP', 1)), [
      { outcome: 'noted', detail: null },
    ])
    const less = '<DtldCtrlSum>1.00</DtldCtrlSum>'
    t.match(await told(ofStatus('RJCT', 1, less)), [{ detail: /sums 1\.00 kr of RJCT/ }])
    t.match(await told('<OrgnlNbOfTxs>many</OrgnlNbOfTxs>'), [{ outcome: 'counts-differ' }])
    t.match(await told('<OrgnlCtrlSum>1.00</OrgnlCtrlSum>'), [{ detail: /received 1\.00 kr/ }])
    const part = { payRunId: run, part: 2, counts: '<OrgnlNbOfTxs>3</OrgnlNbOfTxs>' }
    t.match((await hear(own, pain002({ parts: [part] }))).entries, [
      {
        scope: 'part',
        status: '',
        outcome: 'counts-differ',
        detail: /3 payments, and 1 were sent/,
      },
    ])
    const taken = pain002({ parts: [{ ...part, status: 'ACCP' }] })
    t.match((await hear(own, taken)).entries, [{ outcome: 'counts-differ', changed: 0 }])
    t.same(
      (await paymentsOf(own, run)).map(({ state }) => state),
      ['rejected', 'released'],
    )
  },
)

t.test('TS-P18: a second booking that the bank takes back leaves the payment booked', async (t) => {
  const own = municipality(suite)
  const personId = newId()
  await follow(own, approved(own.tenant, { personId, month: '2026-04' }))
  await pay(own, personId)
  const { payRunId: run } = await released(own, '2026-04')
  const [benefit] = await paymentsOf(own, run)
  if (!benefit) return t.fail('the run pays a person')
  const debit = (reference: string) => hear(own, camt054({ debits: [{ ...benefit, reference }] }))
  const credit = (reference: string) => hear(own, camt054({ credits: [{ ...benefit, reference }] }))
  const state = async () => (await paymentsOf(own, run))[0]?.state
  t.match((await debit('B1')).entries, [{ outcome: 'applied' }])
  t.match((await debit('B2')).entries, [{ outcome: 'double', detail: /booked already/ }])
  t.match((await debit('B2')).entries, [{ outcome: 'double' }], 'told twice, it is one')
  t.match((await credit('B3')).entries, [{ outcome: 'double-taken-back', changed: 0 }])
  t.equal(await state(), 'booked')
  t.match((await credit('B4')).entries, [{ outcome: 'applied', changed: 1 }])
  t.equal(await state(), 'returned')
})

t.test('TS-P18: another account, and what has no id of ours, are coded', async (t) => {
  const own = municipality(suite)
  const personId = newId()
  await follow(own, approved(own.tenant, { personId, month: '2026-04' }))
  await pay(own, personId)
  const { payRunId: run } = await released(own, '2026-04')
  const [benefit] = await paymentsOf(own, run)
  if (!benefit) return t.fail('the run pays a person')
  const document = camt054({ debits: [{ ...benefit, reference: 'B1' }] })
  const on = (id: string) => document.replace('<Othr><Id>86011117947</Id></Othr>', id)
  const other = '<Othr><Id>12345678903</Id></Othr>'
  t.match((await hear(own, on(other))).entries, [
    { outcome: 'unknown-account', changed: 0, detail: /none that the municipality/ },
  ])
  const nameless = document.replace(/<EndToEndId>.*?<\/EndToEndId>/, '')
  const unknown = { scope: 'payment', reference: '', bankReference: 'B1', outcome: 'unknown' }
  t.match((await hear(own, nameless)).entries, [{ ...unknown, amountOre: benefit.amountOre }])
  const bare = document.replace(/<NtryDtls>.*<\/NtryDtls>/, '')
  t.match((await hear(own, bare)).entries, [{ outcome: 'unknown', amountOre: benefit.amountOre }])
  const empty = document.replace(/<TxDtls>.*<\/TxDtls>/, '')
  t.match((await hear(own, empty)).entries, [{ outcome: 'unknown', amountOre: benefit.amountOre }])
  const status = pain002({ payments: [{ endToEndId: '', status: 'RJCT' }] })
  t.match((await hear(own, status)).entries, [{ reference: '', outcome: 'unknown' }])
  t.match((await hear(own, on('<IBAN>NO93 8601 1117 947</IBAN>'))).entries, [
    { outcome: 'applied', changed: 1 },
  ])
})

t.test('who imports needs no more than the scope, and a body that is XML', async (t) => {
  const body = pain002({ file: { payRunId, status: 'ACCP' } })
  const machine = { sub: null, scopes: ['fotfeste:payroll.write'] }
  t.equal((await send(body, { as: machine })).status, 201)
  const json = { headers: { 'content-type': 'application/json' } }
  t.match(await send(body, json), { status: 415 })
})
