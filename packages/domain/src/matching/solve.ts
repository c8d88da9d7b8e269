import { type Entry, pop, push } from './heap.ts'
import { at, type Problem, type Solution } from './problem.ts'

const NONE = -1
/** Farther than any sum of weights (see the bound in problem.ts). */
const FAR = 2 ** 31 - 1

type Work = {
  readonly problem: Problem
  readonly solution: Solution
  /** The place that holds a refugee, or NONE. */
  readonly refugeeSlot: Int32Array
  readonly distance: Int32Array
  /** The place and the pair by which the search came to a refugee. */
  readonly fromSlot: Int32Array
  readonly fromEdge: Int32Array
}

/** Where a search ended: at a free refugee, or at a place that goes idle. */
type End = { cost: number; refugee: number; idleSlot: number }

const edgesOf = ({ start, slotGuide }: Problem, slot: number): [number, number] => {
  const guide = at(slotGuide, slot)
  return [at(start, guide), at(start, guide + 1)]
}

/** The best a new place can get at today's prices; never below nothing, for it may stay idle. */
function openingPrice({ problem, solution }: Work, slot: number): number {
  let best = 0
  const [from, to] = edgesOf(problem, slot)
  for (let edge = from; edge < to; edge += 1)
    best = Math.max(best, at(problem.weight, edge) - at(solution.v, at(problem.refugee, edge)))
  return best
}

/** Looks along the pairs of one place for refugees that are nearer this way, and no farther than the end. */
function relax(
  work: Work,
  heap: Entry[],
  from: { slot: number; distance: number; limit: number },
): void {
  const { problem, solution, distance } = work
  const base = from.distance + at(solution.u, from.slot)
  const [first, last] = edgesOf(problem, from.slot)
  for (let edge = first; edge < last; edge += 1) {
    const refugee = at(problem.refugee, edge)
    const reached = base + at(solution.v, refugee) - at(problem.weight, edge)
    if (reached > from.limit || reached >= at(distance, refugee)) continue
    distance[refugee] = reached
    work.fromSlot[refugee] = from.slot
    work.fromEdge[refugee] = edge
    push(heap, { distance: reached, refugee })
  }
}

/** Finds the cheapest way to serve one more place: Dijkstra over what each pair falls short of its prices. */
function search(work: Work, slot: number, settled: number[]): End {
  const { solution, distance, refugeeSlot } = work
  const end: End = { cost: at(solution.u, slot), refugee: NONE, idleSlot: slot }
  const heap: Entry[] = []
  distance.fill(FAR)
  relax(work, heap, { slot, distance: 0, limit: end.cost })
  while (heap.length > 0) {
    const near = pop(heap)
    if (near.distance > end.cost) break
    if (near.distance > at(distance, near.refugee)) continue
    const holder = at(refugeeSlot, near.refugee)
    if (holder === NONE) return { cost: near.distance, refugee: near.refugee, idleSlot: NONE }
    settled.push(near.refugee)
    if (near.distance + at(solution.u, holder) < end.cost) {
      end.cost = near.distance + at(solution.u, holder)
      end.idleSlot = holder
    }
    relax(work, heap, { slot: holder, distance: near.distance, limit: end.cost })
  }
  return end
}

/** Moves the prices so that every pair on the way found is worth exactly what it costs. */
function reprice(
  { solution, distance, refugeeSlot }: Work,
  cost: number,
  settled: readonly number[],
): void {
  for (const refugee of settled) {
    const change = cost - at(distance, refugee)
    const holder = at(refugeeSlot, refugee)
    solution.v[refugee] = at(solution.v, refugee) + change
    solution.u[holder] = at(solution.u, holder) - change
  }
}

/** Hands refugees over along the way found, from its end back to the new place. */
function handOver(work: Work, slot: number, end: End): void {
  const { slotRefugee, slotEdge } = work.solution
  if (end.idleSlot === slot) return
  let refugee = end.refugee
  if (end.idleSlot !== NONE) {
    refugee = at(slotRefugee, end.idleSlot)
    slotRefugee[end.idleSlot] = NONE
    slotEdge[end.idleSlot] = NONE
  }
  for (let taker = NONE; taker !== slot; ) {
    taker = at(work.fromSlot, refugee)
    const given = at(slotRefugee, taker)
    slotRefugee[taker] = refugee
    slotEdge[taker] = at(work.fromEdge, refugee)
    work.refugeeSlot[refugee] = taker
    refugee = given
  }
}

/**
 * The best total weight, exactly: places are taken in one by one, each by the cheapest chain of
 * hand-overs (successive shortest paths with whole-number prices). A refugee once served stays served;
 * a place may go idle. The prices prove the answer: see `verify`, which shares no code with this file.
 * Of equally good answers the order of places and refugees decides, so callers sort by id first.
 */
export function solve(problem: Problem): Solution {
  const { nRefugees, slotGuide } = problem
  const solution: Solution = {
    slotRefugee: new Int32Array(slotGuide.length).fill(NONE),
    slotEdge: new Int32Array(slotGuide.length).fill(NONE),
    u: new Int32Array(slotGuide.length),
    v: new Int32Array(nRefugees),
  }
  const work: Work = {
    problem,
    solution,
    refugeeSlot: new Int32Array(nRefugees).fill(NONE),
    distance: new Int32Array(nRefugees),
    fromSlot: new Int32Array(nRefugees),
    fromEdge: new Int32Array(nRefugees),
  }
  for (let slot = 0; slot < slotGuide.length; slot += 1) {
    solution.u[slot] = openingPrice(work, slot)
    const settled: number[] = []
    const end = search(work, slot, settled)
    solution.u[slot] = at(solution.u, slot) - end.cost
    reprice(work, end.cost, settled)
    handOver(work, slot, end)
  }
  return solution
}
