import { assert } from '../values/assert.ts'

/**
 * Whom to match with whom for the best total: guides with places, refugees, and the pairs that are
 * allowed, each with its weight. Pairs lie guide by guide: those of guide g are `start[g]` to
 * `start[g + 1]` of `refugee` and `weight`. The places of one guide lie together in `slotGuide`.
 */
export type Problem = {
  readonly nGuides: number
  readonly nRefugees: number
  readonly slotGuide: Int32Array
  readonly start: Int32Array
  readonly refugee: Int32Array
  readonly weight: Int32Array
}

/**
 * Who got whom, with the prices that prove it is the best: `u` of each place, `v` of each refugee.
 * -1 is an idle place in `slotRefugee` and `slotEdge`.
 */
export type Solution = {
  readonly slotRefugee: Int32Array
  readonly slotEdge: Int32Array
  readonly u: Int32Array
  readonly v: Int32Array
}

export type Edge = { readonly guide: number; readonly refugee: number; readonly weight: number }

/** Every sum of weights stays below this, so that 32 bits hold all that the solver adds. */
const BOUND = 2 ** 30

/** Reads what must be there. */
export function at(array: Int32Array, index: number): number {
  const value = array[index]
  assert(value !== undefined, 'an index lies within its array')
  return value
}

function checkEdges(edges: readonly Edge[], nGuides: number, nRefugees: number): void {
  const seen = new Set<number>()
  for (const { guide, refugee, weight } of edges) {
    assert(Number.isSafeInteger(weight) && weight >= 1, 'a weight is a whole number from 1')
    assert(guide >= 0 && guide < nGuides, 'a pair names a guide of the problem')
    assert(refugee >= 0 && refugee < nRefugees, 'a pair names a refugee of the problem')
    seen.add(guide * nRefugees + refugee)
  }
  assert(seen.size === edges.length, 'a pair is given once')
}

/** Builds a problem of each guide's free places and the allowed pairs; stops on what makes no sense. */
export function problemOf(
  capacities: readonly number[],
  nRefugees: number,
  edges: readonly Edge[],
): Problem {
  for (const capacity of capacities)
    assert(Number.isSafeInteger(capacity) && capacity >= 0, 'a capacity is a whole number from 0')
  checkEdges(edges, capacities.length, nRefugees)
  const slotGuide = Int32Array.from(
    capacities.flatMap((capacity, guide) => Array(capacity).fill(guide)),
  )
  const heaviest = edges.reduce((most, { weight }) => Math.max(most, weight), 0)
  assert(heaviest * (slotGuide.length + 1) < BOUND, 'the weights leave room to add in 32 bits')
  const ordered = edges.toSorted((a, b) => a.guide - b.guide || a.refugee - b.refugee)
  const start = new Int32Array(capacities.length + 1)
  for (const { guide } of ordered) start[guide + 1] = at(start, guide + 1) + 1
  for (let guide = 0; guide < capacities.length; guide += 1)
    start[guide + 1] = at(start, guide) + at(start, guide + 1)
  return {
    nGuides: capacities.length,
    nRefugees,
    slotGuide,
    start,
    refugee: Int32Array.from(ordered, (edge) => edge.refugee),
    weight: Int32Array.from(ordered, (edge) => edge.weight),
  }
}
