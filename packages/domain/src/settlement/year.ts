import { assert } from '../values/assert.ts'
import type { PermitGround } from './permit.ts'
import type { Numbers } from './request.ts'

/** Persons settled in the year who are alike in what the count looks at. */
export type SettledGroup = {
  readonly ground: PermitGround
  readonly byAgreement: boolean
  readonly unaccompaniedMinor: boolean
  readonly persons: number
}

/** Requested, decided, settled and remaining of one year. */
export type YearStatus = {
  readonly requested: Numbers | null
  readonly decided: Numbers | null
  /** Those who count within the decided number. */
  readonly settled: Numbers
  /** Those who do not: reunified family and persons settled without agreement (F3, F11). */
  readonly settledOutsideNumber: Numbers
  /** Decided less settled; below zero when more were settled than decided. */
  readonly remaining: Numbers | null
  readonly metRequest: boolean | null
  readonly rules: readonly string[]
  readonly law: readonly string[]
}

const NO_ONE: Numbers = { persons: 0, unaccompaniedMinors: 0 }

/** The decided number holds those settled by agreement, also agreed self-settlement (F10), never reunified family (F3). */
export const countsWithinNumber = (group: Pick<SettledGroup, 'ground' | 'byAgreement'>): boolean =>
  group.byAgreement && group.ground !== 'family-member' && group.ground !== 'other-family'

function sum(groups: readonly SettledGroup[]): Numbers {
  return groups.reduce(
    (total, group) => ({
      persons: total.persons + group.persons,
      unaccompaniedMinors:
        total.unaccompaniedMinors + (group.unaccompaniedMinor ? group.persons : 0),
    }),
    NO_ONE,
  )
}

/** Settlement is voluntary; a decision meets the request when neither number is below it (S12, S13). */
export const meetsRequest = (decided: Numbers, requested: Numbers): boolean =>
  decided.persons >= requested.persons &&
  decided.unaccompaniedMinors >= requested.unaccompaniedMinors

/** Puts a year together; unaccompanied minors are shown apart and are part of the persons. */
export function settleYear(
  requested: Numbers | null,
  decided: Numbers | null,
  groups: readonly SettledGroup[],
): YearStatus {
  assert(requested !== null || decided === null, 'a decision rests on a request')
  const settled = sum(groups.filter(countsWithinNumber))
  return {
    requested,
    decided,
    settled,
    settledOutsideNumber: sum(groups.filter((group) => !countsWithinNumber(group))),
    remaining: decided && {
      persons: decided.persons - settled.persons,
      unaccompaniedMinors: decided.unaccompaniedMinors - settled.unaccompaniedMinors,
    },
    metRequest: requested && decided ? meetsRequest(decided, requested) : null,
    rules: ['S12', 'S13', 'F3'],
    law: ['integreringsloven § 4 second paragraph'],
  }
}
