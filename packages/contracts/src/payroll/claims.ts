import { BENEFIT_KINDS } from '@fotfeste/domain/introduction/income.ts'
import { DEMAND_KINDS, STOP_REASONS } from '@fotfeste/domain/stipend/claim-steps.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery, positiveOre, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const stop = z
  .object({
    reason: z
      .enum(STOP_REASONS)
      .describe('`appeal`: suspensive effect (fvl § 42); `time-barred`: three years; `other`'),
    note: z.string(),
    from: date,
    stoppedBy: z
      .string()
      .nullable()
      .describe('issuer|subject; null: the law, since three years have passed'),
  })
  .nullable()
  .describe('Set-off is stopped; null: it runs')

const claimFields = {
  personId: idOf('Person'),
  month: month.describe('The month that was paid too much for'),
  openOre: ore.describe('What is still owed'),
  foundOre: ore.describe('What runs found to be paid too much, less what they took back'),
  setOffOre: ore.describe('Recovered by set-off in benefit'),
  recoveredOre: ore.describe('Recovered outside the runs'),
  since: date.describe('Pay date of the run that found it first'),
  stop,
  timeBarredFrom: date.describe(
    'From this day nothing is set off: three years from the payment (foreldelsesloven § 2)',
  ),
  demand: z
    .enum(DEMAND_KINDS)
    .nullable()
    .describe('Demanded by decision or of NAV, and so not set off; null: not'),
}

const claim = z.object(claimFields).meta({ id: 'Claim' })

const demand = z
  .object({
    demandId: idOf('Demand'),
    personId: idOf('Person'),
    month,
    kind: z.enum(DEMAND_KINDS),
    amountOre: ore,
    benefit: z.enum(BENEFIT_KINDS).nullable().describe('Of a refund: the benefit it is claimed in'),
    on: date.describe('Day of the decision or of the claim to NAV'),
    reference: z.string(),
    receivedOre: ore,
    isClosed: z
      .boolean()
      .describe('Answered to the end; what is left of the claim is set off again'),
    enteredBy: z.string(),
    version: z.int().describe('Counts what came in'),
  })
  .meta({ id: 'Demand' })

const history = z.object({
  kind: z
    .enum(['found', 'taken-back', 'set-off', 'recovered'])
    .describe('What happened to the claim'),
  on: date.describe('Pay date of the run, or the day the money came'),
  amountOre: ore.describe('Positive raises the claim, negative lowers it'),
  payRunId: idOf('PayRun').nullable().describe('The run that did it; null: outside the runs'),
  demandId: idOf('Demand').nullable().describe('The demand it came in for; null: a run'),
})

const claimInFull = z
  .object({ ...claimFields, history: z.array(history), demands: z.array(demand) })
  .meta({ id: 'ClaimInFull' })

const personId = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01'
const example = {
  personId,
  month: '2026-04',
  openOre: 52311,
  foundOre: 72311,
  setOffOre: 20000,
  recoveredOre: 0,
  since: '2026-06-12',
  timeBarredFrom: '2029-05-13',
  stop: null as object | null,
  demand: null as string | null,
}
const historyExample = [
  {
    kind: 'found',
    on: '2026-06-12',
    amountOre: 72311,
    payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
    demandId: null,
  },
  {
    kind: 'set-off',
    on: '2026-07-10',
    amountOre: -20000,
    payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c02',
    demandId: null,
  },
]
const inFull = { ...example, history: historyExample, demands: [] as object[] }
const demandExample = {
  demandId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e11',
  personId,
  month: '2026-04',
  kind: 'repayment',
  amountOre: 52311,
  benefit: null as string | null,
  on: '2026-07-15',
  reference: '2026/1310',
  receivedOre: 0,
  isClosed: false,
  enteredBy: 'https://issuer.example|kari',
  version: 1,
}
const ofPerson = z.strictObject({ personId: idOf('Person') })
const ofMonth = z.strictObject({ personId: idOf('Person'), month })

export const listClaims = contract({
  id: 'listClaims',
  method: 'GET',
  path: '/v1/claims',
  tag: 'Claims',
  summary: 'List open claims (for mye utbetalt stønad)',
  description:
    'What was paid too much and is still owed, one item a person and month, oldest month first. Runs set it ' +
    'off in later benefit (integreringsloven § 25 first paragraph; POL15) unless it is stopped or demanded. ' +
    'Protected persons are left out without `fotfeste:protected.read`; each person shown is written to the ' +
    'access log.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(claim),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getClaims = contract({
  id: 'getClaims',
  method: 'GET',
  path: '/v1/persons/{personId}/claims',
  tag: 'Claims',
  summary: 'Read a person’s claims with their history (krav)',
  description:
    'Every month that was ever paid too much for, open or settled, with what raised and lowered it and what ' +
    'was demanded outside the runs. Written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: ofPerson,
  replies: {
    200: {
      description: 'The claims',
      schema: z.object({ items: z.array(claimInFull) }),
      example: { items: [inFull] },
    },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

/** What the steps on a month's claim have in common. */
const step = {
  method: 'POST',
  tag: 'Claims',
  scope: 'fotfeste:payroll.write',
  write: { keyed: true },
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
} as const

export const stopSetOff = contract({
  ...step,
  id: 'stopSetOff',
  path: '/v1/persons/{personId}/claims/{month}/stop',
  summary: 'Stop set-off of a claim (stanse motregning)',
  description:
    'From the next run on nothing is set off for the month: an appeal has suspensive effect (fvl § 42), the ' +
    'claim is time-barred (foreldelsesloven § 2), or another reason that the note tells. A run already ' +
    'calculated stands; cancel it if it is not to.',
  params: ofMonth,
  body: z.strictObject({ reason: z.enum(STOP_REASONS), note: text(500) }),
  bodyExample: { reason: 'appeal', note: 'Appeal of 2 July 2026 has suspensive effect.' },
  replies: {
    200: {
      description: 'Stopped',
      schema: claimInFull,
      example: {
        ...inFull,
        stop: {
          reason: 'appeal',
          note: 'Appeal of 2 July 2026 has suspensive effect.',
          from: '2026-07-02',
          stoppedBy: 'https://issuer.example|kari',
        },
      },
    },
  },
  problems: ['no-open-claim', 'set-off-stopped'],
  factory: 'claim',
})

export const resumeSetOff = contract({
  ...step,
  id: 'resumeSetOff',
  path: '/v1/persons/{personId}/claims/{month}/resume',
  summary: 'Resume set-off of a claim (gjenoppta motregning)',
  description: 'From the next run on the claim is set off again (POL15).',
  params: ofMonth,
  replies: { 200: { description: 'Resumed', schema: claimInFull, example: inFull } },
  problems: ['set-off-not-stopped'],
  factory: 'claim',
})

export const demandRepayment = contract({
  ...step,
  id: 'demandRepayment',
  path: '/v1/persons/{personId}/claims/{month}/repayment-decision',
  summary: 'Register a repayment decision (vedtak om tilbakebetaling, § 25 andre ledd)',
  description:
    'The municipality has decided that what is open for the month is to be paid back, since wrong or withheld ' +
    'information was given wilfully or with gross negligence. All that is open is demanded and no longer set ' +
    'off. What comes in is registered with `POST /v1/persons/{personId}/recoveries`.',
  params: ofMonth,
  body: z.strictObject({ decidedOn: date.describe('Not after today'), reference: text(100) }),
  bodyExample: { decidedOn: '2026-07-15', reference: '2026/1310' },
  replies: { 201: { description: 'Registered', schema: demand, example: demandExample } },
  problems: ['no-open-claim', 'claim-demanded', 'day-in-future'],
  factory: 'claim',
})

export const claimRefund = contract({
  ...step,
  id: 'claimRefund',
  path: '/v1/persons/{personId}/claims/{month}/refund-claim',
  summary: 'Register a refund claimed of NAV (refusjon, § 25 tredje ledd)',
  description:
    'A benefit that § 22 reduces for was granted back in time: the municipality claims its outlay for the ' +
    'same purpose and month in the back pay. Until the answer is registered the claim is not set off.',
  params: ofMonth,
  body: z.strictObject({
    benefit: z.enum(BENEFIT_KINDS),
    amountOre: positiveOre
      .refine((amountOre) => amountOre > 0, 'must be more than 0')
      .describe('At most what is open'),
    claimedOn: date.describe('Not after today'),
    reference: text(100),
  }),
  bodyExample: {
    benefit: 'arbeidsavklaringspenger',
    amountOre: 40000,
    claimedOn: '2026-07-15',
    reference: 'NAV 2026/88',
  },
  replies: {
    201: {
      description: 'Registered',
      schema: demand,
      example: {
        ...demandExample,
        kind: 'refund',
        amountOre: 40000,
        benefit: 'arbeidsavklaringspenger',
        reference: 'NAV 2026/88',
      },
    },
  },
  problems: ['no-open-claim', 'claim-demanded', 'more-than-claim', 'day-in-future'],
  factory: 'claim',
})

export const recoverClaim = contract({
  ...step,
  id: 'recoverClaim',
  path: '/v1/persons/{personId}/demands/{demandId}/recoveries',
  summary: 'Register money that came in for a demand (innbetaling)',
  description:
    'Lowers the claim of the month by what the participant paid back or NAV refunded. `isLast` says that no ' +
    'more will come, also with nothing received; what is left of the claim is then set off again.',
  params: z.strictObject({ personId: idOf('Person'), demandId: idOf('Demand') }),
  body: z
    .strictObject({
      amountOre: positiveOre,
      receivedOn: date.describe('Not after today'),
      isLast: z.boolean().default(false),
    })
    .refine(({ amountOre, isLast }) => amountOre > 0 || isLast, {
      path: ['amountOre'],
      message: 'must be more than 0 unless it is the last',
    }),
  bodyExample: { amountOre: 52311, receivedOn: '2026-08-20', isLast: true },
  replies: {
    201: {
      description: 'Registered',
      schema: demand,
      example: { ...demandExample, receivedOre: 52311, isClosed: true, version: 2 },
    },
  },
  problems: ['demand-closed', 'more-than-claim', 'day-in-future'],
  write: { keyed: 'money', versioned: true },
  factory: 'demand',
})
