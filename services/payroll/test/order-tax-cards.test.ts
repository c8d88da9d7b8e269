import {
  listTaxCardRequests,
  requestTaxCards,
} from '@fotfeste/contracts/payroll/tax-card-requests.ts'
import { listTaxCards } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { addDays } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { TAX_CARD_SCOPE, taxAuthority } from '@fotfeste/testing/tax-authority.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { orderTaxCards, type Sources } from '../src/jobs/order-tax-cards.ts'
import { taxAdministration } from '../src/jobs/tax-administration.ts'
import { follow, newId, participant, started } from './factories.ts'
import { cardWith, NUMBERS, percentLine, settlementWith } from './factories-tax.ts'

const log: string[] = []
const suite = await service(t, payroll, {
  today: '2026-02-02',
  logTo: { write: (line) => log.push(line) },
})
const authority = await taxAuthority(t)
const held = new Map<string, string>()
const settlement = await settlementWith(t, suite, held)
const configured = {
  url: authority.url,
  scope: TAX_CARD_SCOPE,
  contact: { email: 'payroll@example.no', mobile: '+4790000000' },
  maskinporten: { ...authority.client, actsAs: 'consumer-org' as const },
}
const sources: Sources = {
  identities: settlement.identities,
  administration: taxAdministration(configured),
}
const PAUSES = { leaseMs: 60_000, pollMs: 0, retryMs: 0 }
const run = (of: Sources | null = sources, pauses = PAUSES) =>
  orderTaxCards({ kit: suite.kit, sources: of, pauses }).run(new AbortController().signal)
const newest = async (count = 1) => {
  const { body } = await suite.make(listTaxCardRequests, { query: { limit: count } })
  return count === 1 ? body.items[0] : body.items
}
const nextDay = () => suite.clock.set(addDays(suite.clock.today(), 1))
const cardsOf = async (personId: string) =>
  (await suite.make(listTaxCards, { params: { personId } })).body.items
const lastOrder = () => authority.orders.at(-1)

/** Somebody in a programme whose number settlement holds. */
async function somebody(number: string | undefined, more: object = {}): Promise<string> {
  const personId = newId()
  await follow(suite, started(suite.tenant, personId, more))
  if (number) held.set(personId, number)
  return personId
}

t.test('nobody in a programme: nothing is ordered; without a number it says so', async (t) => {
  await run()
  t.equal(await newest(), undefined)
  await somebody(undefined)
  await run()
  t.match(await newest(), { state: 'given-up', persons: 0, reason: /Nobody in a programme has/ })
  t.equal(authority.orders.length, 0)
})

let selam = ''
let amina = ''

t.test(
  'the first order names everyone with a number, by a token on the municipality’s behalf',
  async (t) => {
    selam = await somebody(NUMBERS[0])
    amina = await somebody(NUMBERS[1])
    authority.say(NUMBERS[0] ?? '', cardWith(percentLine(32)))
    await nextDay()
    await run()
    t.match(await newest(), {
      state: 'answered',
      kind: 'all',
      year: 2026,
      persons: 2,
      withoutNumber: 1,
      applied: 2,
      answeredOn: '2026-02-03',
      requestedBy: 'fotfeste-payroll',
      reason: null,
    })
    t.match(lastOrder(), { organisation: suite.tenant, year: '2026', kind: 'HENT_ALLE_OPPGITTE' })
    t.same([...(lastOrder()?.numbers ?? [])].sort(), NUMBERS.slice(0, 2).sort())
    t.match(authority.assertions[0], { scope: TAX_CARD_SCOPE, consumer_org: suite.tenant })
    t.match(await cardsOf(selam), [{ source: 'api', result: 'card', obtainedOn: '2026-02-03' }])
    t.match(await cardsOf(amina), [{ source: 'api', result: 'no-card' }])
  },
)

t.test('once a day and no more; the next day asks only for what changed', async (t) => {
  const before = authority.orders.length
  await run()
  t.equal(authority.orders.length, before)
  await nextDay()
  authority.say(NUMBERS[1] ?? '', cardWith(percentLine(25)))
  await run()
  t.match(lastOrder(), { kind: 'HENT_KUN_ENDRING', numbers: [NUMBERS[1]] })
  t.match(await newest(), { state: 'answered', kind: 'changes', applied: 1 })
  t.match(await cardsOf(amina), [{ version: 2, lines: [{ percent: 25 }] }, { version: 1 }])
  t.equal((await cardsOf(selam)).length, 1)
})

t.test('somebody new, or an expired D-number, has everyone asked for again', async (t) => {
  const dNumber = '51919010038'
  const bilal = await somebody(dNumber)
  authority.say(dNumber, {
    resultatForSkattekort: 'utgaattDnummerSkattekortForFoedselsnummerErLevert',
  })
  await nextDay()
  await run()
  t.match(await newest(), { kind: 'all', persons: 3, applied: 1 })
  t.match(await cardsOf(bilal), [{ result: 'replaced-number' }])
  held.set(bilal, NUMBERS[2] ?? '')
  authority.say(NUMBERS[2] ?? '', cardWith(percentLine(20)))
  await nextDay()
  await run()
  t.match(await newest(), { kind: 'all', applied: 1, unknown: 0 })
  t.match(await cardsOf(bilal), [{ result: 'card', lines: [{ percent: 20 }] }, { version: 1 }])
  await nextDay()
  await run()
  t.match(await newest(), { kind: 'changes', applied: 0 })
})

t.test('whose programme ended before the year is not asked about', async (t) => {
  const facts = { ...participant, programmeStart: '2024-01-08', programmeEnd: '2025-11-30' }
  await somebody(NUMBERS[3], { participant: facts })
  await nextDay()
  await run()
  t.match(await newest(), { kind: 'changes', persons: 3 })
})

t.test('an answer that is not ready is asked for again', async (t) => {
  await nextDay()
  authority.fail('answer', ...Array(5).fill({ status: 204 }))
  await run()
  t.match(await newest(), { state: 'ordered', reason: null, answeredOn: null })
  await run()
  t.match(await newest(), { state: 'answered' })
})

t.test('an order by hand, and only one open at a time', async (t) => {
  const ask = (year = 2026) => suite.call(requestTaxCards, { body: { year } })
  t.match(await ask(), { status: 202, body: { state: 'due', version: 1 } })
  t.match(await ask(), { status: 409, code: 'tax-card-request-open' })
  t.match(await ask(2027), { status: 202 })
  await run()
  t.match(await newest(2), [
    { year: 2027, state: 'answered', kind: 'all' },
    { year: 2026, state: 'answered', kind: 'changes' },
  ])
  await ask()
  await run(null)
  t.match(await newest(), { state: 'refused', reason: /FOTFESTE_TAX_CARD_URL.*post its answer/ })
  const { body } = await suite.make(listTaxCardRequests, { query: { year: 2027 } })
  t.equal(body.items.length, 1)
  const first = await suite.make(listTaxCardRequests, { query: { limit: 1 } })
  const cursor = first.body.next as string
  const second = await suite.make(listTaxCardRequests, { query: { limit: 1, cursor } })
  t.not(second.body.items[0].taxCardRequestId, first.body.items[0].taxCardRequestId)
})

t.test('a refusal is told with its code and what to do, and never what was sent', async (t) => {
  const cases: [Parameters<typeof authority.fail>, object][] = [
    [
      ['order', { status: 400, body: { kode: 'FOR_001', melding: NUMBERS[0] } }],
      { state: 'refused', reason: /400, FOR_001, the order does not validate/ },
    ],
    [
      ['answer', { status: 400, body: { kode: 'FOR_003' } }],
      { state: 'refused', reason: /400, FOR_003, the reference is not valid/ },
    ],
    [['order', { status: 403 }], { state: 'refused', reason: /does not let us \(403\)/ }],
    [['order', { status: 404, body: 'nothing' }], { state: 'refused', reason: /refused \(404\)/ }],
    [
      ['token', { status: 400, body: { error: 'invalid_scope' } }],
      { state: 'refused', reason: /no token \(400, invalid_scope\): check the client/ },
    ],
    [
      ['answer', { status: 200, body: { status: 'UGYLDIG_INNTEKTSAAR' } }],
      { state: 'refused', reason: /UGYLDIG_INNTEKTSAAR/ },
    ],
  ]
  for (const [fault, expected] of cases) {
    await nextDay()
    authority.fail(...fault)
    await run()
    t.match(await newest(), expected)
    t.notMatch((await newest()).reason, /\d{11}/)
  }
  await nextDay()
  await run()
  t.match(await newest(), { state: 'answered', kind: 'all' }, 'what was lost is asked for again')
})

t.test('silence passes: the order waits, says so, and goes on', async (t) => {
  const later: [Parameters<typeof authority.fail>, RegExp][] = [
    [['order', ...Array(4).fill({ status: 503 })], /answered 503; it is asked again/],
    [['token', ...Array(4).fill({ status: 503 })], /no token \(503/],
    [['order', ...Array(4).fill({ status: 200, body: {} })], /does not answer; it is asked again/],
    [['answer', ...Array(3).fill({ status: 200, body: '{' })], /does not answer/],
  ]
  for (const [fault, reason] of later) {
    await nextDay()
    authority.fail(...fault)
    await run()
    t.match((await newest()).reason, reason)
    t.ok(['due', 'ordered'].includes((await newest()).state))
    await run()
    t.match(await newest(), { state: 'answered', reason: null })
  }
  await nextDay()
  const unreachable = taxAdministration({ ...configured, url: 'http://127.0.0.1:9' })
  await run({ ...sources, administration: unreachable })
  t.match(await newest(), {
    state: 'due',
    reason: /does not answer; .* with the cards that are held/,
  })
  await run({ ...sources, identities: () => Promise.reject(new Error('down')) })
  t.match(await newest(), { state: 'due', reason: /Settlement does not answer/ })
  await nextDay()
  await run()
  t.match(await newest(2), [
    { state: 'answered', kind: 'all' },
    { state: 'given-up', reason: /The day ended/ },
  ])
})

t.test('in December the cards of the next year are ordered too', async (t) => {
  const before = suite.clock.today()
  await suite.clock.set('2026-12-16' as never)
  await run()
  t.same((await newest(2)).map(({ year }: { year: number }) => year).sort(), [2026, 2027])
  await suite.clock.set(before)
})

t.test('a system user’s token names whose it is', async (t) => {
  const maskinporten = { ...configured.maskinporten, actsAs: 'system-user' as const }
  const administration = taxAdministration({ ...configured, maskinporten })
  await suite.make(requestTaxCards, { body: { year: 2026 } })
  await run({ ...sources, administration })
  t.match(await newest(), { state: 'answered' })
  t.match(authority.assertions.at(-1), {
    authorization_details: [
      { type: 'urn:altinn:systemuser', systemuser_org: { ID: `0192:${suite.tenant}` } },
    ],
  })
})

t.test('no number stands in the orders or in the log', async (t) => {
  const { rows } = await suite.owner.query(
    `select string_agg(to_jsonb(r)::text, ' ') as all_text from tax_card_request r`,
  )
  for (const number of NUMBERS) {
    t.notOk(rows[0].all_text.includes(number))
    t.notOk(log.join('').includes(number))
  }
})
