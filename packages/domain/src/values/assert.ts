/** Stops the program on what cannot be: a broken invariant, never an expected answer (those are refusals). */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`)
}
