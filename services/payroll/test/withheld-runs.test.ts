import { cancelPayRun, getPayRun, startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { registerTaxCard, registerWithholdingWish } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { lookUpWithholding } from '@fotfeste/contracts/payroll/withholding.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  calculateAll,
  calculated,
  card,
  enterPayee,
  follow,
  missed,
  municipality,
  newId,
  participant,
  pay,
  released,
  sheetsOf,
  slipOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const TABLE_8000 = { kind: 'table', table: '8000', percent: 22 }

t.test('X33, X15, POL17: a run withholds by each kind of card, and half without one', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const halfMonth = { ...participant, programmeStart: '2026-06-10' }
  const absent = [
    { date: '2026-06-12', minutes: 240, kind: 'unexcused' },
    { date: '2026-06-19', wholeDay: true, kind: 'unexcused' },
  ]
  const table = (number: string) => ({ kind: 'table', table: number })
  const cases: [string, object | null, number, number, RegExp, object?, object[]?][] = [
    ['X33 table', table('8000'), 2_275_817, 368_900, /table 8000, month, 22758/],
    ['X33 percent', { kind: 'percent', percent: 32 }, 2_275_817, 728_200, /32 %, 22758/],
    ['X33 none', null, 2_275_817, 1_137_900, /no tax card, 50 %, 22758/],
    ['frikort', { kind: 'exemption' }, 2_275_817, 0, /exemption card/],
    ['X15', table('8000'), 1_593_072, 258_900, /8000, 3 x week, 5310/, halfMonth],
    ['8010', table('8010'), 2_140_908, 301_000, /8010, month, 21409/, participant, absent],
  ]
  const persons = new Map<string, (typeof cases)[number]>()
  for (const one of cases) {
    const personId = newId()
    const [, line, , , , facts, absences] = one
    await follow(suite, sheetsOf(suite, personId, facts)('2026-06', absences))
    await pay(suite, personId)
    if (line) await card(suite, personId, line)
    persons.set(personId, one)
  }
  const run = await calculated(suite, '2026-06')
  for (const [personId, [name, line, grossOre, withheldOre, basis]] of persons) {
    const slip = await slipOf(suite, run.payRunId, personId)
    t.match(slip, { state: 'payable', grossOre, withheldOre, netOre: grossOre - withheldOre }, name)
    t.match(slip.withholding, { amountOre: withheldOre, basis }, name)
    t.equal(slip.withholdingReason, null)
    const source = line === null ? null : /^Tax card of 2026, introduksjonsstoenad, entered by hand/
    t.match({ source: slip.cardSource }, { source }, name)
  }
  const sum = (at: 2 | 3) => cases.reduce((total, one) => total + one[at], 0)
  t.match(run, {
    ...{ payable: cases.length, grossOre: sum(2), withheldOre: sum(3), attachedOre: 0 },
    netOre: sum(2) - sum(3),
  })
})

t.test('a participant’s wish is withheld beside the card, of payments in its period', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await follow(suite, sheet('2026-06'))
  await pay(suite, personId)
  await card(suite, personId, TABLE_8000)
  await suite.make(registerWithholdingWish, {
    params: { personId },
    body: { extraOre: 50_000, from: '2026-07-01', to: '2026-07-31' },
  })
  const june = await released(suite, '2026-06')
  t.match(await slipOf(suite, june.payRunId, personId), {
    withheldOre: 418_900,
    withholding: { basis: /500\.00 kr more by own wish/ },
  })
  await on('2026-08-03')
  await follow(suite, sheet('2026-07'))
  const july = await calculated(suite, '2026-07')
  t.match(await slipOf(suite, july.payRunId, personId), { withheldOre: 368_900 })
})

t.test(
  'POL17: what was withheld without a card comes back with the card, never below zero',
  async (t) => {
    const suite = municipality(base)
    const personId = newId()
    const sheet = sheetsOf(suite, personId)
    const pays = async (month: string, today: string) => {
      await on(today)
      await follow(suite, sheet(month))
      const { payRunId } = await released(suite, month)
      const { withheldOre, correctedOre } = await slipOf(suite, payRunId, personId)
      return { withheldOre, correctedOre }
    }
    await on('2026-07-01')
    await follow(suite, sheet('2026-06'))
    await pay(suite, personId)
    t.same(await pays('2026-06', '2026-07-01'), { withheldOre: 1_137_900, correctedOre: 0 })
    await card(suite, personId, TABLE_8000)
    // 7,690 kr too much: 3,689 a month until it is given back.
    t.same(await pays('2026-07', '2026-08-03'), { withheldOre: 0, correctedOre: 368_900 })
    t.same(await pays('2026-08', '2026-09-01'), { withheldOre: 0, correctedOre: 368_900 })
    t.same(await pays('2026-09', '2026-10-01'), { withheldOre: 337_700, correctedOre: 31_200 })
    t.same(await pays('2026-10', '2026-11-02'), { withheldOre: 368_900, correctedOre: 0 })
  },
)

t.test('an exemption card is used up by what the year has paid', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await on('2026-07-01')
  await follow(suite, sheet('2026-06'))
  await pay(suite, personId)
  await card(suite, personId, { kind: 'exemption', exemptAmountOre: 3_000_000 })
  const june = await released(suite, '2026-06')
  t.match(await slipOf(suite, june.payRunId, personId), { withheldOre: 0 })
  await on('2026-08-03')
  await follow(suite, sheet('2026-07'))
  const july = await calculated(suite, '2026-07')
  t.match(await slipOf(suite, july.payRunId, personId), {
    withheldOre: 775_800,
    withholding: { basis: /exemption card used up, no tax card, 50 %, 15516/ },
  })
})

t.test(
  'a number that the Tax Administration calls invalid blocks that payslip, not the run',
  async (t) => {
    const suite = municipality(base)
    await on('2026-07-01')
    const [invalid, sound] = [newId(), newId()]
    for (const personId of [invalid, sound]) {
      await follow(suite, sheetsOf(suite, personId)('2026-06'))
      await pay(suite, personId)
    }
    await suite.owner.query(
      `insert into tax_card (tenant, person_id, year, version, protected, result, lines, notes, obtained_on,
       obtained_at, source, entered_by)
     values ($1, $2, 2026, 1, false, 'invalid-number', '[]', '[]', '2026-01-02', now(), 'api', 'payroll')`,
      [suite.tenant, invalid],
    )
    const run = await calculated(suite, '2026-06')
    t.match(run, { payslips: 2, payable: 1, blocked: 1, grossOre: 2_275_817 })
    t.match(await slipOf(suite, run.payRunId, invalid), {
      state: 'blocked',
      reasons: [{ code: 'tax-card-invalid', month: '2026-06', detail: /correct the number/ }],
      withheldOre: 0,
      netOre: 0,
      withholding: null,
    })
  },
)

t.test('the payout of a year without tables withholds nothing and says so', async (t) => {
  const suite = municipality(base)
  await on('2027-01-04')
  const personId = newId()
  await follow(suite, sheetsOf(suite, personId)('2026-12', missed('2026-12', 0)))
  await pay(suite, personId)
  const run = await calculated(suite, '2026-12')
  const slip = await slipOf(suite, run.payRunId, personId)
  t.match(slip, { state: 'payable', withholding: null, withheldOre: 0, netOre: slip.grossOre })
  t.match(slip.withholdingReason, /2027/)
})

t.test('an account that no second person has confirmed blocks its payslip', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await follow(suite, sheet('2026-06'))
  await enterPayee(suite, personId)
  const june = await released(suite, '2026-06')
  t.match(june, { payslips: 1, payable: 0, blocked: 1, grossOre: 0 })
  t.match(await slipOf(suite, june.payRunId, personId), {
    state: 'blocked',
    grossOre: 2_275_817,
    netOre: 0,
    reasons: [{ code: 'payee-unconfirmed', detail: /confirm/ }],
  })
  await pay(suite, personId)
  await on('2026-08-03')
  await follow(suite, sheet('2026-07'))
  t.match(await calculated(suite, '2026-07'), { payable: 1, grossOre: 2 * 2_275_817 })
})

t.test('a run whose rows do not add up to what was computed is not calculated', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const personId = newId()
  await follow(suite, sheetsOf(suite, personId)('2026-06'))
  await pay(suite, personId)
  await suite.owner.query(`create function tamper() returns trigger language plpgsql as $$ begin
    new.withheld_ore := new.withheld_ore + 100; new.net_ore := new.net_ore - 100; return new; end $$`)
  await suite.owner.query(`create trigger tamper before insert on payslip for each row
    when (new.tenant = '${suite.tenant}') execute function tamper()`)
  const { body } = await suite.make(startPayRun, { body: { month: '2026-06' }, as: as('starter') })
  await t.rejects(calculateAll(suite), { message: /withheld tax in the database adds up/ })
  const params = { payRunId: body.payRunId }
  t.match((await suite.make(getPayRun, { params })).body, { state: 'waiting', digest: null })
  await suite.owner.query('drop trigger tamper on payslip')
  await suite.make(cancelPayRun, { params, body: { reason: 'Tampered.' }, as: as('starter') })
  t.match(await calculated(suite, '2026-06'), { state: 'calculated', withheldOre: 1_137_900 })
})

t.test(
  'POL17: January goes by last year’s card, and is put right both ways by the end of February',
  async (t) => {
    const suite = municipality(base)
    await on('2026-01-05')
    const personId = newId()
    const early = {
      ...participant,
      programmeStart: '2025-10-01',
      household: participant.household.map((row) => ({ ...row, from: '2025-10-01' })),
    }
    const sheet = sheetsOf(suite, personId, early)
    await follow(suite, sheet('2025-12'))
    await pay(suite, personId)
    const last = { code: 'introduksjonsstoenad', ...TABLE_8000 }
    await suite.make(registerTaxCard, {
      params: { personId, year: '2025' },
      body: { result: 'card', cardIdentifier: null, issuedOn: null, lines: [last] },
      as: as('enterer'),
    })
    const january = await released(suite, '2025-12')
    const slip = await slipOf(suite, january.payRunId, personId)
    const looked = { year: 2026, table: '8000', period: 'month', grossOre: slip.grossOre }
    const { items } = (await suite.make(lookUpWithholding, { body: { items: [looked] } })).body
    const byTable = items[0].withheldOre
    t.match(slip, { payDate: '2026-01-12', withheldOre: byTable, cardSource: /Tax card of 2025/ })

    await on('2026-02-02')
    await follow(suite, sheet('2026-01'))
    const february = async () => {
      const run = await calculated(suite, '2026-01')
      const paid = await slipOf(suite, run.payRunId, personId)
      const params = { payRunId: run.payRunId }
      const body = { reason: 'Another card.' }
      await suite.make(cancelPayRun, { params, body, as: as('starter') })
      return paid
    }
    const half = 1_084_600
    t.match(await february(), {
      withheldOre: half + (half - byTable),
      correctedOre: byTable - half,
      cardSource: null,
      withholding: { basis: /^no tax card, 50 %, 21693; \d+\.00 kr more for January/ },
    })
    await card(suite, personId, { kind: 'percent', percent: 10 })
    const tenth = 216_900
    t.match(await february(), {
      correctedOre: byTable - tenth,
      withheldOre: tenth - (byTable - tenth),
      cardSource: /Tax card of 2026/,
    })
    await card(suite, personId, { kind: 'percent', percent: 40 })
    const more = 867_700
    t.match(await february(), {
      correctedOre: byTable - more,
      withheldOre: more + (more - byTable),
      withholding: {
        law: [/5-10-4/, /5-5-4/, 'skattebetalingsforskriften § 5-5-2 second paragraph'],
      },
    })
  },
)
