import { z } from 'zod'

const LENGTHS: Readonly<Record<string, (bound: string) => string>> = {
  string: (bound) => `must be ${bound} characters long`,
  array: (bound) => `must hold ${bound}`,
}

const bounded = (origin: string, bound: string): string =>
  LENGTHS[origin]?.(bound) ?? `must be ${bound}`

/** What is wrong with a value, in words that a caller's own form can show; the rest is zod's. */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'too_big') {
    return bounded(issue.origin, `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`)
  }
  if (issue.code === 'too_small') {
    return bounded(issue.origin, `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`)
  }
  return issue.code === 'invalid_value' ? `must be one of: ${issue.values.join(', ')}` : undefined
}

z.config({ customError: inPlainWords })
