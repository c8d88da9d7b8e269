import type { Definition } from './policies.ts'

/** When something is late enough that a person is told. */
export type AlertPolicies = {
  /** Working days from release in which the bank's receipt is awaited. */
  readonly receiptWithinBankingDays: number
  /** Working days before the pay day by which a run is approved. */
  readonly approveBeforePayDays: number
  /** Days before a run's calculation within which its tax cards were fetched. */
  readonly taxCardsWithinDays: number
  /** Days from the adoption of a base amount within which it is in use. */
  readonly useBaseAmountWithinDays: number
  /** Days before a claim is time-barred from which it is told. */
  readonly timeBarWarningDays: number
}

export const ALERT_POLICIES: {
  readonly [Name in keyof AlertPolicies]: Definition<AlertPolicies[Name]>
} = {
  receiptWithinBankingDays: {
    key: 'alert',
    unit: 'working-day',
    value: 1,
    range: { least: 1, most: 10 },
    law: ['kommuneloven § 25-1'],
    description:
      'The bank answers a payment file within this many working days after release; later it is an alert.',
  },
  approveBeforePayDays: {
    key: 'alert',
    unit: 'working-day',
    value: 3,
    range: { least: 0, most: 10 },
    law: ['integreringsloven § 24'],
    description:
      'A run is approved this many working days before its pay day; later it is an alert, for the participants wait for the money.',
  },
  taxCardsWithinDays: {
    key: 'alert',
    unit: 'day',
    value: 1,
    range: { least: 0, most: 31 },
    law: ['skattebetalingsloven § 5-1 second paragraph'],
    description:
      'Tax cards are fetched before each run, at most this many days before it is calculated; older ones are an alert.',
  },
  useBaseAmountWithinDays: {
    key: 'alert',
    unit: 'day',
    value: 30,
    range: { least: 0, most: 366 },
    law: ['integreringsloven § 20 first paragraph', 'folketrygdloven § 1-4'],
    description:
      'A base amount is in use within this many days of its adoption, for the participants are paid too little until then; later it is an alert.',
  },
  timeBarWarningDays: {
    key: 'alert',
    unit: 'day',
    value: 180,
    range: { least: 0, most: 1_095 },
    law: ['integreringsloven § 25', 'foreldelsesloven § 2'],
    description:
      'An open claim is told of this many days before three years have passed since the payment, so that there is time to act.',
  },
}
