import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { getTaxCardAnswer, importTaxCards } from '@fotfeste/contracts/payroll/tax-card-answers.ts'
import { listTaxCards, registerTaxCard } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { addDays } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import type { AskIdentities } from '../src/jobs/identities.ts'
import { matchTaxCards } from '../src/jobs/match-tax-cards.ts'
import { follow, newId, started } from './factories.ts'
import {
  answerOf,
  cardWith,
  imported,
  NUMBERS,
  percentLine,
  settlementWith,
} from './factories-tax.ts'

const log: string[] = []
const suite = await service(t, payroll, {
  today: '2026-01-05',
  logTo: { write: (line) => log.push(line) },
})
const persons = NUMBERS.map(newId)
const [selam = '', amina = '', bilal = ''] = persons
const [first = '', second = '', third = '', fourth = ''] = NUMBERS
for (const [at, personId] of persons.slice(0, 3).entries()) {
  await follow(suite, started(suite.tenant, personId, { protected: at === 2 }))
}
const held = new Map(persons.slice(0, 3).map((personId, at) => [personId, NUMBERS[at] ?? '']))
const settlement = await settlementWith(t, suite, held)
const match = (identities: AskIdentities | null) =>
  matchTaxCards({ kit: suite.kit, identities }).run(new AbortController().signal)
const results = async (taxCardAnswerId: string, more: object = {}) =>
  (await suite.call(getTaxCardAnswer, { params: { taxCardAnswerId }, ...more })).body
const cardsOf = async (personId: string) => {
  const scopes = ['fotfeste:payroll.read', 'fotfeste:protected.read']
  return (await suite.make(listTaxCards, { params: { personId }, as: { scopes } })).body.items
}
const documentOf = async (id: string) =>
  (await suite.owner.query('select document from tax_card_import where id = $1', [id])).rows[0]
    .document
const sees = { as: { scopes: ['fotfeste:payroll.read', 'fotfeste:protected.read'] } }

t.test('an answer is applied to whom it concerns; every employee is accounted for', async (t) => {
  const answer = answerOf(
    suite.tenant,
    [first, cardWith(percentLine(32))],
    [second, { resultatForSkattekort: 'ikkeTrekkplikt' }],
    [third, { resultatForSkattekort: 'ugyldigFoedselsEllerDnummer' }],
    [fourth, cardWith(percentLine(30))],
    [first, cardWith(percentLine(31))],
    ['12', cardWith(percentLine(31))],
  )
  const posted = await suite.make(importTaxCards, { body: { answer } })
  t.match(posted, { status: 202, body: { state: 'received', entries: 6 } })
  const id = posted.body.taxCardAnswerId
  t.equal((await documentOf(id)).length, 6, 'it is held until it is matched')
  await match(settlement.identities)
  const told = await results(id, sees)
  t.match(told, { state: 'matched', matchedOn: '2026-01-05', next: null })
  t.same(
    told.items.map((item: { code: string; personId: string }) => [item.code, item.personId]),
    [
      ['applied', selam],
      ['applied', amina],
      ['applied', bilal],
      ['unknown', null],
      ['double', selam],
      ['invalid', null],
    ],
  )
  t.match(told.items[2].detail, /correct it in settlement/)
  t.match(told.items[3].detail, /register the person’s number in settlement/)
  t.equal(told.items[5].pointer, '/arbeidsgiver/0/arbeidstaker/5')
  t.match(await cardsOf(selam), [{ version: 1, source: 'import', lines: [{ percent: 32 }] }])
  t.match(await cardsOf(amina), [{ result: 'no-duty', lines: [] }])
  t.match(await cardsOf(bilal), [{ result: 'invalid-number' }])
  t.equal((await results(id)).items.length, 5, 'a protected person’s is not there')
  const page = await results(id, { query: { limit: 1, code: 'applied' } })
  t.match(page, { items: [{ personId: selam }] })
  const next = await results(id, { query: { limit: 1, code: 'applied', cursor: page.next } })
  t.match(next, { items: [{ personId: amina }], next: null })
})

t.test('no national number is left behind: not in a table, not in the log', async (t) => {
  const { rows } = await suite.owner.query(`select string_agg(x, ' ') as all_text from (
    select to_jsonb(i)::text as x from tax_card_import i union all
    select to_jsonb(e)::text from tax_card_import_entry e union all
    select to_jsonb(c)::text from tax_card c union all
    select to_jsonb(s)::text from stored_reply s) held`)
  for (const number of NUMBERS) {
    t.notOk(rows[0].all_text.includes(number))
    t.notOk(log.join('').includes(number))
  }
})

t.test('the same answer again brings nothing new, nor undoes a card entered by hand', async (t) => {
  const answer = answerOf(suite.tenant, [first, cardWith(percentLine(32))])
  const codes = async () =>
    (await results(await imported(suite, settlement.identities, answer))).items.map(
      ({ code }: { code: string }) => code,
    )
  t.same(await codes(), ['double'])
  const entered = registerTaxCard.bodyExample
  await suite.make(registerTaxCard, { params: { personId: selam, year: '2026' }, body: entered })
  t.same(await codes(), ['double'])
  t.match(await cardsOf(selam), [{ version: 2, source: 'by-hand' }, { version: 1 }])
  const newer = answerOf(suite.tenant, [first, cardWith(percentLine(28))])
  await imported(suite, settlement.identities, newer)
  t.match(await cardsOf(selam), [{ version: 3, source: 'import', lines: [{ percent: 28 }] }])
})

t.test(
  'a replaced D-number: the person’s new number is registered, then the card comes',
  async (t) => {
    const [dNumber, birthNumber] = ['51919010038', '11919010055']
    const personId = newId()
    await follow(suite, started(suite.tenant, personId))
    held.set(personId, dNumber)
    const replaced = {
      resultatForSkattekort: 'UTGAATT_DNUMMER_SKATTEKORT_FOR_FOEDSELSNUMMER_ER_LEVERT',
    }
    const answer = answerOf(
      suite.tenant,
      [dNumber, replaced],
      [birthNumber, cardWith(percentLine(25))],
    )
    const told = await results(await imported(suite, settlement.identities, answer))
    t.match(told.items, [
      { code: 'applied', personId, detail: /register the fødselsnummer in settlement/ },
      { code: 'unknown' },
    ])
    t.match(await cardsOf(personId), [{ result: 'replaced-number', lines: [] }])
    held.set(personId, birthNumber)
    const again = await results(await imported(suite, settlement.identities, answer))
    t.match(again.items, [{ code: 'unknown' }, { code: 'applied', personId }])
    t.match(await cardsOf(personId), [{ result: 'card', lines: [{ percent: 25 }] }, { version: 1 }])
  },
)

t.test('what is no answer, or a refusal itself, is refused', async (t) => {
  const cases: [object, string][] = [
    [{ status: 'UGYLDIG_INNTEKTSAAR' }, 'tax-card-answer-refused'],
    [{ status: 'UGYLDIG_FORESPOERSEL' }, 'tax-card-answer-refused'],
    [{ hello: 'world' }, 'tax-card-answer-unreadable'],
  ]
  for (const [answer, code] of cases) {
    t.match(await suite.call(importTaxCards, { body: { answer } }), { status: 422, code })
  }
  t.equal((await suite.call(importTaxCards, { body: { answer: [] } })).status, 400)
  const foreign = answerOf('974760673', [first, cardWith(percentLine(32))])
  const told = await results(await imported(suite, settlement.identities, foreign))
  t.match(told.items, [{ code: 'invalid', detail: /to organisation 974760673, not to/ }])
  const params = { taxCardAnswerId: newId() }
  t.equal((await suite.call(getTaxCardAnswer, { params })).status, 404)
})

t.test('settlement down: the answer waits and says so; after a week it is erased', async (t) => {
  const answer = answerOf(suite.tenant, [second, cardWith(percentLine(20))])
  const id = (await suite.make(importTaxCards, { body: { answer } })).body.taxCardAnswerId
  await match(null)
  t.match(await results(id), { state: 'received', reason: /FOTFESTE_SETTLEMENT_URL/ })
  const down: AskIdentities = () => Promise.reject(new Error('down'))
  await t.rejects(match(down), { message: 'down' })
  t.match(await results(id), { state: 'received', reason: /Settlement does not answer/ })
  const before = suite.clock.today()
  await suite.clock.set(addDays(before, 7))
  await t.rejects(match(down))
  t.match(await results(id), { state: 'given-up', reason: /send the answer again/ })
  t.equal(await documentOf(id), null)
  await suite.clock.set(before)
})

t.test('a match killed before its end begins anew; two at once apply it once', async (t) => {
  const answer = answerOf(suite.tenant, [second, cardWith(percentLine(21))])
  const id = (await suite.make(importTaxCards, { body: { answer } })).body.taxCardAnswerId
  await suite.owner.query(`create function fail() returns trigger language plpgsql as
    $$ begin raise exception 'killed'; end $$`)
  await suite.owner.query(
    'create trigger fail before insert on tax_card_import_entry execute function fail()',
  )
  await t.rejects(match(settlement.identities), { message: 'killed' })
  t.equal((await cardsOf(amina)).length, 1, 'nothing of it was kept')
  t.match(await results(id), { state: 'received', reason: null })
  await suite.owner.query('drop trigger fail on tax_card_import_entry')
  await Promise.all([1, 2, 3].map(() => match(settlement.identities)))
  t.match(await cardsOf(amina), [{ version: 2, lines: [{ percent: 21 }] }, { version: 1 }])
  t.equal((await results(id)).items.length, 1)
})

t.test('settlement is asked for at most five hundred at a time', async (t) => {
  settlement.asked.length = 0
  const many = Array.from({ length: 501 }, newId) as never
  await settlement.identities(suite.tenant as never, many, new AbortController().signal)
  t.same(
    settlement.asked.map(({ personIds }) => personIds.length),
    [500, 1],
  )
})

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/data/taxcard')
t.test(
  'recorded answers can be posted',
  {
    skip: existsSync(SAMPLES) ? false : 'the recorded answers are not beside this repository',
  },
  async (t) => {
    for (const name of ['navikt_ikkeSkattekort', 'skatteetaten_docs_svar_2025']) {
      const answer = JSON.parse(readFileSync(resolve(SAMPLES, `${name}.json`), 'utf8'))
      t.equal((await suite.call(importTaxCards, { body: { answer } })).status, 202, name)
    }
    await match(settlement.identities)
  },
)
