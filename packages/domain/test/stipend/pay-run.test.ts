import fc from 'fast-check'
import t from 'tap'
import {
  approvePayRun,
  closePayRun,
  movePayRun,
  needsTwoApprovers,
  OPEN_STATES,
  PAY_RUN_MOVES,
  PAY_RUN_STATES,
  type PayRunMove,
  type PayRunState,
  RELEASED_STATES,
  releasePayRun,
} from '../../src/stipend/pay-run.ts'
import { ore } from '../../src/values/ore.ts'
import { day } from './facts.ts'

t.test('each state takes exactly the moves of the table', async (t) => {
  const allowed: Record<string, string[]> = {
    draft: ['wait', 'calculate', 'cancel'],
    waiting: ['wait', 'calculate', 'cancel'],
    calculated: ['approve', 'cancel'],
    approved: ['release', 'cancel'],
    released: ['accept', 'reject'],
    accepted: ['reject', 'book'],
    rejected: ['close'],
    booked: ['report'],
    reported: ['close'],
    closed: [],
    cancelled: [],
  }
  for (const state of PAY_RUN_STATES) {
    for (const move of Object.keys(PAY_RUN_MOVES) as PayRunMove[]) {
      const result = movePayRun(state, move)
      const expected = allowed[state]?.includes(move)
      t.equal(typeof result === 'string', expected, `${state} ${move}`)
      if (typeof result !== 'string') t.equal(result.refused, 'pay-run-state')
    }
  }
  t.notOk(OPEN_STATES.includes('released'))
})

const calculated = {
  state: 'calculated' as const,
  calculatedBy: 'kari',
  firstApprovedBy: null,
  digest: 'd1',
  newerFacts: [],
  grossOre: ore(600),
  repaidOre: ore(400),
}
const ola = { actor: 'ola', digest: 'd1' }

t.test('approval needs another person, of what that person saw (TS-P1, TS-P8)', async (t) => {
  t.equal(approvePayRun(calculated, ola, 0), 'approved')
  t.match(approvePayRun(calculated, { ...ola, actor: 'kari' }, 0), { refused: 'same-actor' })
  t.match(approvePayRun(calculated, { ...ola, digest: 'd2' }, 0), {
    refused: 'simulation-changed',
    pointer: '/digest',
  })
  t.match(approvePayRun({ ...calculated, state: 'approved' }, ola, 0), { refused: 'pay-run-state' })
  const newerFacts = [
    { code: 'tax-card', persons: 2 },
    { code: 'payee', persons: 1 },
    { code: 'base-amount', persons: 0 },
  ] as const
  t.match(approvePayRun({ ...calculated, newerFacts }, ola, 0), {
    refused: 'simulation-changed',
    detail: /came tax-card \(2 persons\), payee \(1 person\), base-amount: /,
  })
})

t.test('above the municipality’s amount two persons approve, each another', async (t) => {
  t.equal(approvePayRun(calculated, ola, 1000), 'approved', 'the amount itself needs one')
  t.equal(approvePayRun(calculated, ola, 999), 'calculated')
  const once = { ...calculated, firstApprovedBy: 'ola' }
  t.match(approvePayRun(once, ola, 999), { refused: 'same-actor', detail: /already/ })
  t.equal(approvePayRun(once, { ...ola, actor: 'per' }, 999), 'approved')
  t.match(approvePayRun(once, { ...ola, actor: 'kari' }, 999), { refused: 'same-actor' })
  t.notOk(needsTwoApprovers(ore(1), 0), '0 is no such amount')
})

t.test('release is by neither the calculator nor who entered a payee', async (t) => {
  const run = {
    ...calculated,
    state: 'approved' as const,
    firstApprovedBy: null as string | null,
    approvedBy: 'ola' as string | null,
    repayments: 1,
    paysAgain: { payments: 1, amountOre: ore(400) },
    payeesEnteredBy: ['per'],
    debtor: { taxAccount: '86011117947' as string | null },
    paysTax: true,
    payDate: day('2026-06-12'),
  }
  const on = day('2026-06-12')
  t.equal(releasePayRun(run, 'ola', on), 'released')
  t.match(releasePayRun(run, 'kari', on), { refused: 'same-actor' })
  t.match(releasePayRun(run, 'per', on), { refused: 'same-actor' })
  const byMachine = { ...run, calculatedBy: 'https://issuer#client|robot', firstApprovedBy: 'siri' }
  for (const one of ['ola', 'siri'])
    t.match(releasePayRun(byMachine, one, on), { refused: 'same-actor', detail: /machine/ })
  t.equal(releasePayRun(byMachine, 'nina', on), 'released', 'two persons have seen it')
  const less = { ...run, paysAgain: { payments: 0, amountOre: ore(0) } }
  t.equal(releasePayRun(less, 'ola', on), 'released', 'whose payee changed is held back alone')
  for (const paysAgain of [
    { payments: 2, amountOre: ore(400) },
    { payments: 1, amountOre: ore(401) },
  ])
    t.match(releasePayRun({ ...run, paysAgain }, 'ola', on), { refused: 'simulation-changed' })
  t.match(releasePayRun({ ...run, debtor: null }, 'ola', on), { refused: 'no-debtor-account' })
  const noTax = { ...run, debtor: { taxAccount: null } }
  t.match(releasePayRun(noTax, 'ola', on), { refused: 'no-tax-account' })
  t.equal(releasePayRun({ ...noTax, paysTax: false }, 'ola', on), 'released')
  t.match(releasePayRun(run, 'ola', day('2026-06-13')), { refused: 'pay-date-past' })
  t.match(releasePayRun({ ...run, state: 'calculated' }, 'ola', on), { refused: 'pay-run-state' })
})

t.test('a run is closed when nothing of it waits', async (t) => {
  t.equal(closePayRun({ state: 'reported', waiting: 0 }), 'closed')
  t.equal(closePayRun({ state: 'rejected', waiting: 0 }), 'closed')
  t.match(closePayRun({ state: 'reported', waiting: 1 }), { refused: 'payments-waiting' })
  t.match(closePayRun({ state: 'booked', waiting: 0 }), { refused: 'pay-run-state' })
})

t.test(
  'every life of a run is a path of the table that ends, and none comes back to open',
  async () => {
    const moves = Object.keys(PAY_RUN_MOVES) as PayRunMove[]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 40 }), (life) => {
        let state: PayRunState = 'draft'
        let isReleased = false
        for (const move of life) {
          const next = movePayRun(state, move)
          if (typeof next !== 'string') continue
          state = next
          isReleased ||= state === 'released'
          if (isReleased !== RELEASED_STATES.includes(state)) return false
        }
        return true
      }),
    )
  },
)
