import fc from 'fast-check'
import t from 'tap'
import { type Problem, problemOf, type Solution } from '../../src/matching/problem.ts'
import { solve } from '../../src/matching/solve.ts'
import { verify } from '../../src/matching/verify.ts'

const dense = (guides: number, refugees: number, weights: readonly number[]): Problem =>
  problemOf(
    Array(guides).fill(1),
    refugees,
    weights.map((weight, at) => ({
      guide: Math.floor(at / refugees),
      refugee: at % refugees,
      weight,
    })),
  )

const problem = dense(2, 3, [10, 4, 3, 9, 8, 1])
const solution = solve(problem)

const copy = ({ slotRefugee, slotEdge, u, v }: Solution): Solution => ({
  slotRefugee: slotRefugee.slice(),
  slotEdge: slotEdge.slice(),
  u: u.slice(),
  v: v.slice(),
})

t.test('the untouched solution is proven', async (t) => {
  t.same(verify(problem, solution), { ok: true, primal: 18, dual: 18, firstViolation: null })
})

t.test('one weight broken after solving is found', async () => {
  const cases = fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 12, maxLength: 12 }),
    broken: fc.integer({ min: 0, max: 11 }),
  })
  fc.assert(
    fc.property(cases, ({ weights, broken }) => {
      const before = dense(3, 4, weights)
      const kept = solve(before)
      const weight = before.weight.slice()
      weight[broken] = 1000
      return !verify({ ...before, weight }, kept).ok
    }),
    { numRuns: 200, seed: 7 },
  )
})

t.test('a lighter weight on a chosen pair leaves a gap', async (t) => {
  const weight = problem.weight.slice()
  weight[Number(solution.slotEdge[0])] = 1
  t.match(verify({ ...problem, weight }, solution), { ok: false, firstViolation: { kind: 'gap' } })
})

t.test('each way a solution can be wrong has its name', async (t) => {
  const broken = (change: (wrong: Solution) => void): Solution => {
    const wrong = copy(solution)
    change(wrong)
    return wrong
  }
  const cases: [string, Solution, string][] = [
    ['a place too few', { ...solution, u: new Int32Array(1) }, 'shape'],
    ['a refugee too many', { ...solution, v: new Int32Array(4) }, 'shape'],
    ['an edge too few', { ...solution, slotEdge: new Int32Array(1) }, 'shape'],
    ['a holder too few', { ...solution, slotRefugee: new Int32Array(1) }, 'shape'],
    ['a price of a place below nothing', broken((wrong) => wrong.u.fill(-1)), 'negative-price'],
    ['a price of a refugee below nothing', broken((wrong) => wrong.v.fill(-1)), 'negative-price'],
    [
      'another refugee than the pair says',
      broken((wrong) => wrong.slotRefugee.fill(2, 0, 1)),
      'assignment',
    ],
    ['a refugee held by no pair', broken((wrong) => wrong.slotEdge.fill(-1, 0, 1)), 'assignment'],
    ['a pair of another guide', broken((wrong) => wrong.slotEdge.fill(5, 0, 1)), 'assignment'],
    ['a pair of an earlier guide', broken((wrong) => wrong.slotEdge.fill(0, 1, 2)), 'assignment'],
    [
      'one refugee held twice',
      broken((wrong) => {
        wrong.slotRefugee.fill(1)
        wrong.slotEdge.set([1, 4])
      }),
      'assignment',
    ],
    ['prices of nothing', broken((wrong) => wrong.u.fill(0) && wrong.v.fill(0)), 'price-too-low'],
    ['prices too high', broken((wrong) => wrong.u.fill(10) && wrong.v.fill(10)), 'gap'],
    [
      'nobody matched at the right prices',
      broken((wrong) => wrong.slotRefugee.fill(-1) && wrong.slotEdge.fill(-1)),
      'gap',
    ],
  ]
  for (const [name, wrong, kind] of cases)
    t.match(verify(problem, wrong), { ok: false, firstViolation: { kind } }, name)
})
