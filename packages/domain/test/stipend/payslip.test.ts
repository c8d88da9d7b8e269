import t from 'tap'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { monthContent } from '../../src/stipend/month-facts.ts'
import { type MonthLedger, type PersonInputs, settlePerson } from '../../src/stipend/payslip.ts'
import { NO_CORRECTION } from '../../src/stipend/tax-correction.ts'
import { minutes } from '../../src/values/minutes.ts'
import { month } from '../../src/values/month.ts'
import { NO_ORE, ore } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, policies } from './facts.ts'

const terms = (of: string, asKnownOn = '2026-08-01') => ({
  month: month(of),
  payDate: day('2026-08-12'),
  asKnownOn: day(asKnownOn),
  registrations: new Map([[2026, { usedFrom: day('2026-06-15'), amount: null }]]),
  policies: () => policies,
})
const paid = (of: string, paidOre: number, more: Partial<MonthLedger> = {}): MonthLedger => ({
  month: month(of),
  paidOre: ore(paidOre),
  claimOre: NO_ORE,
  differences: 0,
  setOffs: 0,
  firstPaidOn: day('2026-05-12'),
  ...more,
})
const inputs = (timesheets: MonthFacts[], more: Partial<PersonInputs> = {}): PersonInputs => ({
  timesheets,
  ledger: [],
  hasPayee: true,
  lacksTimesheet: false,
  reviewMonths: [],
  tax: {
    card: { kind: 'exemption', year: 2026, limitOre: null, usedOre: NO_ORE },
    cardSource: null,
    extraOre: NO_ORE,
    isLastYears: false,
    withoutCard: [],
    corrected: NO_CORRECTION,
  },
  attachments: [],
  decisions: [],
  holds: [],
  stoppedClaims: [],
  blockedBy: [],
  ...more,
})

t.test('a month that was never paid comes with all its lines', async (t) => {
  const slip = settlePerson(inputs([facts('2026-04')]), terms('2026-04'))
  t.match(slip, { state: 'payable', grossOre: 2169333, netOre: 2169333, counts: true })
  t.match(slip?.lines, [{ month: '2026-04', kind: 'ordinary', sequence: 1 }])
})

t.test('X12: the June run pays June and the difference for May', async (t) => {
  const timesheets = [facts('2026-05'), facts('2026-06')]
  const slip = settlePerson(
    inputs(timesheets, { ledger: [paid('2026-05', 2169333, { differences: 1 })] }),
    terms('2026-06'),
  )
  t.match(
    slip?.lines.map((one) => [one.month, one.kind, one.sequence, one.line.amountOre]),
    [
      ['2026-06', 'ordinary', 1, 2275817],
      ['2026-05', 'difference', 2, 106484],
    ],
  )
  t.equal(slip?.netOre, 2382301)
  const before = settlePerson(
    inputs(timesheets, { ledger: [paid('2026-05', 2169333)] }),
    terms('2026-06', '2026-06-14'),
  )
  t.equal(before?.netOre, 2169333, 'the old G until the municipality has registered the new one')
})

t.test('nothing new gives no payslip', async (t) => {
  const ledger = [paid('2026-04', 2169333)]
  t.equal(settlePerson(inputs([facts('2026-04')], { ledger }), terms('2026-05')), null)
})

t.test(
  'POL9, § 25: what was paid for a month the programme no longer reaches is a claim',
  async (t) => {
    const ended = (of: string) => facts(of, { participant: { programmeEnd: day('2026-04-30') } })
    const slip = settlePerson(
      inputs([ended('2026-04'), ended('2026-05')], {
        ledger: [paid('2026-04', 2169333), paid('2026-05', 2169333)],
      }),
      terms('2026-06'),
    )
    t.match(slip, {
      state: 'nothing-to-pay',
      reasons: { length: 0 },
      claimsOre: 2169333,
      grossOre: 0,
    })
    t.strictSame(slip?.claims, [
      { month: month('2026-05'), kind: 'found', amountOre: ore(2169333) },
    ])
    const ledger = [paid('2026-04', 2169333), paid('2026-05', 2169333, { claimOre: ore(2169333) })]
    const again = inputs([ended('2026-04'), ended('2026-05')], { ledger })
    t.equal(settlePerson(again, terms('2026-07')), null, 'it is claimed once')
    const unpaid = settlePerson(inputs([ended('2026-05')]), terms('2026-06'))
    t.match(unpaid, { state: 'blocked', reasons: [{ code: 'month-outside-programme' }] })
  },
)

t.test('without a payee the payslip is shown and blocked', async (t) => {
  const slip = settlePerson(
    inputs([facts('2026-04'), facts('2026-03')], {
      hasPayee: false,
      ledger: [paid('2026-03', 2200000)],
    }),
    terms('2026-04'),
  )
  t.match(slip, { state: 'blocked', grossOre: 2169333, netOre: 0, claimsOre: 0, counts: false })
  t.strictSame(slip?.claims, [])
  t.match(slip?.reasons, [{ code: 'no-payee' }])
})

t.test('without an approved timesheet the person is blocked, what is due is paid', async (t) => {
  t.match(settlePerson(inputs([], { lacksTimesheet: true }), terms('2026-05')), {
    state: 'blocked',
    lines: { length: 0 },
    reasons: [{ code: 'no-approved-timesheet', month: '2026-05' }],
  })
  const slip = settlePerson(inputs([facts('2026-04')], { lacksTimesheet: true }), terms('2026-05'))
  t.match(slip, { state: 'payable', netOre: 2169333, reasons: [{ code: 'no-approved-timesheet' }] })
})

t.test('a month that cannot be computed is a reason, the others are paid', async (t) => {
  const wrong = facts('2026-03', { absences: [dayAbsent('2026-03-01')] })
  const slip = settlePerson(inputs([wrong, facts('2026-04')]), terms('2026-04'))
  t.match(slip, { state: 'payable', reasons: [{ code: 'not-a-programme-day', month: '2026-03' }] })
  const two = settlePerson(inputs([facts('2026-04'), facts('2026-04')]), terms('2026-04'))
  t.match(two, { state: 'blocked', reasons: [{ code: 'two-timesheets' }] })
})

t.test('too much paid is a claim; nothing to pay needs no payee', async (t) => {
  const slip = settlePerson(
    inputs([facts('2026-04')], { ledger: [paid('2026-04', 2200000)], hasPayee: false }),
    terms('2026-05'),
  )
  t.match(slip, {
    state: 'nothing-to-pay',
    claimsOre: 30667,
    netOre: 0,
    lines: { length: 0 },
    counts: true,
  })
  const missed = facts('2026-04', {
    programmeDays: [day('2026-04-07')],
    absences: [dayAbsent('2026-04-07')],
  })
  const none = settlePerson(inputs([missed]), terms('2026-04'))
  t.match(none, { state: 'blocked', heldOre: 2169333, requiresIndividualDecision: true })
  t.match(none?.reasons, [{ code: 'individual-decision-missing', month: '2026-04' }])
})

t.test('what is left out of a timesheet is not there', async (t) => {
  t.strictSame(
    monthContent({
      absences: [
        { date: day('2026-04-07'), wholeDay: true, kind: 'unexcused' },
        { date: day('2026-04-08'), minutes: minutes(30), kind: 'unexcused' },
      ],
      paidWork: { minutes: minutes(60), wageOre: null },
      benefits: [{ kind: 'dagpenger', amountOre: ore(100) }],
    }),
    {
      absences: [
        { date: '2026-04-07', kind: 'unexcused', wholeDay: true, minutes: null },
        { date: '2026-04-08', kind: 'unexcused', wholeDay: false, minutes: 30 },
      ],
      paidWork: { minutes: 60, wageOre: null, days: null },
      benefits: [{ kind: 'dagpenger', amountOre: 100, earnedBeforeProgramme: false }],
      programmeDays: null,
    } as never,
  )
  t.strictSame(
    monthContent({ absences: [], paidWork: null, benefits: [], plannedDays: [day('2026-04-07')] }),
    { absences: [], paidWork: null, benefits: [], programmeDays: ['2026-04-07'] } as never,
  )
})
