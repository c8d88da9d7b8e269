import { DECISION_EFFECTS } from '@fotfeste/domain/stipend/decision-steps.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const decision = z
  .object({
    decisionId: idOf('IndividualDecision'),
    personId: idOf('Person'),
    month: month.describe('The month whose deduction it is about'),
    effect: z
      .enum(DECISION_EFFECTS)
      .describe('`deducted`: the deduction is made; `lifted`: the decision before it is gone'),
    decidedOn: date,
    reference: z.string(),
    enteredBy: z.string().describe('Who registered it (issuer|subject)'),
    enteredOn: date,
  })
  .meta({ id: 'IndividualDecision' })

const bodyExample = {
  month: '2026-06',
  effect: 'deducted',
  decidedOn: '2026-07-03',
  reference: '2026/1201',
}
const example = {
  decisionId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6d01',
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  ...bodyExample,
  enteredBy: 'https://issuer.example|kari',
  enteredOn: '2026-07-03',
}
const personId = z.strictObject({ personId: idOf('Person') })

export const registerDecision = contract({
  id: 'registerDecision',
  method: 'POST',
  path: '/v1/persons/{personId}/individual-decisions',
  tag: 'Individual decisions',
  summary: 'Register an individual decision on a deduction (enkeltvedtak om trekk)',
  description:
    'A deduction of at least half a month’s benefit and at least 1/12 G needs an individual decision ' +
    '(integreringsloven § 46 second paragraph g; POL8). Until it is registered here the deduction is held on ' +
    'the payslip; without it the held part is paid out by the first run more than 30 days (policy) after ' +
    'the pay date. `lifted` takes an earlier one back, as after an appeal. Entries are never changed.',
  scope: 'fotfeste:payroll.write',
  params: personId,
  body: z.strictObject({
    month,
    effect: z.enum(DECISION_EFFECTS).default('deducted'),
    decidedOn: date.describe('Not after today'),
    reference: text(100).describe('Case or document number of the decision'),
  }),
  bodyExample,
  replies: { 201: { description: 'Registered', schema: decision, example } },
  problems: ['decision-stands', 'no-decision', 'day-in-future'],
  write: { keyed: true },
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

export const listDecisions = contract({
  id: 'listDecisions',
  method: 'GET',
  path: '/v1/persons/{personId}/individual-decisions',
  tag: 'Individual decisions',
  summary: 'List a person’s individual decisions on deductions (enkeltvedtak)',
  description:
    'All entries in order of entry; the last of a month counts. Written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: personId,
  replies: {
    200: {
      description: 'The entries',
      schema: z.object({ items: z.array(decision) }),
      example: { items: [example] },
    },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})
