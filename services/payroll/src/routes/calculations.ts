import {
  type CalculationChanges,
  calculateBatch,
  compareCalculations,
} from '@fotfeste/contracts/payroll/calculation-batches.ts'
import { calculateMonth, type MonthToCalculate } from '@fotfeste/contracts/payroll/calculations.ts'
import { problems } from '@fotfeste/contracts/payroll/problems.ts'
import { isRefusal, type Refusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { readTerms } from '../queries/terms.ts'
import {
  type CalculatedRefusal,
  calculated,
  shownCalculation,
  shownComparison,
} from './calculated.ts'

/** A refusal of one item as the answer shows it. */
const shownProblem = (
  { refused, detail, pointer = '' }: Refusal<CalculatedRefusal>,
  at: number,
) => ({
  result: null,
  problem: {
    code: refused,
    title: problems[refused].title,
    detail,
    pointer: `/items/${at}${pointer}`,
  },
})

/** The facts with what is given anew in its place. */
const changed = (facts: MonthToCalculate, { participant, ...changes }: CalculationChanges) =>
  ({
    ...facts,
    ...changes,
    participant: { ...facts.participant, ...participant },
  }) as MonthToCalculate

/** Points at the field where it was given: among the changes, else among the facts. */
function pointedAt(refusal: Refusal<CalculatedRefusal>, changes: object): typeof refusal {
  const { refused, detail, pointer = '' } = refusal
  const [, field = '', inner = ''] = pointer.split('/')
  const own = (changes as Record<string, object | undefined>)[field]
  const isChanged = own !== undefined && (field !== 'participant' || inner in own)
  return refuse(refused, detail, `${isChanged ? '/changes' : '/facts'}${pointer}`)
}

/** Calculations without state (beregninger): G goes by the day of its adoption here. */
export function calculations(kit: Kit<Tables>): void {
  serve(kit, calculateMonth, async ({ query, body }, { trx, today }) => {
    const result = calculated(body, today, await readTerms(trx))
    if (isRefusal(result)) return result
    return { status: 200, body: shownCalculation(result, query.explain) }
  })

  serve(kit, calculateBatch, async ({ query, body }, { trx, today }) => {
    const termsOn = await readTerms(trx)
    const items = body.items.map((item, at) => {
      const result = calculated(item, today, termsOn)
      if (isRefusal(result)) return shownProblem(result, at)
      return { result: shownCalculation(result, query.explain), problem: null }
    })
    return { status: 200, body: { items } }
  })

  serve(kit, compareCalculations, async ({ query, body }, { trx, today }) => {
    const { facts, changes } = body
    const termsOn = await readTerms(trx)
    const before = calculated(facts, today, termsOn)
    if (isRefusal(before)) return pointedAt(before, {})
    const after = calculated(changed(facts, changes), today, termsOn)
    if (isRefusal(after)) return pointedAt(after, changes)
    return { status: 200, body: shownComparison(before, after, query.explain) }
  })
}
