import { readFileSync } from 'node:fs'
import { LINE_CODES } from '@fotfeste/domain/stipend/line.ts'
import type { Story } from './play.ts'

/** Where an outcome is not what it should be. */
export type Difference = { readonly figure: string; readonly wanted: string; readonly got: string }

const MONTHS = ['2026-04', '2026-05', '2026-06'] as const

const unmatched = (story: Story, reason: string): number =>
  story.matching.run.unmatched.filter((one) => one.reason === reason).length

/** What the books come to. */
function bookFigures({ books }: Story): object {
  const { agrees, isWhole, closedThrough, balances, messages } = books
  const reported = messages.map(({ month, state, persons, grossOre, withheldOre }) => [
    month,
    { state, persons, grossOre, withheldOre },
  ])
  const found = { agrees, isWhole, closedThrough, balancesOre: balances }
  return { ...found, reported: Object.fromEntries(reported) }
}

/** The demo's outcome in the form of `expected.json`. */
function figuresOf(story: Story): object {
  const { year, knownPersons, matching } = story
  const paid = new Map(story.months.map((month) => [month.run.month as string, month]))
  return {
    settlement: {
      persons: story.persons,
      personsSeenByPer: story.personsSeenByPer,
      households: story.households,
      requested: year.requested?.persons,
      decided: year.decided?.persons,
      settled: year.settled.persons,
      remaining: year.remaining?.persons,
      settledMinors: year.settled.unaccompaniedMinors,
      remainingMinors: year.remaining?.unaccompaniedMinors,
      metRequest: year.metRequest,
    },
    introduction: {
      knownPersons,
      programmes: story.programmes,
      attendanceDays: {
        ...story.attendanceDays,
        all: Object.values(story.attendanceDays).reduce((sum, days) => sum + days, 0),
      },
    },
    guides: {
      proposals: matching.pairs.length,
      total: matching.run.total,
      started: matching.started,
      outcompeted: unmatched(story, 'outcompeted'),
      noFeasibleGuide: unmatched(story, 'no-feasible-guide'),
    },
    feeds: { leaks: story.feeds.leaks.length, seenByAnother: story.feeds.seenByAnother },
    payRuns: Object.fromEntries(
      story.months.map(({ run, payslips }) => [
        run.month,
        {
          payable: run.payable,
          blocked: run.blocked,
          grossOre: run.grossOre,
          withheldOre: run.withheldOre,
          heldOre: run.heldOre,
          netOre: run.netOre,
          linesOre: sumByCode([...payslips.values()].filter(({ state }) => state === 'payable')),
        },
      ]),
    ),
    regulation: {
      state: story.regulation.state,
      changes: story.regulation.totals?.changes,
      review: story.regulation.totals?.review,
      differenceOre: story.regulation.totals?.differenceOre,
    },
    books: bookFigures(story),
    documents: story.documents.names.length,
    bank: Object.fromEntries(
      story.banked.map(({ month, state, repayments }) => [month, { state, repayments }]),
    ),
    grossOre: Object.fromEntries(
      [...story.participantKeys].map((key) => [
        key,
        Object.fromEntries(
          MONTHS.flatMap((month) => {
            const payslip = paid.get(month)?.payslips.get(key)
            return payslip?.state === 'payable' ? [[month, payslip.grossOre]] : []
          }),
        ),
      ]),
    ),
  }
}

type Payslips = readonly { lines: readonly { code: string; amountOre: number }[] }[]

/** The sum of each kind of line. */
export function sumByCode(payslips: Payslips): Record<string, number> {
  const lines = payslips.flatMap((payslip) => payslip.lines)
  const sums = LINE_CODES.map((code) => {
    const own = lines.filter((line) => line.code === code)
    return [code, own.reduce((sum, { amountOre }) => sum + amountOre, 0), own.length] as const
  })
  return Object.fromEntries(sums.flatMap(([code, sum, count]) => (count > 0 ? [[code, sum]] : [])))
}

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, held]) => flatten(held, `${path}/${name}`))
}

/** Compares every figure with the expected ones; also each refusal with the one that was due. */
export function compareFigures(story: Story): { compared: number; differences: Difference[] } {
  const file = readFileSync(new URL('./expected.json', import.meta.url), 'utf8')
  const wanted = new Map(flatten(JSON.parse(file), ''))
  const got = new Map(flatten(figuresOf(story), ''))
  for (const { what, wanted: due, got: came } of story.refused) {
    wanted.set(what, due)
    got.set(what, came)
  }
  const sums = story.months.flatMap(({ run, payslips, file: xml }) => {
    const total = [...payslips.values()]
      .filter(({ state }) => state === 'payable')
      .reduce((sum, { grossOre, withheldOre }) => sum + grossOre - withheldOre, 0)
    return [
      [`payslips of ${run.month} add up`, String(run.netOre), String(total)],
      // Beside each person's payment the file holds one of the run's withheld tax, and what is paid again.
      [`payment file of ${run.month}`, kroner(leaving(run)), controlSum(xml)],
      [
        `payments in the file of ${run.month}`,
        String(run.payable + 1 + run.repayments),
        paymentsIn(xml),
      ],
    ] as const
  })
  for (const [name, due, came] of sums) {
    wanted.set(name, due)
    got.set(name, came)
  }
  const names = new Set([...wanted.keys(), ...got.keys()])
  const differences = [...names]
    .map((figure) => ({
      figure,
      wanted: wanted.get(figure) ?? 'nothing',
      got: got.get(figure) ?? 'nothing',
    }))
    .filter((pair) => pair.wanted !== pair.got)
  return { compared: names.size, differences }
}

/** All that leaves the account for a run. */
const leaving = ({ netOre, withheldOre, repaidOre }: Story['banked'][number]): number =>
  netOre + withheldOre + repaidOre

/** The sum that a payment file says it holds. */
export const controlSum = (xml: string): string =>
  /<CtrlSum>([\d.]+)<\/CtrlSum>/.exec(xml)?.[1] ?? 'none'
/** How many payments a payment file says it holds. */
export const paymentsIn = (xml: string): string =>
  /<NbOfTxs>(\d+)<\/NbOfTxs>/.exec(xml)?.[1] ?? 'none'
const kroner = (ore: number): string => (ore / 100).toFixed(2)
