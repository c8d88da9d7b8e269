import { registerPayee } from '@fotfeste/contracts/payroll/payees.ts'
import {
  getPayslip,
  getPayslipDocument,
  listPayslips,
} from '@fotfeste/contracts/payroll/payslips.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approved,
  as,
  calculated,
  follow,
  municipality,
  newId,
  pay,
  released,
  type Suite,
  sheetsOf,
  started,
} from './factories.ts'
import { readPdf } from './pdf-text.ts'

const base = await service(t, payroll, { today: '2026-06-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

const idOf = async (suite: Suite, payRunId: string, personId: string) =>
  (await suite.make(listPayslips, { params: { payRunId }, query: { personId } })).body.items[0]
    .payslipId as string
const documentOf = (suite: Suite, payslipId: string, query: Record<string, string> = {}) =>
  suite.call(getPayslipDocument, { params: { payslipId }, query })

/** April in full and May with a day missed, each paid. */
async function paidTwice(suite: Suite, personId: string) {
  const sheet = sheetsOf(suite, personId)
  const missed = [{ date: '2026-05-19', wholeDay: true, kind: 'unexcused' }]
  await follow(suite, sheet('2026-04'), sheet('2026-05', missed))
  await on('2026-05-04')
  await pay(suite, personId)
  const april = await released(suite, '2026-04')
  await on('2026-06-01')
  const may = await released(suite, '2026-05')
  return {
    april: await idOf(suite, april.payRunId, personId),
    may: await idOf(suite, may.payRunId, personId),
  }
}

t.test('a payslip is a document: what, why, the paragraph, and what changed', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  const { april, may } = await paidTwice(suite, personId)
  const answer = await documentOf(suite, may)
  t.equal(answer.status, 200)
  t.equal(answer.headers.get('content-type'), 'application/pdf')
  const { text, heads } = readPdf(answer.body)
  t.match(text, /^Lønnsslipp for introduksjonsstønad, mai 2026 Navn Selam Tesfay Person-ID /)
  t.ok(text.includes(personId) && text.includes(may))
  t.match(
    text,
    /Ugyldig fravær, hele dager, mai 2026 Trekk for 1 dag med ugyldig fravær, 19\. mai: 758,61 kr\. Stønaden for en dag er 758,61 kr \(integreringsloven § 21 og § 20 andre ledd\)\. −758,61 kr/,
  )
  t.match(text, /Skatt Skatt: .* Vi fant ikke noe skattekort for deg/)
  t.match(
    text,
    /siden forrige lønnsslipp \(april 2026\) Hva Forrige Nå Endring Introduksjonsstønad/,
  )
  t.match(text, /21 693,33 kr 22 758,17 kr \+1 064,84 kr/)
  t.match(text, /Side 1 av 1$/)
  t.notMatch(text, /(?<![\da-f-])\d{11}(?![\da-f])/, 'no identity or account number')
  for (const part of [
    '/Marked true',
    '/Lang (nb)',
    '/StructTreeRoot',
    '/Scope /Column',
    '/S /H1',
  ]) {
    t.ok(heads.includes(part), `tagged for screen readers: ${part}`)
  }
  const first = readPdf((await documentOf(suite, april)).body).text
  t.match(first, /Dette er den første lønnsslippen din\./)
})

t.test('the same payslip gives the same bytes, in each of three languages', async (t) => {
  const suite = municipality(base)
  const { may } = await paidTwice(suite, newId())
  const titles = {
    nb: 'Lønnsslipp for introduksjonsstønad, mai 2026',
    nn: 'Lønsslipp for introduksjonsstønad, mai 2026',
    en: 'Payslip for introduction benefit, May 2026',
  }
  for (const [language, title] of Object.entries(titles)) {
    const one = await documentOf(suite, may, { language })
    await on('2026-07-01')
    const two = await documentOf(suite, may, { language })
    t.ok(one.body.equals(two.body), language)
    const { text, heads } = readPdf(one.body)
    t.ok(text.startsWith(title) && heads.includes(`/Lang (${language})`), title)
    t.notMatch(text, /\{|undefined|\ufffd/)
  }
  const other = await documentOf(suite, may, { language: 'se' })
  t.match(other, { status: 400, body: { errors: [{ in: 'query', pointer: '/language' }] } })
})

t.test('a blocked payslip says that nothing is paid yet, and carries no name', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }))
  await on('2026-06-01')
  const run = await calculated(suite, '2026-05')
  const payslipId = await idOf(suite, run.payRunId, personId)
  const { text } = readPdf((await documentOf(suite, payslipId)).body)
  t.match(text, /^Lønnsslipp for introduksjonsstønad, mai 2026 Person-ID /)
  t.match(text, /Ikke utbetalt ennå 0,00 kr Stønaden på 22 758,17 kr blir utbetalt når/)
  t.match(text, /Dette mangler Vi mangler kontonummeret ditt\./)
  const told = await suite.make(getPayslip, { params: { payslipId }, query: { explain: 'en' } })
  t.match(told.body.reasons, [{ code: 'no-payee', sentence: /^We lack your account number/ }])
  t.match(plain(told.body.sentences.total), /^Paid to you: NOK 0\.00 .* will be paid when/)
})

t.test('a payslip explains itself in JSON as its document does', async (t) => {
  const suite = municipality(base)
  const { may } = await paidTwice(suite, newId())
  const params = { payslipId: may }
  const silent = (await suite.make(getPayslip, { params })).body
  t.match(silent, { sentences: null, lines: [{ sentence: null }, { sentence: null }] })
  const { body } = await suite.make(getPayslip, { params, query: { explain: 'nb' } })
  const { text } = readPdf((await documentOf(suite, may)).body)
  for (const { sentence } of body.lines) t.ok(text.includes(plain(sentence)), sentence)
  t.ok(text.includes(plain(body.sentences.withholding)))
})

t.test('each document read is logged, and only who may see the person reads it', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  await follow(suite, started(suite.tenant, personId, { protected: true }))
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }, { protected: true }))
  const open = { ...as('starter'), scopes: [...as('starter').scopes, 'fotfeste:protected.read'] }
  const name = 'Олена Żółć'
  await suite.make(registerPayee, {
    params: { personId },
    body: { name, accountNumber: '76940512057' },
    as: open,
  })
  await on('2026-06-01')
  const run = await calculated(suite, '2026-05')
  const list = await suite.make(listPayslips, { params: { payRunId: run.payRunId }, as: open })
  const params = { payslipId: list.body.items[0].payslipId as string }
  const hidden = await suite.call(getPayslipDocument, { params })
  t.match(hidden, { status: 404, code: 'not-found' })
  const seen = await suite.call(getPayslipDocument, { params, as: open })
  t.equal(seen.status, 200)
  t.ok(readPdf(seen.body).text.includes(`Navn ${name} Person-ID`), 'a name outside Latin-1')
  const log = `select outcome, actor from access_log where tenant = $1 and person = $2
    and operation = 'getPayslipDocument'`
  const { rows } = await suite.owner.query(log, [suite.tenant, personId])
  t.match(rows, [{ outcome: 'read' }])
  t.equal(rows.length, 1)
  const refused = { ...open, scopes: ['fotfeste:introduction.read' as const] }
  const other = await suite.call(getPayslipDocument, { params, as: refused })
  t.match(other, { status: 403, code: 'missing-scope' })
  const none = await suite.call(getPayslipDocument, { params: { payslipId: newId() }, as: open })
  t.match(none, { status: 404, code: 'not-found' })
})
