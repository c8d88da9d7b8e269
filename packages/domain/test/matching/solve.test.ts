import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { munkres } from 'munkres'
import t from 'tap'
import { type Edge, type Problem, problemOf, type Solution } from '../../src/matching/problem.ts'
import { solve } from '../../src/matching/solve.ts'
import { verify } from '../../src/matching/verify.ts'

type Instance = { capacities: number[]; nRefugees: number; edges: Edge[] }

const toProblem = ({ capacities, nRefugees, edges }: Instance): Problem =>
  problemOf(capacities, nRefugees, edges)

/** Random instances in which any set of pairs is allowed; few different weights make many ties. */
const instances = (guides: number, refugees: number, heaviest: number) =>
  fc
    .record({
      capacities: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: guides }),
      nRefugees: fc.integer({ min: 1, max: refugees }),
    })
    .chain(({ capacities, nRefugees }) =>
      fc
        .array(fc.option(fc.integer({ min: 1, max: heaviest }), { nil: null }), {
          minLength: capacities.length * nRefugees,
          maxLength: capacities.length * nRefugees,
        })
        .map(
          (weights): Instance => ({
            capacities,
            nRefugees,
            edges: weights.flatMap((weight, at) =>
              weight === null
                ? []
                : [{ guide: Math.floor(at / nRefugees), refugee: at % nRefugees, weight }],
            ),
          }),
        ),
    )

/** The best total by trying everything: refugee by refugee, remembered by the places left. */
function bestByTrying({ capacities, nRefugees, edges }: Instance): number {
  const known = new Map<string, number>()
  const best = (refugee: number, left: number[]): number => {
    if (refugee === nRefugees) return 0
    const key = `${refugee} ${left}`
    const before = known.get(key)
    if (before !== undefined) return before
    let most = best(refugee + 1, left)
    for (const edge of edges) {
      if (edge.refugee !== refugee || (left[edge.guide] ?? 0) === 0) continue
      const rest = left.map((places, guide) => (guide === edge.guide ? places - 1 : places))
      most = Math.max(most, edge.weight + best(refugee + 1, rest))
    }
    known.set(key, most)
    return most
  }
  return best(0, capacities)
}

function solved(problem: Problem): { solution: Solution; total: number } {
  const solution = solve(problem)
  const certificate = verify(problem, solution)
  if (!certificate.ok) throw new Error(`not proven: ${JSON.stringify(certificate)}`)
  return { solution, total: certificate.primal }
}

t.test('up to 7 guides and 9 refugees: as good as trying everything, and proven', async () => {
  fc.assert(
    fc.property(instances(7, 9, 1000), (instance) => {
      return solved(toProblem(instance)).total === bestByTrying(instance)
    }),
    { numRuns: 300, seed: 1 },
  )
  fc.assert(
    fc.property(instances(7, 9, 3), (instance) => {
      return solved(toProblem(instance)).total === bestByTrying(instance)
    }),
    { numRuns: 300, seed: 2 },
  )
})

t.test('the total does not depend on the order of guides and refugees', async () => {
  fc.assert(
    fc.property(instances(7, 9, 20), (instance) => {
      const mirrored: Instance = {
        capacities: instance.capacities.toReversed(),
        nRefugees: instance.nRefugees,
        edges: instance.edges.map(({ guide, refugee, weight }) => ({
          guide: instance.capacities.length - 1 - guide,
          refugee: instance.nRefugees - 1 - refugee,
          weight,
        })),
      }
      return solved(toProblem(mirrored)).total === solved(toProblem(instance)).total
    }),
    { numRuns: 200, seed: 3 },
  )
})

t.test('pairs given in another order give the same pairs', async () => {
  fc.assert(
    fc.property(instances(7, 9, 5), (instance) => {
      const shuffled = { ...instance, edges: instance.edges.toReversed() }
      const [a, b] = [solved(toProblem(instance)), solved(toProblem(shuffled))]
      return String(a.solution.slotRefugee) === String(b.solution.slotRefugee)
    }),
    { numRuns: 100, seed: 4 },
  )
})

t.test('weights seven times as heavy give seven times the total', async () => {
  fc.assert(
    fc.property(instances(7, 9, 100), (instance) => {
      const heavier = instance.edges.map((edge) => ({ ...edge, weight: edge.weight * 7 }))
      const total = solved(toProblem({ ...instance, edges: heavier })).total
      return total === 7 * solved(toProblem(instance)).total
    }),
    { numRuns: 100, seed: 5 },
  )
})

/** A square cost matrix as a problem whose best total is the least cost. */
function cheapest(costs: readonly number[][]): number {
  const top = Math.max(...costs.flat()) + 1
  const edges = costs.flatMap((row, guide) =>
    row.map((cost, refugee) => ({ guide, refugee, weight: top - cost })),
  )
  const { total } = solved(problemOf(Array(costs.length).fill(1), costs.length, edges))
  return costs.length * top - total
}

t.test('munkres finds the same least cost on square matrices', async () => {
  const matrices = fc.integer({ min: 1, max: 30 }).chain((n) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: n, maxLength: n }), {
      minLength: n,
      maxLength: n,
    }),
  )
  fc.assert(
    fc.property(matrices, (costs) => {
      const pairs = munkres(costs)
      const least = pairs.reduce(
        (sum, [row, column]) => sum + (costs[row]?.[column] ?? Number.NaN),
        0,
      )
      return cheapest(costs) === least
    }),
    { numRuns: 60, seed: 6 },
  )
})

t.test('Machol and Wien’s matrix, hard for every method, has its closed form', async (t) => {
  for (const n of [1, 2, 10, 60]) {
    const costs = Array.from({ length: n }, (_, row) =>
      Array.from({ length: n }, (_, column) => (row + 1) * (column + 1)),
    )
    t.equal(cheapest(costs), (n * (n + 1) * (n + 2)) / 6, `${n} x ${n}`)
  }
})

/** J. E. Beasley's OR-Library: n, then the n x n costs row by row. */
function readInstance(file: string): number[][] {
  const [n = 0, ...costs] = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number)
  return Array.from({ length: n }, (_, row) => costs.slice(row * n, (row + 1) * n))
}

const folder = process.env['OR_LIBRARY'] ?? 'or-library'
for (const [name, optimum] of [
  ['assign100.txt', 305],
  ['assign200.txt', 475],
] as const) {
  const file = join(folder, name)
  const skip = existsSync(file) ? false : `set OR_LIBRARY to a folder that holds ${name}`
  t.test(`OR-Library ${name} costs ${optimum}`, { skip }, async (t) => {
    t.equal(cheapest(readInstance(file)), optimum)
  })
}

t.test('the first chain found is undone when a later place makes it worse', async (t) => {
  const problem = problemOf([1, 1, 1], 2, [
    { guide: 0, refugee: 0, weight: 5 },
    { guide: 1, refugee: 0, weight: 9 },
    { guide: 1, refugee: 1, weight: 8 },
    { guide: 2, refugee: 1, weight: 7 },
  ])
  const { solution, total } = solved(problem)
  t.equal(total, 16)
  t.same([...solution.slotRefugee], [-1, 0, 1])
})

t.test('nobody to match gives nothing, and that is proven too', async (t) => {
  t.same(verify(problemOf([], 0, []), solve(problemOf([], 0, []))), {
    ok: true,
    primal: 0,
    dual: 0,
    firstViolation: null,
  })
  t.equal(solved(problemOf([2, 0], 3, [])).total, 0)
})

t.test('a problem that makes no sense is refused', async (t) => {
  const edge = { guide: 0, refugee: 0, weight: 1 }
  const build = (capacities: number[], edges: Edge[]) => () => problemOf(capacities, 1, edges)
  t.throws(build([1], [{ ...edge, weight: Number.NaN }]), /weight/)
  t.throws(build([1], [{ ...edge, weight: 1.5 }]), /weight/)
  t.throws(build([1], [{ ...edge, weight: 0 }]), /weight/)
  t.throws(build([1], [{ ...edge, guide: 1 }]), /guide/)
  t.throws(build([1], [{ ...edge, guide: -1 }]), /guide/)
  t.throws(build([1], [{ ...edge, refugee: 1 }]), /refugee/)
  t.throws(build([1], [{ ...edge, refugee: -1 }]), /refugee/)
  t.throws(build([1], [edge, edge]), /once/)
  t.throws(build([-1], [edge]), /capacity/)
  t.throws(build([0.5], [edge]), /capacity/)
  t.throws(build([1], [{ ...edge, weight: 2 ** 30 }]), /32 bits/)
})
