import { z } from 'zod'
import type { EventType } from '../feed.ts'
import { date, idOf, month, ore } from '../values.ts'

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

export const payrollEvents = [payRunApproved, payRunReleased, baseAmountRegistered] as const
