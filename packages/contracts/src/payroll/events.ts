import { PAYMENT_KINDS } from '@fotfeste/domain/payment/payment.ts'
import { z } from 'zod'
import type { EventType } from '../feed.ts'
import { date, idOf, month, ore } from '../values.ts'
import { closingFacts } from './closings.ts'

const runFacts = {
  payRunId: idOf('PayRun'),
  month,
  payDate: date,
  payable: z.int().describe('Persons who are paid'),
  netOre: ore,
}

export const payRunApproved = {
  type: 'PayRunApproved',
  version: 1,
  description: 'A second person has approved a month’s run. For budget and accounting.',
  data: z.object({ ...runFacts, approvedOn: date }),
} as const satisfies EventType

export const payRunReleased = {
  type: 'PayRunReleased',
  version: 1,
  description: 'A run has gone to the bank. For accounting.',
  data: z.object({ ...runFacts, releasedOn: date }),
} as const satisfies EventType

export const baseAmountRegistered = {
  type: 'BaseAmountRegistered',
  version: 1,
  description: 'The municipality has set from which day its runs use a year’s base amount (G).',
  data: z.object({ year: z.int(), amountOre: ore, registeredOn: date.nullable() }),
} as const satisfies EventType

export const payRunClosed = {
  type: 'PayRunClosed',
  version: 1,
  description: 'Nothing is left to do with a run: booked and reported, or refused by the bank.',
  data: z.object({ ...runFacts, closedOn: date }),
} as const satisfies EventType

const paymentFacts = {
  paymentId: idOf('Payment'),
  payRunId: idOf('PayRun'),
  personId: idOf('Person').nullable().describe('Null for withheld tax'),
  protected: z.boolean(),
  kind: z.enum(PAYMENT_KINDS),
  month: month.describe('Of the run whose result it pays'),
  sequence: z.int().describe('Above 1: made again after one that failed'),
}

export const paymentBooked = {
  type: 'PaymentBooked',
  version: 1,
  description:
    'The bank has taken a payment from the account. For whoever follows what a person is paid.',
  data: z.object({ ...paymentFacts, bookedOn: date }),
} as const satisfies EventType

export const paymentFailed = {
  type: 'PaymentFailed',
  version: 1,
  description:
    'A payment reached nobody: rejected, or returned after it was booked. It is still owed, and a later run makes it again.',
  data: z.object({
    ...paymentFacts,
    outcome: z.enum(['rejected', 'returned']),
    failedOn: date,
    reasonCode: z
      .string()
      .length(4)
      .nullable()
      .describe('ISO 20022; null where the bank gave none or words of its own'),
  }),
} as const satisfies EventType

export const ledgerMonthClosed = {
  type: 'LedgerMonthClosed',
  version: 1,
  description:
    'A month of the ledger takes no more entries. For accounting: its journal (GET /v1/ledger/journal) is final.',
  data: z.object(closingFacts),
} as const satisfies EventType

export const payrollEvents = [
  payRunApproved,
  payRunReleased,
  payRunClosed,
  paymentBooked,
  paymentFailed,
  ledgerMonthClosed,
  baseAmountRegistered,
] as const
