import { importTaxCards } from '@fotfeste/contracts/payroll/tax-card-answers.ts'
import { listTaxCardRequests } from '@fotfeste/contracts/payroll/tax-card-requests.ts'
import { listTaxCards } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import { TAX_CARD_SCOPE, taxAuthority } from '@fotfeste/testing/tax-authority.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { orderTaxCards } from '../src/jobs/order-tax-cards.ts'
import { type TaxAdministration, taxAdministration } from '../src/jobs/tax-administration.ts'
import { follow, newId, started } from './factories.ts'
import { answerOf, cardWith, NUMBERS, percentLine, settlementWith } from './factories-tax.ts'
import { kill, processesOf } from './own-process.ts'

const suite = await service(t, payroll, { today: '2026-02-02' })
const authority = await taxAuthority(t)
const held = new Map<string, string>()
const settlement = await settlementWith(t, suite, held)
const [number = ''] = NUMBERS
const contact = { email: 'payroll@example.no', mobile: '+4790000000' }
const personId = newId()
await follow(suite, started(suite.tenant, personId))
held.set(personId, number)
authority.say(number, cardWith(percentLine(32)))

const spawnService = await processesOf(t, suite, {
  today: '2026-02-02',
  settings: {
    FOTFESTE_SERVICE_TOKENS: JSON.stringify(settlement.tokens),
    FOTFESTE_SETTLEMENT_URL: settlement.baseUrl,
    FOTFESTE_TAX_CARD_URL: authority.url,
    FOTFESTE_TAX_CARD_SCOPE: TAX_CARD_SCOPE,
    FOTFESTE_TAX_CARD_CONTACT: JSON.stringify(contact),
    FOTFESTE_MASKINPORTEN: JSON.stringify(authority.client),
  },
})
const newest = async () => (await suite.make(listTaxCardRequests, {})).body.items[0]
const cards = async () => (await suite.make(listTaxCards, { params: { personId } })).body.items
/** What a killed copy kept to itself is taken by the next when the lease is over. */
const leaseOver = () => suite.owner.query('update tax_card_request set next_try_at = now()')

t.test('a service killed while it waits for the answer goes on from the reference', async (t) => {
  t.equal(await newest(), undefined, 'the municipality is registered by its first call')
  const first = spawnService()
  await until(async () => authority.orders.length === 1, 20_000)
  await until(async () => (await newest())?.state === 'ordered', 20_000)
  await kill(first)
  const { body } = await suite.make(importTaxCards, {
    body: { answer: answerOf(suite.tenant, [number, cardWith(percentLine(40))]) },
  })
  await leaseOver()
  const second = spawnService()
  await until(async () => (await newest()).state === 'answered', 20_000)
  await until(async () => (await cards()).length === 2, 20_000)
  await kill(second)
  t.equal(authority.orders.length, 1, 'it was not ordered again')
  t.match(await newest(), { applied: 1, orderReference: authority.orders[0]?.reference })
  t.same(
    (await cards()).map(({ source }: { source: string }) => source).sort(),
    ['api', 'import'],
    `the answer ${body.taxCardAnswerId} posted meanwhile was matched by the process too`,
  )
})

t.test('killed between the order and its reference: everyone is asked for again', async (t) => {
  const real = taxAdministration({
    url: authority.url,
    scope: TAX_CARD_SCOPE,
    contact,
    maskinporten: { ...authority.client, actsAs: 'consumer-org' },
  })
  const sources = (administration: TaxAdministration) => ({
    identities: settlement.identities,
    administration,
  })
  const run = (administration: TaxAdministration) =>
    orderTaxCards({
      kit: suite.kit,
      sources: sources(administration),
      pauses: { leaseMs: 60_000, pollMs: 0, retryMs: 0 },
    }).run(new AbortController().signal)
  await suite.clock.set('2026-02-03' as never)
  authority.say(number, cardWith(percentLine(28)))
  let isTaken = false
  const dying: TaxAdministration = {
    ...real,
    async order(...asked) {
      await real.order(...asked)
      isTaken = true
      return new Promise(() => undefined)
    },
  }
  void run(dying)
  await until(() => isTaken, 10_000)
  t.equal(authority.orders.at(-1)?.kind, 'HENT_KUN_ENDRING')
  await run(real)
  t.match(await newest(), { state: 'due' }, 'nobody else takes it before the lease is over')
  await leaseOver()
  await run(real)
  t.match(authority.orders.at(-1), { kind: 'HENT_ALLE_OPPGITTE', numbers: [number] })
  t.match(await newest(), { state: 'answered', kind: 'all', applied: 1 })
  t.match((await cards())[0], { lines: [{ percent: 28 }] })
})

t.test(
  'an answer that fails while it is applied leaves nothing, and is fetched again',
  async (t) => {
    const run = () =>
      orderTaxCards({
        kit: suite.kit,
        sources: {
          identities: settlement.identities,
          administration: taxAdministration({
            url: authority.url,
            scope: TAX_CARD_SCOPE,
            contact,
            maskinporten: { ...authority.client, actsAs: 'consumer-org' },
          }),
        },
        pauses: { leaseMs: 0, pollMs: 0, retryMs: 0 },
      }).run(new AbortController().signal)
    await suite.clock.set('2026-02-04' as never)
    authority.say(number, cardWith(percentLine(27)))
    await suite.owner.query(`create function fail() returns trigger language plpgsql as
    $$ begin if new.state = 'answered' then raise exception 'killed'; end if; return new; end $$`)
    await suite.owner.query(
      'create trigger fail before update on tax_card_request for each row execute function fail()',
    )
    const before = (await cards()).length
    await t.rejects(run(), { message: 'killed' })
    t.equal((await cards()).length, before)
    await suite.owner.query('drop trigger fail on tax_card_request')
    await Promise.all([run(), run(), run()])
    t.equal((await cards()).length, before + 1, 'three copies apply it once')
  },
)
