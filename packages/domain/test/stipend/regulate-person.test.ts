import fc from 'fast-check'
import t from 'tap'
import { officialAmountOf } from '../../src/rates/base-amount.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import type { MonthInputs } from '../../src/stipend/months-due.ts'
import { type MonthLedger, settlePerson } from '../../src/stipend/payslip.ts'
import {
  confirmPerson,
  notComputable,
  type RegulatedPerson,
  type RegulationTerms,
  regulatePerson,
} from '../../src/stipend/regulate-person.ts'
import { assert } from '../../src/values/assert.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { addOre, type Ore, ore, sumOre } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, participant, policies } from './facts.ts'
import { inputs, paidFor, runOf } from './run-inputs.ts'

const G2026 = officialAmountOf(2026)
const G2020 = officialAmountOf(2020)
assert(G2026 !== null && G2020 !== null, 'both are in the table')
const OLD = 2169333
const NEW = 2275817
const notYet = new Map([[2026, { usedFrom: null, amount: null }]])
const terms: RegulationTerms = {
  amount: G2026,
  today: day('2026-08-20'),
  registrations: notYet,
  policies: () => policies,
}
const person = (
  timesheets: MonthFacts[],
  ledger: MonthLedger[],
  more: Partial<MonthInputs> = {},
): MonthInputs => inputs(timesheets, { ledger, ...more })

t.test(
  'X12: May paid at the old G is 1,064.84 short, at the new one it is already new',
  async (t) => {
    const paid = (amountOre: number) =>
      regulatePerson(person([facts('2026-05')], [paidFor('2026-05', amountOre)]), terms)
    t.match(paid(OLD), {
      outcome: 'changes',
      differenceOre: 106484,
      months: [{ month: '2026-05', paidOre: OLD, newOre: NEW, limitOre: 2386266, reasons: [] }],
    })
    t.strictSame(paid(NEW), { outcome: 'already-new', months: [], differenceOre: 0 })
  },
)

t.test('X32: May, June and July 2020 are 248.83 short each, and August is not', async (t) => {
  const months = ['2020-05', '2020-06', '2020-07', '2020-08']
  const early = {
    ...participant,
    permitGrantedOn: day('2019-02-01'),
    programmeStart: day('2020-01-06'),
  }
  const sheets = months.map((of) => facts(of, { participant: early }))
  const ledger = months.map((of) => paidFor(of, of === '2020-08' ? 1689183 : 1664300))
  const found = regulatePerson(person(sheets, ledger), {
    ...terms,
    amount: G2020,
    today: day('2020-09-10'),
    registrations: new Map(),
  })
  t.match(found, { outcome: 'changes', differenceOre: 3 * 24883 })
  t.strictSame(
    found.months.map((one) => one.month),
    months.slice(0, 3),
  )
})

t.test('TS-G7: April goes by the G before, and January the year after by this one', async (t) => {
  const of = (which: string) =>
    regulatePerson(person([facts(which)], [paidFor(which, OLD)]), {
      ...terms,
      today: day('2027-02-15'),
    }).outcome
  t.equal(of('2026-04'), 'not-paid-yet', 'not concerned')
  t.equal(of('2026-05'), 'changes')
  t.equal(of('2027-01'), 'changes')
  const unpaid = regulatePerson(person([facts('2026-05')], []), terms)
  t.strictSame(unpaid, { outcome: 'not-paid-yet', months: [], differenceOre: 0 })
})

const reasonOf = (found: RegulatedPerson) =>
  found.months.flatMap((one) => one.reasons.map(({ code }) => code))

t.test(
  'TS-G4: a lower amount, one above 1.1 times, and failing conditions are for a person',
  async (t) => {
    const review = (timesheets: MonthFacts[], paidOre: number) => {
      const found = regulatePerson(person(timesheets, [paidFor('2026-05', paidOre)]), terms)
      t.match(found, { outcome: 'review', differenceOre: 0 })
      return reasonOf(found)
    }
    const absent = facts('2026-05', {
      absences: [dayAbsent('2026-05-19'), dayAbsent('2026-05-20')],
    })
    t.strictSame(review([absent], OLD), ['below-current'])
    t.strictSame(review([facts('2026-05')], 2068924), ['above-limit'], 'one øre under a tenth')
    const ended = { ...participant, programmeEnd: day('2026-04-14') }
    t.strictSame(review([facts('2026-05', { participant: ended })], OLD), ['conditions-fail'])
    const weekend = facts('2026-05', { absences: [dayAbsent('2026-05-17')] })
    t.strictSame(review([weekend], OLD), ['not-computable'])
    t.strictSame(review([], OLD), ['not-computable'], 'the timesheet is gone')
    const atLimit = person([facts('2026-05')], [paidFor('2026-05', 2068925)])
    t.equal(regulatePerson(atLimit, terms).outcome, 'changes', '1.1 times is not above it')
    const wider = { ...policies, regulationReviewPercent: 200 }
    const half = person([facts('2026-05')], [paidFor('2026-05', 1200000)])
    t.equal(
      regulatePerson(half, { ...terms, policies: () => wider }).outcome,
      'changes',
      'a setting',
    )
  },
)

t.test(
  'TS-G5: one month for a person leaves all of that person’s months as they are',
  async (t) => {
    const weekend = facts('2026-06', { absences: [dayAbsent('2026-06-07')] })
    const found = regulatePerson(
      person([facts('2026-05'), weekend], [paidFor('2026-05', OLD), paidFor('2026-06', OLD)]),
      terms,
    )
    t.match(found, { outcome: 'review', differenceOre: 0 })
    t.equal(found.months.length, 2)
    const ledger = [paidFor('2026-04', OLD), paidFor('2026-05', OLD)]
    t.match(notComputable(person([], ledger), terms), {
      outcome: 'review',
      months: [{ month: '2026-05', paidOre: OLD, newOre: null }],
    })
    t.equal(notComputable(person([], []), terms).outcome, 'not-paid-yet')
  },
)

t.test('a claim is no pay: what stands is held up against the new G', async (t) => {
  const ledger = [paidFor('2026-05', OLD + 1000, { claimOre: ore(1000) })]
  t.match(regulatePerson(person([facts('2026-05')], ledger), terms), {
    outcome: 'changes',
    months: [{ paidOre: OLD }],
  })
})

t.test('a month left to a person stays at the G before, and says so on the payslip', async (t) => {
  const reviewMonths = [facts('2026-05').month]
  const ledger = [paidFor('2026-05', OLD)]
  const run = runOf('2026-07', '2026-08-12')
  const slip = settlePerson(inputs([facts('2026-05')], { ledger, reviewMonths }), run)
  t.match(slip, { state: 'blocked', lines: [], reasons: [{ code: 'regulation-review' }] })
  const cleared = settlePerson(inputs([facts('2026-05')], { ledger }), run)
  t.match(cleared, { grossOre: 106484, lines: [{ kind: 'difference', month: '2026-05' }] })
  const again = regulatePerson(person([facts('2026-05')], ledger, { reviewMonths }), terms)
  t.strictSame(reasonOf(again), ['review-open'])
})

t.test('what was approved is what is run: other figures go to a person', async (t) => {
  const found = (paidOre: number) =>
    regulatePerson(person([facts('2026-05')], [paidFor('2026-05', paidOre)]), terms)
  const approved = found(OLD)
  t.strictSame(confirmPerson(approved, found(OLD)), approved)
  t.strictSame(reasonOf(confirmPerson(approved, found(OLD + 100))), ['changed-after-approval'])
  t.strictSame(reasonOf(confirmPerson(null, found(OLD))), ['changed-after-approval'])
  t.match(confirmPerson(approved, found(NEW)), { outcome: 'already-new' })
})

const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07']
const absences = fc.array(fc.nat(3), { minLength: MONTHS.length, maxLength: MONTHS.length })
const sheetsWith = (days: readonly number[]) =>
  MONTHS.map((of, at) => {
    const workdays = daysOf(month(of)).filter((date) => !isDayOff(date))
    return facts(of, { absences: workdays.slice(0, days[at]).map((date) => dayAbsent(date)) })
  })

/** What a run pays or claims, added to the ledger: the next run begins there. */
function afterRun(
  held: readonly MonthLedger[],
  sheets: readonly MonthFacts[],
  more: { readonly isNew: boolean; readonly reviewMonths: MonthInputs['reviewMonths'] },
): MonthLedger[] {
  const run = {
    ...runOf('2026-07', '2026-08-12', { setOffPercent: 0, setOffAtOnceBelowOre: ore(0) }),
    registrations: more.isNew ? new Map() : notYet,
  }
  const { reviewMonths } = more
  const slip = settlePerson(inputs([...sheets], { ledger: held, reviewMonths }), run)
  if (slip === null) return [...held]
  const added = (of: string, kind: string): Ore =>
    sumOre(
      slip.lines
        .filter((line) => line.month === of && line.kind === kind)
        .map(({ line }) => line.amountOre),
    )
  const months = [...new Set([...held, ...slip.lines].map(({ month }) => month))].sort()
  return months.map((of) => {
    const before = held.find(({ month }) => month === of) ?? paidFor(of, 0)
    const claims = slip.claims.filter(({ month }) => month === of).map(({ amountOre }) => amountOre)
    const differences = slip.lines.filter((line) => line.month === of && line.kind === 'difference')
    return {
      ...before,
      paidOre: sumOre([before.paidOre, added(of, 'ordinary'), added(of, 'difference')]),
      claimOre: addOre(before.claimOre, sumOre(claims)),
      differences: before.differences + differences.length,
    }
  })
}

const standing = (ledger: readonly MonthLedger[]) =>
  ledger.map(({ month, paidOre, claimOre }) => [month, paidOre - claimOre])

t.test(
  'TS-G1, TS-G10: regulating twice is regulating once, and the order of correction and regulation is no matter',
  async (t) => {
    fc.assert(
      fc.property(absences, absences, (first, corrected) => {
        const [before, after] = [sheetsWith(first), sheetsWith(corrected)]
        const paid = afterRun([], before, { isNew: false, reviewMonths: [] })
        const found = regulatePerson(person(before, paid), terms)
        t.equal(found.outcome, 'changes')
        const regulated = afterRun(paid, before, { isNew: true, reviewMonths: [] })
        const sum = (ledger: readonly MonthLedger[]) => sumOre(ledger.map(({ paidOre }) => paidOre))
        t.equal(
          sum(regulated) - sum(paid),
          found.differenceOre,
          'the run pays what the report says',
        )
        const again = regulatePerson(person(before, regulated), terms)
        t.equal(again.outcome, 'already-new')
        t.strictSame(
          standing(afterRun(regulated, before, { isNew: true, reviewMonths: [] })),
          standing(regulated),
        )

        const regulatedFirst = afterRun(regulated, after, { isNew: true, reviewMonths: [] })
        const correction = afterRun(paid, after, { isNew: false, reviewMonths: [] })
        const correctedFirst = afterRun(correction, after, { isNew: true, reviewMonths: [] })
        const review = { isNew: true, reviewMonths: after.map(({ month }) => month) }
        const clearedLast = afterRun(afterRun(paid, after, review), after, {
          isNew: true,
          reviewMonths: [],
        })
        t.strictSame(standing(correctedFirst), standing(regulatedFirst))
        t.strictSame(standing(clearedLast), standing(regulatedFirst), 'also by way of a person')
      }),
      { numRuns: 60 },
    )
  },
)
