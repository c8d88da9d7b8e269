import { CAUSES } from '@fotfeste/domain/ledger/causes.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const amounts = z
  .object({
    netOre: ore.describe('To persons'),
    withheldOre: ore.describe('Withheld tax'),
    attachedOre: ore.describe('To creditors (utleggstrekk)'),
    grossOre: ore.describe('All three'),
  })
  .meta({ id: 'PaidAmounts' })

const item = z.object({
  payRunId: idOf('PayRun'),
  payslipId: idOf('Payslip').nullable(),
  paymentId: idOf('Payment').nullable(),
  personId: idOf('Person').nullable(),
  month,
  owedOre: ore,
  filedOre: ore.describe('The amount of the newest payment; 0 without one'),
})

const CODES = Object.keys(CAUSES) as [keyof typeof CAUSES, ...(keyof typeof CAUSES)[]]
const one = { netOre: 1906917, withheldOre: 368900, attachedOre: 0, grossOre: 2275817 }
const nothing = { netOre: 0, withheldOre: 0, attachedOre: 0, grossOre: 0 }

export const getReconciliation = contract({
  id: 'getReconciliation',
  method: 'GET',
  path: '/v1/reconciliation',
  tag: 'Ledger',
  summary: 'Reconcile what was paid with ledger, bank and report (avstemming)',
  description:
    'What stood at the end of a day: the payslips of released runs, what the ledger has of them, the payments ' +
    'in the bank files, what the bank took, what it booked, what the ledger has of that, and what was reported ' +
    'to the state. A payment that was made again counts once, as its newest. `agrees` holds at any moment; ' +
    'what is only under way is a difference with its cause and what to do. Sums count protected persons; the ' +
    `items, at most 100 a cause, leave them out without \`fotfeste:protected.read\`. Causes:\n\n${CODES.map(
      (cause) => `- \`${cause}\`: ${CAUSES[cause]}`,
    ).join('\n')}`,
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({ date: date.optional().describe('Today unless told') }),
  replies: {
    200: {
      description: 'What was found',
      schema: z
        .object({
          date,
          agrees: z
            .boolean()
            .describe(
              'Payslips = ledger = bank file with what is `not-sent`, and the ledger has what the bank booked',
            ),
          payslips: amounts,
          ledger: amounts,
          bankFile: amounts,
          taken: amounts.describe('Accepted or booked by the bank'),
          booked: amounts,
          ledgerBooked: amounts,
          reported: z.object({ grossOre: ore, withheldOre: ore }),
          claims: z.object({ openOre: ore, ledgerOre: ore }),
          differences: z.array(
            z.object({
              cause: z.enum(CODES),
              remedy: z.string().describe('What to do about it'),
              count: z.int(),
              amountOre: ore,
              items: z.array(item),
            }),
          ),
        })
        .meta({ id: 'Reconciliation' }),
      example: {
        date: '2026-07-10',
        agrees: true,
        payslips: one,
        ledger: one,
        bankFile: one,
        taken: nothing,
        booked: nothing,
        ledgerBooked: nothing,
        reported: { grossOre: 0, withheldOre: 0 },
        claims: { openOre: 0, ledgerOre: 0 },
        differences: [
          {
            cause: 'awaiting-bank',
            remedy: CAUSES['awaiting-bank'],
            count: 2,
            amountOre: 2275817,
            items: [
              {
                payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
                payslipId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
                paymentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b01',
                personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
                month: '2026-06',
                owedOre: 1906917,
                filedOre: 1906917,
              },
            ],
          },
        ],
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
