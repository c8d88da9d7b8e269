/**
 * An expected "no" of a rule. The code is the last part of the problem type on the wire
 * (`urn:fotfeste:problem:<code>`); the detail says what the caller can do next.
 */
export type Refusal<Code extends string> = {
  readonly refused: Code
  readonly detail: string
  /** JSON pointer into the request body, when one field is to blame. */
  readonly pointer?: string
}

/** Builds a refusal. */
export function refuse<Code extends string>(
  refused: Code,
  detail: string,
  pointer?: string,
): Refusal<Code> {
  return pointer === undefined ? { refused, detail } : { refused, detail, pointer }
}

/** True when a rule said no. */
export function isRefusal(value: unknown): value is Refusal<string> {
  return typeof value === 'object' && value !== null && 'refused' in value
}
