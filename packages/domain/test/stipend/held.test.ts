import t from 'tap'
import type { DecisionEffect } from '../../src/stipend/decision-steps.ts'
import { roomToDecision } from '../../src/stipend/held.ts'
import { type PersonInputs, settlePerson } from '../../src/stipend/payslip.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { ratioText } from '../../src/values/ratio.ts'
import { day, dayAbsent, facts, minutesAbsent, paid } from './facts.ts'
import { inputs, paidFor, runOf } from './run-inputs.ts'

const june = daysOf(month('2026-06')).filter((date) => !isDayOff(date))
const missed = (days: number) => june.slice(0, days).map((date) => dayAbsent(date))
const X25 = facts('2026-06', { absences: missed(15) })
const X26 = facts('2026-06', { absences: missed(june.length) })
const fullOre = 2275817
const heldOre = 1137908
const undisputedOre = 1137909

const decided = (effect: DecisionEffect) => [{ month: month('2026-06'), effect }]
const held = [{ month: month('2026-06'), since: day('2026-07-10') }]
const afterwards = (more: Partial<PersonInputs>) =>
  inputs([X25], { ledger: [paidFor('2026-06', undisputedOre)], holds: held, ...more })

t.test('X25: 15 days are held until decided, the undisputed part is paid (POL8)', async (t) => {
  const slip = settlePerson(inputs([X25]), runOf('2026-06', '2026-07-10'))
  t.match(slip, {
    state: 'payable',
    counts: true,
    grossOre: undisputedOre,
    netOre: undisputedOre,
    heldOre,
    requiresIndividualDecision: true,
    reasons: [{ code: 'individual-decision-missing', month: '2026-06' }],
  })
  t.match(slip?.reasons[0]?.detail, /^11379\.08 kr .* by 2026-08-09/)
  t.match(
    slip?.lines.map(({ line }) => line.code),
    ['introduction-benefit', 'unexcused-absence-days'],
  )
})

t.test('X25: 14 days and 5 hours are under 1/12 G: nothing is held', async (t) => {
  const nearly = facts('2026-06', {
    absences: [...missed(14), minutesAbsent(june[14] ?? '', 300)],
  })
  const slip = settlePerson(inputs([nearly]), runOf('2026-06', '2026-07-10'))
  t.match(slip, {
    state: 'payable',
    heldOre: 0,
    reasons: { length: 0 },
    grossOre: 2275817 - 1062048 - 73810,
  })
  t.equal(roomToDecision(paid(X25), null).num, 0)
  t.equal(ratioText(roomToDecision(paid(X25), 'lifted')), '3413725/3')
})

t.test('X26: the whole month missed pays nothing and holds all of it', async (t) => {
  const slip = settlePerson(inputs([X26]), runOf('2026-06', '2026-07-10'))
  t.match(slip, { state: 'blocked', counts: true, grossOre: 0, netOre: 0, heldOre: fullOre })
  const later = inputs([X26], { ledger: [paidFor('2026-06', 0)], holds: held })
  t.match(settlePerson(later, runOf('2026-07', '2026-08-12')), {
    state: 'payable',
    grossOre: fullOre,
  })
})

t.test('with a decision the deduction stands, and nothing is held', async (t) => {
  const run = runOf('2026-06', '2026-07-10')
  const slip = settlePerson(inputs([X25], { decisions: decided('deducted') }), run)
  t.match(slip, { grossOre: undisputedOre, heldOre: 0, reasons: { length: 0 }, state: 'payable' })
  const later = settlePerson(
    afterwards({ decisions: decided('deducted') }),
    runOf('2026-07', '2026-08-12'),
  )
  t.equal(later, null, 'nothing more is paid')
})

t.test('a decision that was lifted leaves no deduction', async (t) => {
  const lifted = { decisions: decided('lifted') }
  const slip = settlePerson(inputs([X25], lifted), runOf('2026-06', '2026-07-10'))
  t.match(slip, { grossOre: fullOre, heldOre: 0, reasons: { length: 0 }, state: 'payable' })
  t.strictSame(
    slip?.lines.map(({ line }) => line.code),
    ['introduction-benefit'],
  )
  const later = settlePerson(afterwards(lifted), runOf('2026-07', '2026-08-05'))
  t.match(later, { grossOre: heldOre })
})

t.test('without a decision what is held is paid out after 30 days, once', async (t) => {
  t.equal(settlePerson(afterwards({}), runOf('2026-07', '2026-08-09')), null, 'day 30')
  const slip = settlePerson(afterwards({}), runOf('2026-07', '2026-08-10'))
  t.match(slip, { state: 'payable', grossOre: heldOre, heldOre: 0, reasons: { length: 0 } })
  const line = slip?.lines[0]
  t.match(line, { kind: 'difference', month: '2026-06', sequence: 1 })
  t.strictSame(line?.line.ruleKeys, ['POL9', 'POL8'])
  t.strictSame(line?.line.law, [
    'integreringsloven § 24',
    'integreringsloven § 46 second paragraph g',
  ])
  t.match(line?.line.explanation, /No individual decision .* falls away/)
  const paidOut = afterwards({ ledger: [paidFor('2026-06', fullOre, { differences: 1 })] })
  t.equal(settlePerson(paidOut, runOf('2026-08', '2026-09-11')), null)
  const late = settlePerson(
    { ...paidOut, decisions: decided('deducted') },
    runOf('2026-08', '2026-09-11'),
  )
  t.match(late, { grossOre: 0, claimsOre: heldOre }, 'a decision that comes late makes a claim')
})

t.test('the municipality sets how long it holds', async (t) => {
  const short = runOf('2026-07', '2026-08-04', { decisionWithinDays: 14 })
  t.match(settlePerson(afterwards({}), short), { grossOre: heldOre })
})

t.test('absence found later is not taken back before it is decided', async (t) => {
  const found = inputs([X25], { ledger: [paidFor('2026-06', fullOre)] })
  const run = runOf('2026-07', '2026-08-12')
  const slip = settlePerson(found, run)
  t.match(slip, {
    state: 'blocked',
    lines: { length: 0 },
    claims: { length: 0 },
    claimsOre: 0,
    heldOre: 0,
  })
  t.match(slip?.reasons[0]?.detail, /^11379\.08 kr was paid before/)
  t.match(settlePerson({ ...found, decisions: decided('deducted') }, run), {
    state: 'nothing-to-pay',
    claims: [{ month: '2026-06', kind: 'found', amountOre: heldOre }],
  })
})

t.test('what another benefit takes is taken back though the absence is undecided', async (t) => {
  const both = facts('2026-06', {
    absences: missed(15),
    benefits: [
      {
        kind: 'arbeidsavklaringspenger',
        amountOre: ore(1_000_000),
        earnedBeforeProgramme: false,
      },
    ],
  })
  const found = inputs([both], { ledger: [paidFor('2026-06', fullOre)] })
  const slip = settlePerson(found, runOf('2026-07', '2026-08-12'))
  t.match(slip, { claimsOre: 1_000_000, requiresIndividualDecision: false })
  t.match(slip?.reasons[0]?.detail, /^11379\.08 kr was paid before/)
})

t.test('a smaller deduction stands while a greater one is undecided', async (t) => {
  const small = paidFor('2026-06', fullOre - 75861)
  const found = inputs([X25], { ledger: [small] })
  t.match(settlePerson(found, runOf('2026-07', '2026-08-12')), {
    lines: { length: 0 },
    claims: { length: 0 },
  })
})

t.test('while a part is held, absence that is excused is paid at once', async (t) => {
  const fewer = facts('2026-06', { absences: missed(3) })
  const slip = settlePerson(
    { ...afterwards({}), timesheets: [fewer] },
    runOf('2026-07', '2026-08-05'),
  )
  t.match(slip, { grossOre: 2048235 - undisputedOre, heldOre: 0 })
})

t.test('O18: the law before names its own paragraph', async (t) => {
  const old = facts('2026-06', {
    absences: missed(15),
    participant: { permitGrantedOn: day('2020-06-01'), programmeStart: day('2022-08-01') },
  })
  const slip = settlePerson(
    inputs([old], { ledger: [paidFor('2026-06', undisputedOre)], holds: held }),
    runOf('2026-07', '2026-08-12'),
  )
  t.strictSame(slip?.lines[0]?.line.law, ['introduksjonsloven § 13', 'introduksjonsloven § 21 e'])
})
