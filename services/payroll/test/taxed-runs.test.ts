import { getPayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { TAX_CARD_SCOPE, taxAuthority } from '@fotfeste/testing/tax-authority.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { calculatePayRuns } from '../src/jobs/calculate-pay-runs.ts'
import { orderTaxCards } from '../src/jobs/order-tax-cards.ts'
import { taxAdministration } from '../src/jobs/tax-administration.ts'
import { agreeing, approved, as, cancel, follow, newId, pay, slipOf } from './factories.ts'
import { cardWith, NUMBERS, percentLine, settlementWith } from './factories-tax.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const authority = await taxAuthority(t)
const held = new Map<string, string>()
const settlement = await settlementWith(t, suite, held)
const [number = ''] = NUMBERS
const administration = taxAdministration({
  url: authority.url,
  scope: TAX_CARD_SCOPE,
  contact: { email: 'payroll@example.no', mobile: '+4790000000' },
  maskinporten: { ...authority.client, actsAs: 'consumer-org' },
})
const signal = new AbortController().signal
const calculate = () =>
  calculatePayRuns({
    kit: suite.kit,
    controlTotals: agreeing(suite),
    pageSize: 500,
    awaitsTaxCards: true,
  }).run(signal)
const order = () =>
  orderTaxCards({
    kit: suite.kit,
    sources: { identities: settlement.identities, administration },
    pauses: { leaseMs: 60_000, pollMs: 0, retryMs: 0 },
  }).run(signal)
const personId = newId()
await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
await pay(suite, personId)
held.set(personId, number)

/** Starts the month's run and lets it try once. */
async function begun(): Promise<{ payRunId: string }> {
  const { body } = await suite.make(startPayRun, { body: { month: '2026-04' }, as: as('starter') })
  await calculate()
  return { payRunId: body.payRunId }
}
const runOf = async (params: { payRunId: string }) => (await suite.make(getPayRun, { params })).body

t.test('a run waits for the cards of its day, and is taxed by them', async (t) => {
  authority.say(number, cardWith(percentLine(32)))
  const run = await begun()
  t.match(await runOf(run), { state: 'waiting', reason: /tax cards are being fetched/ })
  await calculate()
  t.match(await runOf(run), { state: 'waiting' }, 'the order is under way')
  await order()
  await calculate()
  t.match(await runOf(run), { state: 'calculated', reason: null })
  t.match(await slipOf(suite, run.payRunId, personId), {
    state: 'payable',
    withholding: { amountOre: 694_100, basis: '32 %, 21693' },
    cardSource:
      'Tax card 54407 of 2026, introduksjonsstoenad, issued 2025-12-10, fetched 2026-05-04',
  })
  await cancel(suite, run.payRunId)
})

t.test(
  'the Tax Administration down: the run goes on with the card it has and says its date',
  async (t) => {
    await suite.clock.set('2026-05-05' as never)
    authority.say(number, cardWith(percentLine(20)))
    authority.fail('order', ...Array(4).fill({ status: 500 }))
    const run = await begun()
    t.match(await runOf(run), { state: 'waiting' })
    await order()
    await calculate()
    t.match(await runOf(run), { state: 'calculated' })
    t.match(await slipOf(suite, run.payRunId, personId), {
      withholding: { basis: '32 %, 21693' },
      cardSource: /fetched 2026-05-04$/,
    })
    await cancel(suite, run.payRunId)
  },
)

t.test(
  'a number that the Tax Administration calls invalid blocks the payslip and says what to do',
  async (t) => {
    const stranger = newId()
    await follow(suite, approved(suite.tenant, { personId: stranger, month: '2026-04' }))
    await pay(suite, stranger)
    held.set(stranger, NUMBERS[1] ?? '')
    authority.say(NUMBERS[1] ?? '', { resultatForSkattekort: 'ugyldigFoedselsEllerDnummer' })
    await suite.clock.set('2026-05-06' as never)
    await order()
    const run = await begun()
    t.match(await slipOf(suite, run.payRunId, stranger), {
      state: 'blocked',
      reasons: [
        { code: 'tax-card-invalid', month: '2026-04', detail: /correct the number in settlement/ },
      ],
    })
    t.match(await slipOf(suite, run.payRunId, personId), { state: 'payable' })
    await cancel(suite, run.payRunId)
  },
)

t.test('with no card to be had half is withheld, and no duty withholds nothing', async (t) => {
  const [none, free] = [newId(), newId()]
  for (const [at, one] of [none, free].entries()) {
    await follow(suite, approved(suite.tenant, { personId: one, month: '2026-04' }))
    await pay(suite, one)
    held.set(one, NUMBERS[2 + at] ?? '')
  }
  authority.say(NUMBERS[2] ?? '', { resultatForSkattekort: 'VURDER_ARBEIDSTILLATELSE' })
  authority.say(NUMBERS[3] ?? '', { resultatForSkattekort: 'IKKE_TREKKPLIKT' })
  await suite.clock.set('2026-05-07' as never)
  await order()
  const run = await begun()
  t.match(await slipOf(suite, run.payRunId, none), {
    withholding: { amountOre: 1_084_600, basis: /no tax card/ },
    cardSource: null,
  })
  t.match(await slipOf(suite, run.payRunId, free), {
    withheldOre: 0,
    cardSource: 'No duty to withhold of 2026, fetched 2026-05-07',
  })
})
