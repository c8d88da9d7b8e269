import { RECEIPT_OUTCOMES, REPORT_MOVES, REPORT_STATES } from '@fotfeste/domain/reporting/report.ts'
import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, month, ore, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** The moves between states, as the rules have them. */
const MOVES = Object.entries(REPORT_MOVES)
  .map(([move, { from, to }]) => `- ${move}: ${from.join(', ')} → ${to}`)
  .join('\n')

const reportFields = {
  reportId: idOf('Report').describe('Also the message’s `meldingsId`'),
  month: month.describe('Calendar month of the payouts (kalendermåned)'),
  number: z.int().describe('Which message of the month it is, 1 the first'),
  state: z
    .enum(REPORT_STATES)
    .describe(
      '`requested`, being written, see `reason`; `written`, its file can be fetched; `delivered`; `received` by ' +
        'the authority; `failed`: refused or withdrawn',
    ),
  reason: z.string().nullable().describe('Why it is not written yet'),
  cause: z.string().nullable().describe('Why it was sent again though nothing was paid since'),
  replaces: idOf('Report')
    .nullable()
    .describe('The message it takes the place of (erstatterMeldingsId)'),
  dueOn: date.describe('The 5th of the next month, or the first working day after it'),
  isOverdue: z.boolean().describe('The day has passed and it is neither delivered nor received'),
  unit: z.string().nullable().describe('Business unit it was written for (virksomhet)'),
  persons: z.int().describe('Receivers of income in it'),
  problems: z.int().describe('Persons who keep it from being written, protected ones counted'),
  grossOre: ore,
  withheldOre: ore.describe('Withheld tax reported (forskuddstrekk), whole kroner'),
  taxAttachmentsOre: ore.describe('Attachments for tax and public dues (utleggstrekk)'),
  requestedBy: z.string(),
  requestedOn: date,
  writtenAt: instant.nullable(),
  version: z.int(),
}

const listedReport = z.object(reportFields).meta({ id: 'ListedAMelding' })

const report = z
  .object({
    ...reportFields,
    payRunIds: z.array(idOf('PayRun')).describe('The runs it holds'),
    problemPersons: z
      .array(
        z.object({
          personId: idOf('Person'),
          code: z.enum(['unknown-person', 'no-national-number']),
          detail: z.string(),
        }),
      )
      .describe('Who keeps it from being written, at most 200, and what to do'),
    receipts: z.array(
      z.object({
        outcome: z.enum(RECEIPT_OUTCOMES),
        reference: z.string().nullable(),
        detail: z.string().nullable(),
        enteredBy: z.string(),
        enteredOn: date,
      }),
    ),
  })
  .meta({ id: 'AMelding' })

const reportId = z.strictObject({ reportId: idOf('Report') })
const run = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01'
const requested = {
  reportId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f01',
  month: '2026-06',
  number: 1,
  state: 'requested',
  reason: null as string | null,
  cause: null,
  replaces: null,
  dueOn: '2026-07-06',
  isOverdue: false,
  unit: null as string | null,
  persons: 0,
  problems: 0,
  grossOre: 0,
  withheldOre: 0,
  taxAttachmentsOre: 0,
  requestedBy: 'https://issuer.example|kari',
  requestedOn: '2026-06-15',
  writtenAt: null as string | null,
  version: 1,
}
const written = {
  ...requested,
  state: 'written',
  unit: '940101808',
  persons: 40,
  grossOre: 85636320,
  withheldOre: 12040000,
  taxAttachmentsOre: 200000,
  writtenAt: '2026-06-15T08:00:00.000Z',
  version: 2,
}
const whole = { ...written, payRunIds: [run], problemPersons: [], receipts: [] }

export const requestAMelding = contract({
  id: 'requestAMelding',
  method: 'POST',
  path: '/v1/a-meldinger',
  tag: 'A-melding',
  summary: 'Ask for the a-melding of a month (a-melding)',
  description:
    'Writes what was paid in a calendar month to be reported to the state (a-opplysningsloven §§ 3-4): each ' +
    'person’s benefit as `pensjonEllerTrygd`/`introduksjonsstoenad`, withheld tax, attachments for tax and ' +
    'public dues. By the cash principle the month is that of the day of payout; a correction of an earlier month, ' +
    'and G that is paid later, is reported when it is paid. It is written in the background: national numbers come ' +
    'from settlement, and are kept in the file alone. While settlement is silent it waits and says so.\n\n' +
    'A message is whole or not written: a person without a fødselsnummer or D-number is named in ' +
    '`problemPersons`, and it waits until settlement holds the number (asking again tries at once). Left out, the ' +
    'person’s tax would be paid and not reported, and the sums to pay would not be those of the payslips.\n\n' +
    'Asked for again after delivery it is a correction: a new message with the whole month that replaces the one ' +
    'before (`erstatterMeldingsId`). Refused when nothing was paid since, unless a `cause` is given; while a run of ' +
    'the month is open; and while the message before is written and nobody has told what became of it.',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({
    month,
    cause: text(500)
      .nullable()
      .default(null)
      .describe('Why it must be sent again, e.g. a person’s number was corrected'),
  }),
  bodyExample: { month: '2026-06', cause: null },
  replies: { 202: { description: 'Asked for', schema: listedReport, example: requested } },
  problems: [
    'month-not-begun',
    'report-state',
    'pay-run-open',
    'nothing-to-report',
    'report-unchanged',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const listAMeldinger = contract({
  id: 'listAMeldinger',
  method: 'GET',
  path: '/v1/a-meldinger',
  tag: 'A-melding',
  summary: 'List a-meldinger (a-meldinger)',
  description: 'All messages, the newest at the top. Sums count protected persons too.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({
    ...pageQuery,
    month: month.optional().describe('Only messages of this month of payout'),
    state: z.enum(REPORT_STATES).optional().describe('Only messages in this state'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(listedReport),
      example: { items: [written], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getAMelding = contract({
  id: 'getAMelding',
  method: 'GET',
  path: '/v1/a-meldinger/{reportId}',
  tag: 'A-melding',
  summary: 'Read an a-melding (a-melding)',
  description:
    'Where it stands, its sums, the runs in it, who keeps it from being written, and what was told of it. Each ' +
    `person named is written to the access log; protected ones are counted, not named. The moves:\n\n${MOVES}`,
  scope: 'fotfeste:payroll.read',
  params: reportId,
  replies: { 200: { description: 'The message', schema: report, example: whole } },
  problems: [],
  visibility: 'public',
  factory: 'aMelding',
})

export const getAMeldingFile = contract({
  id: 'getAMeldingFile',
  method: 'GET',
  path: '/v1/a-meldinger/{reportId}/file',
  tag: 'A-melding',
  summary: 'Fetch the message to deliver (a-melding, XML)',
  description:
    'The message by the schema `urn:ske:fastsetting:innsamling:a-meldingen:v2_3`; the same bytes each time. It ' +
    'holds national numbers of protected persons too, and so needs `fotfeste:identity.read` and ' +
    '`fotfeste:protected.read` beside its scope. Each person in it is written to the access log.',
  scope: 'fotfeste:payroll.approve',
  params: reportId,
  replies: { 200: { description: 'The file', contentType: 'application/xml' } },
  problems: ['report-state'],
  visibility: 'public',
  factory: 'writtenAMelding',
})

export const registerAMeldingReceipt = contract({
  id: 'registerAMeldingReceipt',
  method: 'POST',
  path: '/v1/a-meldinger/{reportId}/receipt',
  tag: 'A-melding',
  summary: 'Register what became of an a-melding (kvittering, tilbakemelding)',
  description:
    '`delivered`, `received` or `refused`, with the authority’s reference; `withdrawn` when a written message was ' +
    'never sent. By whoever delivers, a person or a system: nothing is paid by it, and who told is kept. When it is ' +
    'received, the month’s booked runs are `reported`; one that is booked later follows by itself. A refused or ' +
    'withdrawn message stands for nothing: ask for the next one.',
  scope: 'fotfeste:payroll.approve',
  params: reportId,
  body: z
    .strictObject({
      outcome: z.enum(RECEIPT_OUTCOMES),
      reference: text(200)
        .nullable()
        .default(null)
        .describe('The authority’s reference (forsendelseId, dialogId); needed unless withdrawn'),
      detail: text(2000)
        .nullable()
        .default(null)
        .describe(
          'What was told; needed when refused or withdrawn. No names, no numbers of persons.',
        ),
    })
    .refine(({ outcome, reference }) => outcome === 'withdrawn' || reference !== null, {
      path: ['reference'],
      message: 'must be given unless the message is withdrawn',
    })
    .refine(
      ({ outcome, detail }) => detail !== null || !['refused', 'withdrawn'].includes(outcome),
      { path: ['detail'], message: 'must say why the message was refused or withdrawn' },
    ),
  bodyExample: {
    outcome: 'received',
    reference: '0193b5cd-cbce-7dbd-b188-1437db673767',
    detail: null,
  },
  replies: {
    200: {
      description: 'Registered',
      schema: listedReport,
      example: { ...written, state: 'received', version: 3 },
    },
  },
  problems: ['report-state'],
  write: { keyed: true, versioned: true },
  visibility: 'public',
  factory: 'writtenAMelding',
})

const reportingUnit = z
  .object({
    unit: z
      .string()
      .nullable()
      .describe('Organisation number; null: none is registered, the municipality itself'),
    version: z.int(),
  })
  .meta({ id: 'ReportingUnit' })

export const registerReportingUnit = contract({
  id: 'registerReportingUnit',
  method: 'PUT',
  path: '/v1/reporting-unit',
  tag: 'A-melding',
  summary: 'Register the business unit that pays (virksomhet, underenhet)',
  description:
    'The organisation number that an a-melding reports payments under, below the municipality’s own. Replaces the one ' +
    'before for messages written from now on; while none is registered the municipality itself stands there.',
  scope: 'fotfeste:payroll.approve',
  body: z.strictObject({
    unit: z
      .string()
      .length(9)
      .refine(isOrganisationNumber, 'must be an organisation number: nine digits, modulo 11'),
  }),
  bodyExample: { unit: '974767880' },
  replies: {
    200: {
      description: 'Registered',
      schema: reportingUnit,
      example: { unit: '974767880', version: 1 },
    },
  },
  problems: [],
  needsPerson: true,
  visibility: 'public',
  factory: null,
})

export const getReportingUnit = contract({
  id: 'getReportingUnit',
  method: 'GET',
  path: '/v1/reporting-unit',
  tag: 'A-melding',
  summary: 'Read the business unit that pays (virksomhet, underenhet)',
  description: 'The newest entry; null while there is none: the municipality itself.',
  scope: 'fotfeste:payroll.read',
  replies: {
    200: {
      description: 'The unit',
      schema: reportingUnit,
      example: { unit: null, version: 0 },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
