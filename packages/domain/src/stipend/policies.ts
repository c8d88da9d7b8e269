import { assert } from '../values/assert.ts'

/** What a policy's value counts in. */
export type PolicyUnit = 'minute' | 'day' | 'day-of-month'

/** The numbers that a month's calculation and a pay run use. */
export type StipendPolicies = {
  /** POL2: unexcused minutes of one date are rounded down to whole steps of this length. */
  readonly absenceStepMinutes: number
  /** POL4a: up to this many days of leave are taken from the base; with more, the rest is paid. */
  readonly leaveByDayLimit: number
  /** N29: minutes of breastfeeding a day that keep the benefit. */
  readonly breastfeedingMinutes: number
  /** POL6: day of the following month on which a month is paid. */
  readonly payDay: number
}

export type Policy = {
  readonly key: string
  readonly name: keyof StipendPolicies
  readonly unit: PolicyUnit
  readonly value: number
  readonly description: string
}

/** The policies with their defaults, where the law leaves the municipality a choice. */
export const POLICIES: readonly Policy[] = [
  {
    key: 'POL2',
    name: 'absenceStepMinutes',
    unit: 'minute',
    value: 15,
    description:
      'The unexcused minutes of one date are added and rounded down to whole steps of this length; doubt goes to the participant.',
  },
  {
    key: 'POL4a',
    name: 'leaveByDayLimit',
    unit: 'day',
    value: 15,
    description:
      'Leave without benefit of up to this many calendar days takes a day rate each from the month; with more, the remaining days are paid by the day rate.',
  },
  {
    key: 'N29',
    name: 'breastfeedingMinutes',
    unit: 'minute',
    value: 60,
    description:
      'Breastfeeding of up to this long a day keeps the benefit in the child’s first year (integreringsforskriften § 13).',
  },
  {
    key: 'POL6',
    name: 'payDay',
    unit: 'day-of-month',
    value: 12,
    description:
      'A month is paid on this day of the following month, moved to the banking day before when it is none.',
  },
]

/** Gathers the named policies into what the calculation reads; a name without a policy stops. */
export function policyValues(policies: readonly Policy[]): StipendPolicies {
  const value = (name: keyof StipendPolicies): number => {
    const policy = policies.find((one) => one.name === name)
    assert(policy !== undefined, `there is a policy ${name}`)
    return policy.value
  }
  return {
    absenceStepMinutes: value('absenceStepMinutes'),
    leaveByDayLimit: value('leaveByDayLimit'),
    breastfeedingMinutes: value('breastfeedingMinutes'),
    payDay: value('payDay'),
  }
}
