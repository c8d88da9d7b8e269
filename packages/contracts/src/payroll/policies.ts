import { POLICY_NAMES, POLICY_UNITS } from '@fotfeste/domain/stipend/policies.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, law, month, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const value = z
  .union([z.int(), z.boolean(), text(100), z.null()])
  .describe('Whole number in the unit (øre, minutes, days, percent), yes or no, or a code')

const policy = z
  .object({
    key: z.string().describe('Key of its rule'),
    name: z.enum(POLICY_NAMES),
    unit: z.enum(POLICY_UNITS),
    value: value.describe('In force for the month asked for'),
    defaultValue: value,
    from: month.nullable().describe('First month of the setting; null where the default holds'),
    version: z.int().describe('Number of the setting; 0 where the default holds'),
    reason: z.string().nullable().describe('Why the municipality set it'),
    enteredBy: z.string().nullable(),
    enteredOn: date.nullable(),
    least: z.int().nullable().describe('Least number; null where it is no number'),
    most: z.int().nullable(),
    oneOf: z
      .array(value)
      .nullable()
      .describe('The closed list of values; null where it is a number'),
    law,
    description: z.string().describe('What it does, and why the default is as it is'),
  })
  .meta({ id: 'Policy' })

const fixedRule = z
  .object({
    key: z.string().describe('Key of its rule'),
    name: z.string(),
    law,
    description: z.string().describe('What holds'),
    reason: z.string().describe('Why a municipality does not choose here'),
  })
  .meta({ id: 'FixedRule' })

const entry = z
  .object({
    name: z.enum(POLICY_NAMES),
    version: z.int(),
    value,
    from: month,
    reason: z.string(),
    enteredBy: z.string(),
    enteredOn: date,
  })
  .meta({ id: 'PolicySetting' })

const exampleEntry = {
  name: 'setOffPercent',
  version: 1,
  value: 5,
  from: '2026-07',
  reason: 'Decision of the executive committee, case 61/26.',
  enteredBy: 'https://login.example.no|kari',
  enteredOn: '2026-06-18',
}
const examplePolicy = {
  ...exampleEntry,
  key: 'POL15',
  unit: 'percent',
  defaultValue: 10,
  least: 0,
  most: 100,
  oneOf: null,
  law: ['integreringsloven § 25 first paragraph'],
  description: 'What was paid too much is set off with at most this part of a month’s gross.',
}

const exampleRule = {
  key: 'POL7',
  name: 'neverBelowZero',
  law: ['integreringsloven § 21'],
  description: 'A month’s benefit is never below zero: a reduction beyond it lapses.',
  reason: 'The law reduces benefit; it makes no debt of what was never paid.',
}

export const listPolicies = contract({
  id: 'listPolicies',
  method: 'GET',
  path: '/v1/policies',
  tag: 'Policies',
  summary: 'List the policies in force (innstillinger)',
  description:
    'Where the law leaves a choice: each setting by name, with its value for the month `on` (this month ' +
    'when left out) as known on the day `asKnownOn` (today), its default, its range and the law it fills. ' +
    'A run goes by the settings of its months as they stood when it was calculated. `rules` are the choices ' +
    'that are made once for all, each with its reason: with the settings they are every policy of the product.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({
    on: month.optional().describe('Left out: this month'),
    asKnownOn: date.optional().describe('Left out: today; later settings are left out'),
  }),
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({
        on: month,
        asKnownOn: date,
        policies: z.array(policy),
        rules: z.array(fixedRule),
      }),
      example: {
        on: '2026-07',
        asKnownOn: '2026-07-01',
        policies: [examplePolicy],
        rules: [exampleRule],
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getPolicySettings = contract({
  id: 'getPolicySettings',
  method: 'GET',
  path: '/v1/policies/{name}/settings',
  tag: 'Policies',
  summary: 'Read every setting of a policy (innstillingens historikk)',
  description:
    'All entries of the municipality, oldest first: who set which value from which month on, when and why. ' +
    'Entries are never changed or removed. Of two for one month the newer holds.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ name: z.enum(POLICY_NAMES) }),
  replies: {
    200: {
      description: 'The entries',
      schema: z.object({ settings: z.array(entry) }),
      example: { settings: [exampleEntry] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const setPolicy = contract({
  id: 'setPolicy',
  method: 'PUT',
  path: '/v1/policies/{name}',
  tag: 'Policies',
  summary: 'Set a policy from a month on (sette innstilling)',
  description:
    'A new entry by a person: it holds for `from` and every month after it until an entry of a later month. ' +
    'The same value for the same month again changes nothing. Refused: a value outside the policy’s range, and a ' +
    'month that a run which is not cancelled reaches: what was paid by the setting of its time was due, is no ' +
    'claim (integreringsloven § 25 first paragraph) and is not changed against the participant afterwards ' +
    '(forvaltningsloven § 35).',
  scope: 'fotfeste:payroll.approve',
  params: z.strictObject({ name: z.enum(POLICY_NAMES) }),
  body: z.strictObject({ value, from: month, reason: text(500) }),
  bodyExample: { value: 5, from: '2026-07', reason: exampleEntry.reason },
  replies: { 200: { description: 'Set', schema: entry, example: exampleEntry } },
  problems: ['policy-value', 'policy-in-use'],
  needsPerson: true,
  visibility: 'public',
  factory: null,
})

export const listPayRunPolicies = contract({
  id: 'listPayRunPolicies',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}/policies',
  tag: 'Policies',
  summary: 'List the policies that a pay run went by (kjøringens innstillinger)',
  description:
    'The settings frozen with the run’s inputs, in force for its month, or for the month `on` that it ' +
    'computed again. They explain its payslips whatever was set since.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payRunId: idOf('PayRun') }),
  query: z.strictObject({ on: month.optional().describe('Left out: the month of the run') }),
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({ on: month, asKnownOn: date, policies: z.array(policy) }),
      example: { on: '2026-07', asKnownOn: '2026-08-03', policies: [examplePolicy] },
    },
  },
  problems: ['not-calculated'],
  visibility: 'public',
  factory: 'calculatedPayRun',
})
