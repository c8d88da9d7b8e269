import type { Contract } from '@fotfeste/contracts/contract.ts'
import {
  type CommonProblem,
  commonProblems,
  type ProblemSpec,
} from '@fotfeste/contracts/problems.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { Refusal } from '@fotfeste/domain/values/refusal.ts'
import { Problem } from './problems.ts'

/** A rule's refusal as its problem; a code that the contract does not document is a bug, not an answer. */
export function refusalProblem(
  problems: Readonly<Record<string, ProblemSpec>>,
  contract: Contract,
  refusal: Refusal<string>,
): Problem {
  const { refused, detail, pointer } = refusal
  assert(
    refused === 'not-found' || contract.problems.includes(refused),
    `${contract.id} documents the problem ${refused}`,
  )
  const spec = problems[refused] ?? commonProblems[refused as CommonProblem]
  assert(spec !== undefined, `the problem ${refused} stands in a catalogue`)
  return new Problem(refused, spec, {
    detail,
    ...(pointer === undefined ? {} : { errors: [{ in: 'body', pointer, detail }] }),
  })
}
