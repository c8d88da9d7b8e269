import { listDecisions, registerDecision } from '@fotfeste/contracts/payroll/decisions.ts'
import { decideDeduction } from '@fotfeste/domain/stipend/decision-steps.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { decisionsOfPerson, insertDecision } from '../queries/decisions.ts'
import { findPerson, lockPerson } from '../queries/persons.ts'

const noPerson = refuse('not-found', 'No such person in the programme that your token may see.')

/** Individual decisions on large deductions (enkeltvedtak om trekk, POL8). */
export function decisions(kit: Kit<Tables>): void {
  serve(kit, registerDecision, async ({ params, body }, context) => {
    const { trx, caller, today, at, newId } = context
    const { personId } = params
    const person = await lockPerson(trx, personId)
    if (!person) return noPerson
    const held = await decisionsOfPerson(trx, personId)
    const newest = held.findLast((one) => one.month === body.month)?.effect ?? null
    const refused = decideDeduction(newest, body, today)
    if (refused) return refused
    const by = { enteredBy: caller.actor, enteredOn: today }
    const decision = { decisionId: newId<'IndividualDecision'>(), personId, ...body, ...by }
    const entry = { tenant: caller.tenant, protected: person.protected, at }
    const save = [insertDecision(trx, decision, entry)]
    return { status: 201, body: decision, save, persons: [personId] }
  })

  serve(kit, listDecisions, async ({ params }, { trx }) => {
    const { personId } = params
    const [person, items] = await Promise.all([
      findPerson(trx, personId),
      decisionsOfPerson(trx, personId),
    ])
    return person ? { status: 200, body: { items }, persons: [personId] } : noPerson
  })
}
