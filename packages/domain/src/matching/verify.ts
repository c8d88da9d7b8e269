import type { Problem, Solution } from './problem.ts'

export type Violation = {
  readonly kind: 'shape' | 'assignment' | 'negative-price' | 'price-too-low' | 'gap'
  /** The pair at fault, or -1 where no single pair is. */
  readonly edge: number
}

/** `primal` is the total reached, `dual` the bound that the prices give: equal, nothing can be better. */
export type Certificate = {
  readonly ok: boolean
  readonly primal: number
  readonly dual: number
  readonly firstViolation: Violation | null
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

function hasShape(problem: Problem, { slotRefugee, slotEdge, u, v }: Solution): boolean {
  const slots = problem.slotGuide.length
  return (
    slotRefugee.length === slots &&
    slotEdge.length === slots &&
    u.length === slots &&
    v.length === problem.nRefugees
  )
}

/** A place holds a refugee by a pair of its own guide, or nobody by no pair. */
function isRightlyHeld(problem: Problem, solution: Solution, slot: number): boolean {
  const edge = Number(solution.slotEdge[slot])
  const refugee = Number(solution.slotRefugee[slot])
  if (edge === -1) return refugee === -1
  const guide = Number(problem.slotGuide[slot])
  const isOwn = edge >= Number(problem.start[guide]) && edge < Number(problem.start[guide + 1])
  return isOwn && problem.refugee[edge] === refugee
}

function findAssignmentFault(problem: Problem, solution: Solution): Violation | null {
  const held = new Set<number>()
  for (const [slot, refugee] of solution.slotRefugee.entries()) {
    if (!isRightlyHeld(problem, solution, slot) || held.has(refugee))
      return { kind: 'assignment', edge: Number(solution.slotEdge[slot]) }
    if (refugee !== -1) held.add(refugee)
  }
  return null
}

/** Every place's price and every refugee's together must cover the pair's weight, for every allowed pair. */
function findLowPrice(problem: Problem, { u, v }: Solution): Violation | null {
  for (const [slot, guide] of problem.slotGuide.entries()) {
    const last = Number(problem.start[guide + 1])
    for (let edge = Number(problem.start[guide]); edge < last; edge += 1) {
      const covered = Number(u[slot]) + Number(v[Number(problem.refugee[edge])])
      if (covered < Number(problem.weight[edge])) return { kind: 'price-too-low', edge }
    }
  }
  return null
}

function findFault(problem: Problem, solution: Solution): Violation | null {
  if (!hasShape(problem, solution)) return { kind: 'shape', edge: -1 }
  if (solution.u.some((price) => price < 0) || solution.v.some((price) => price < 0))
    return { kind: 'negative-price', edge: -1 }
  return findAssignmentFault(problem, solution) ?? findLowPrice(problem, solution)
}

/**
 * Proves a solution by linear programming duality, in one pass over the pairs: the assignment is
 * allowed, the prices are not negative and cover every pair, and the total equals the prices' sum.
 */
export function verify(problem: Problem, solution: Solution): Certificate {
  const chosen = solution.slotEdge.filter((edge) => edge >= 0)
  const primal = sum(chosen.map((edge) => Number(problem.weight[edge])))
  const dual = sum(solution.u) + sum(solution.v)
  const gap: Violation | null = primal === dual ? null : { kind: 'gap', edge: -1 }
  const firstViolation = findFault(problem, solution) ?? gap
  return { ok: firstViolation === null, primal, dual, firstViolation }
}
