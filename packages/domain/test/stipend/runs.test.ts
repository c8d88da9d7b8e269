import fc from 'fast-check'
import t from 'tap'
import { ATTACHMENT_CLASSES, type AttachmentOrder } from '../../src/stipend/attachments.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { type Payslip, settlePerson } from '../../src/stipend/payslip.ts'
import type { TaxCard } from '../../src/tax/tax-card.ts'
import { addDays } from '../../src/values/calendar.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { addToMonth, daysOf, lastDay, type Month, month } from '../../src/values/month.ts'
import { NO_ORE, ore, sumOre } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, paid } from './facts.ts'
import { exempt, inputs, paidFor, percent32, runOf, table8000, taxedBy } from './run-inputs.ts'
import {
  type Given,
  inputsOn,
  NOTHING_STANDS,
  paidOut,
  runOnce,
  type Standing,
  standsFor,
} from './run-model.ts'

const FIRST = month('2026-02')
const monthAt = (at: number): Month => addToMonth(FIRST, at)
const payDateOf = (of: Month) => addDays(lastDay(of), 12)

/** A month with its first programme days missed. */
const withMissed = (of: Month, count: number, end: string | null = null): MonthFacts =>
  facts(of, {
    participant: { programmeEnd: end === null ? null : day(end) },
    absences: daysOf(of)
      .filter((date) => !isDayOff(date))
      .slice(0, count)
      .map((date) => dayAbsent(date)),
  })

const someSet = fc.record({
  setOffPercent: fc.constantFrom(0, 10, 50, 100),
  setOffAtOnceBelowOre: fc.constantFrom(NO_ORE, ore(50_000), ore(200_000)),
  protectedAmountOre: fc.constantFrom(NO_ORE, ore(1_500_000), ore(2_000_000)),
  decisionWithinDays: fc.constantFrom(1, 30, 60),
})

const someOrder: fc.Arbitrary<AttachmentOrder> = fc
  .record({
    class: fc.constantFrom(...ATTACHMENT_CLASSES),
    amount: fc.option(fc.integer({ min: 1, max: 2_000_000 })),
    rate: fc.integer({ min: 1, max: 10_000 }),
    keeps: fc.integer({ min: 0, max: 2_000_000 }),
    orderId: fc.uuid(),
  })
  .map(({ class: name, amount, rate, keeps, orderId }) => ({
    orderId,
    class: name,
    amountOre: amount === null ? null : ore(amount),
    rate: amount === null ? rate : null,
    keepsOre: ore(keeps),
    from: day('2026-01-01'),
    to: null,
    takenOre: NO_ORE,
  }))

/** What is known of a person at one run: how many days were missed of each month so far, and the rest. */
const someRun = fc.record({
  missed: fc.array(fc.constantFrom(0, 0, 1, 3, 10, 15, 31), { minLength: 6, maxLength: 6 }),
  ended: fc.constantFrom(null, null, null, '2026-04-20', '2026-07-31'),
  card: fc.constantFrom<TaxCard | null>(table8000, percent32, exempt, null),
  extra: fc.constantFrom(0, 0, 50_000),
  hasPayee: fc.constantFrom(true, true, true, false),
  decided: fc.array(fc.tuple(fc.nat({ max: 5 }), fc.constantFrom('deducted', 'lifted')), {
    maxLength: 3,
  }),
  stopped: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
  orders: fc.array(someOrder, { maxLength: 2 }),
})
type SomeRun = typeof someRun extends fc.Arbitrary<infer Made> ? Made : never
const someLife = fc.tuple(fc.array(someRun, { minLength: 2, maxLength: 6 }), someSet)

function givenAt(run: SomeRun, at: number): Given {
  const ended = run.ended !== null && run.ended < monthAt(at) ? run.ended : null
  const effects = new Map(run.decided.map(([of, effect]) => [monthAt(of), effect] as const))
  const base = inputs(
    run.missed.slice(0, at + 1).map((count, of) => withMissed(monthAt(of), count, ended)),
    {
      hasPayee: run.hasPayee,
      attachments: run.orders,
      decisions: [...effects].map(([of, effect]) => ({ month: of, effect: effect as 'lifted' })),
      stoppedClaims: run.stopped.map((of) => ({ month: monthAt(of), reason: 'appeal' })),
      tax: taxedBy(run.card, { extraOre: ore(run.extra) }),
    },
  )
  return base
}

type Step = {
  readonly before: Standing
  readonly given: Given
  readonly at: number
  readonly slip: Payslip | null
  readonly after: Standing
}
function live(life: SomeRun[], set: Parameters<typeof runOf>[2]): Step[] {
  let standing = NOTHING_STANDS
  return life.map((run, at) => {
    const before = standing
    const given = givenAt(run, at)
    const done = runOnce(standing, given, runOf(monthAt(at), payDateOf(monthAt(at)), set))
    standing = done.after
    return { before, given, at, ...done }
  })
}

t.test('a payslip adds up, and nothing in it is below zero', async () => {
  fc.assert(
    fc.property(someLife, ([life, set]) =>
      live(life, set).every(({ slip }) => {
        if (slip === null) return true
        const { grossOre, withheldOre, attachedOre, netOre, heldOre, claimsOre } = slip
        const isPaid = slip.state === 'payable'
        return (
          grossOre === sumOre(slip.lines.map(({ line }) => line.amountOre)) &&
          netOre === (isPaid ? grossOre - withheldOre - attachedOre : 0) &&
          attachedOre === sumOre(slip.attachments.map(({ amountOre }) => amountOre)) &&
          [grossOre, withheldOre, attachedOre, netOre, heldOre, claimsOre].every(
            (one) => one >= 0,
          ) &&
          slip.correction.uncardedOre >= 0 &&
          slip.correction.januaryOre === 0 &&
          (slip.withholding?.amountOre ?? 0) === withheldOre
        )
      }),
    ),
    { numRuns: 80 },
  )
})

t.test('a line has its place once: a month never pays twice', async () => {
  fc.assert(
    fc.property(someLife, ([life, set]) => {
      const lines = live(life, set).at(-1)?.after.lines ?? []
      const places = lines.map(({ month: of, kind, sequence }) => `${of} ${kind} ${sequence}`)
      return new Set(places).size === places.length
    }),
    { numRuns: 80 },
  )
})

t.test('a second run with the same inputs pays nothing and claims nothing', async () => {
  fc.assert(
    fc.property(someLife, ([life, set]) =>
      live(life, set).every(({ at, given, slip, after }) => {
        if (slip?.counts === false) return true
        const again = runOnce(after, given, runOf(monthAt(at), payDateOf(monthAt(at)), set)).slip
        if (again === null) return true
        const isTold = again.reasons.length > 0 && (slip?.reasons.length ?? 0) > 0
        return isTold && again.lines.length + again.claims.length === 0
      }),
    ),
    { numRuns: 80 },
  )
})

t.test('the order of the inputs does not matter', async (t) => {
  fc.assert(
    fc.property(someLife, ([life, set]) => {
      for (const { at, given, before } of live(life, set)) {
        const terms = runOf(monthAt(at), payDateOf(monthAt(at)), set)
        const own = inputsOn(before, given, terms)
        const turned = {
          ...own,
          timesheets: own.timesheets.toReversed(),
          ledger: own.ledger.toReversed(),
          attachments: own.attachments.toReversed(),
          decisions: own.decisions.toReversed(),
          holds: own.holds.toReversed(),
          stoppedClaims: own.stoppedClaims.toReversed(),
          tax: { ...own.tax, withoutCard: own.tax.withoutCard.toReversed() },
        }
        t.strictSame(settlePerson(turned, terms), settlePerson(own, terms))
      }
    }),
    { numRuns: 30 },
  )
})

t.test(
  'what stands of a month is never more than its full benefit, and its claim is part of it',
  async () => {
    fc.assert(
      fc.property(someLife, ([life, set]) =>
        live(life, set).every(({ after }) =>
          after.ledger.every(({ month: of, paidOre, claimOre }) => {
            const fullOre = paid(facts(of)).grossOre
            return claimOre >= 0 && claimOre <= paidOre && paidOre <= fullOre
          }),
        ),
      ),
      { numRuns: 80 },
    )
  },
)

t.test(
  'correct and undo nets to zero in gross and in claims, whatever was set off between',
  async () => {
    fc.assert(
      fc.property(someLife, ([life, set]) => {
        const standing = live(life, set).at(-1)?.after ?? NOTHING_STANDS
        const months = life.map((_run, at) => monthAt(at))
        const of = monthAt(life.length - 1)
        const undone = inputs(months.map((one) => facts(one)))
        const { after } = runOnce(standing, undone, runOf(of, '2026-12-11', set))
        const fullOre = months.map((one) => paid(facts(one)).grossOre)
        return (
          months.every((one, at) => {
            const [paidOre, claimOre] = standsFor(after, one)
            return paidOre === fullOre[at] && claimOre === 0
          }) && paidOut(after) === sumOre(fullOre)
        )
      }),
      { numRuns: 80 },
    )
  },
)

t.test(
  'only what was claimed before is set off, never while stopped, and the protected amount is left',
  async () => {
    fc.assert(
      fc.property(someLife, ([life, set]) =>
        live(life, set).every(({ before, given, slip }) => {
          const setOff = (slip?.lines ?? []).filter(({ kind }) => kind === 'set-off')
          const stopped = given.stoppedClaims.map(({ month: of }) => of)
          const isWithin = setOff.every(
            ({ month: of, line }) =>
              -line.amountOre <= standsFor(before, of)[1] && !stopped.includes(of),
          )
          return (
            slip?.counts === false ||
            (isWithin && (setOff.length === 0 || (slip?.netOre ?? 0) >= set.protectedAmountOre))
          )
        }),
      ),
      { numRuns: 80 },
    )
  },
)

t.test('§ 25: a claim is set off over the months until nothing is left of it', async (t) => {
  const life = (missed: number) => [withMissed(month('2026-02'), missed)]
  const full = (count: number) =>
    Array.from({ length: count }, (_value, at) => facts(addToMonth(month('2026-03'), at)))
  const given = (timesheets: MonthFacts[]) => inputs(timesheets)
  const run = (of: string) => runOf(of, payDateOf(month(of)))
  const february = runOnce(NOTHING_STANDS, given(life(0)), run('2026-02')).after
  const found = runOnce(february, given([...life(8), ...full(1)]), run('2026-03'))
  t.match(found.slip, { claimsOre: 578_489, grossOre: 2_169_333 }, 'not set off in its own run')
  const setOff: number[] = []
  let standing = found.after
  for (const which of ['2026-04', '2026-05', '2026-06', '2026-07']) {
    const at = Number(which.slice(5)) - 2
    const { slip, after } = runOnce(standing, given([...life(8), ...full(at)]), run(which))
    setOff.push(
      -sumOre(
        (slip?.lines ?? [])
          .filter(({ kind }) => kind === 'set-off')
          .map(({ line }) => line.amountOre),
      ),
    )
    standing = after
  }
  t.strictSame(setOff, [216_933, 227_581, 133_975, 0])
  t.strictSame(standsFor(standing, month('2026-02')), [2_169_333 - 578_489, 0])
  t.strictSame(
    standing.lines.filter(({ kind }) => kind === 'set-off').map(({ sequence }) => sequence),
    [1, 2, 3],
  )
})

t.test('a claim set off is paid back when the month is corrected back (TS-C2)', async (t) => {
  const run = (of: string) => runOf(of, payDateOf(month(of)))
  const months = ['2026-02', '2026-03', '2026-04', '2026-05'].map((of) => month(of))
  const given = (count: number, missed: number) =>
    inputs(months.slice(0, count).map((of, at) => withMissed(of, at === 0 ? missed : 0)))
  const first = runOnce(NOTHING_STANDS, given(1, 0), run('2026-02')).after
  const second = runOnce(first, given(2, 8), run('2026-03')).after
  const third = runOnce(second, given(3, 8), run('2026-04')).after
  t.strictSame(standsFor(third, month('2026-02')), [2_169_333 - 216_933, 578_489 - 216_933])
  const { slip, after } = runOnce(third, given(4, 0), run('2026-05'))
  t.match(slip?.claims, [{ month: '2026-02', kind: 'found', amountOre: 216_933 - 578_489 }])
  t.equal(slip?.grossOre, 2_275_817 + 216_933, 'nothing more is set off, what was is paid')
  t.strictSame(standsFor(after, month('2026-02')), [2_169_333, 0])
})

t.test('set-off lowers the taxed benefit, attachments come of what is left (POL11)', async (t) => {
  const slip = settlePerson(
    inputs([facts('2026-05'), facts('2026-06')], {
      ledger: [
        paidFor('2026-05', 2_275_817),
        paidFor('2026-02', 500_000, { claimOre: ore(300_000), setOffs: 2 }),
      ],
      tax: taxedBy(percent32),
      attachments: [
        {
          orderId: 'a',
          class: 'fine',
          amountOre: null,
          rate: 1_000,
          keepsOre: ore(1_200_000),
          from: day('2026-01-01'),
          to: null,
          takenOre: NO_ORE,
        },
      ],
    }),
    runOf('2026-06', '2026-07-10'),
  )
  t.match(slip, {
    grossOre: 2_048_236,
    withheldOre: 655_400,
    attachedOre: 192_836,
    netOre: 1_200_000,
    claims: [{ month: '2026-02', kind: 'set-off', amountOre: -227_581 }],
  })
  t.match(slip?.lines[1], { month: '2026-02', kind: 'set-off', sequence: 3 })
  t.match(slip?.lines[1]?.line.law, ['integreringsloven § 25 first paragraph'])
})

t.test('O17: under the law before, set-off rests on § 14', async (t) => {
  const old = facts('2026-06', {
    participant: { permitGrantedOn: day('2020-06-01'), programmeStart: day('2022-08-01') },
  })
  const ledger = [paidFor('2026-02', 500_000, { claimOre: ore(30_000) })]
  const slip = settlePerson(inputs([old], { ledger }), runOf('2026-06', '2026-07-10'))
  t.strictSame(slip?.lines.at(-1)?.line.law, ['introduksjonsloven § 14'])
})

t.test(
  'POL8: a month that waits for a decision sets nothing off; a decided one does',
  async (t) => {
    const ledger = [paidFor('2026-02', 500_000, { claimOre: ore(300_000) })]
    const held = withMissed(month('2026-06'), 15)
    const run = runOf('2026-06', '2026-07-10')
    const setOffOf = (more: Parameters<typeof inputs>[1]) =>
      settlePerson(inputs([held], { ledger, ...more }), run)?.lines.find(
        ({ kind }) => kind === 'set-off',
      )
    t.equal(setOffOf({}), undefined)
    const decisions = (effect: 'deducted' | 'lifted') => [{ month: month('2026-06'), effect }]
    t.equal(setOffOf({ decisions: decisions('deducted') })?.line.amountOre, -113_790)
    t.equal(setOffOf({ decisions: decisions('lifted') })?.line.amountOre, -227_581)
    const under = (missed: number) =>
      settlePerson(inputs([withMissed(month('2026-06'), missed)], { ledger }), run)
    t.match(
      under(13),
      { heldOre: 0, grossOre: 2_275_817 - 986_187 - 128_963 },
      'under it with both',
    )
    t.match(under(14), { heldOre: 0, grossOre: 2_275_817 - 1_062_048 }, 'set-off would reach it')
    t.strictSame(under(14)?.claims, [], 'the claim waits')
  },
)

t.test('POL15: 10 % of the benefit of months never paid, not of back pay', async (t) => {
  const ledger = [
    paidFor('2026-05', 2_169_333),
    paidFor('2026-02', 500_000, { claimOre: ore(300_000) }),
  ]
  const slip = settlePerson(
    inputs([facts('2026-05'), facts('2026-06')], { ledger }),
    runOf('2026-06', '2026-07-10'),
  )
  t.equal(slip?.lines.at(-1)?.line.amountOre, -227_581)
  const before = paidFor('2026-05', 2_275_817 - 1_062_048)
  const withAbsence = settlePerson(
    inputs([withMissed(month('2026-05'), 14), facts('2026-06')], {
      ledger: [before, paidFor('2026-02', 500_000, { claimOre: ore(300_000) })],
    }),
    runOf('2026-06', '2026-07-10'),
  )
  t.match(withAbsence?.claims, [{ kind: 'set-off', amountOre: -227_581 }], 'a paid month is over')
})

t.test('POL18: a month’s difference paid alone in an extraordinary run is back pay', async (t) => {
  const slip = settlePerson(
    inputs([facts('2026-06')], {
      ledger: [paidFor('2026-06', 1_275_817)],
      tax: taxedBy(table8000),
    }),
    runOf('2026-06', '2026-07-20'),
  )
  t.match(slip, { grossOre: 1_000_000, withheldOre: 320_000, taxedAs: { backPayOre: 1_000_000 } })
})

t.test('POL18: a month that came to nothing is no other month', async (t) => {
  const onLeave = facts('2026-04', {
    participant: {
      interruptions: [{ from: day('2026-04-01'), to: day('2026-04-30'), kind: 'unpaid-leave' }],
    },
  })
  const slip = settlePerson(
    inputs([onLeave, facts('2026-05'), facts('2026-06')], { tax: taxedBy(table8000) }),
    runOf('2026-06', '2026-07-10'),
  )
  t.match(slip, { grossOre: 2 * 2_275_817, taxedAs: { backPayOre: 0 } })
})

t.test('what is found outside blocks the payment, and it comes along later', async (t) => {
  const blockedBy = [
    { code: 'payee-unconfirmed', month: month('2026-06'), detail: 'Confirm it.' } as const,
  ]
  const ledger = [paidFor('2026-02', 500_000, { claimOre: ore(30_000) })]
  const given = inputs([withMissed(month('2026-06'), 15)], { ledger, blockedBy })
  const run = runOf('2026-06', '2026-07-10')
  const slip = settlePerson(given, run)
  t.match(slip, { state: 'blocked', counts: false, netOre: 0, heldOre: 0, grossOre: 1_137_909 })
  t.strictSame(slip?.claims, [])
  t.strictSame(
    slip?.reasons.map(({ code }) => code),
    ['individual-decision-missing', 'payee-unconfirmed'],
  )
  const nothingDue = settlePerson({ ...given, timesheets: [] }, run)
  t.equal(nothingDue, null, 'where nothing is due there is nothing to block')
  t.match(settlePerson({ ...given, blockedBy: [] }, run), { state: 'payable', heldOre: 1_137_908 })
})
