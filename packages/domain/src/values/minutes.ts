import { assert } from './assert.ts'

declare const minutesBrand: unique symbol
/** A length of time in whole minutes, zero or more. */
export type Minutes = number & { readonly [minutesBrand]: 'Minutes' }

export const MINUTES_PER_DAY = 1440

/** Makes a length of time of a whole number of minutes; stops on anything else. */
export function minutes(value: number): Minutes {
  assert(
    Number.isSafeInteger(value) && value >= 0,
    `time is a whole number of minutes, not ${value}`,
  )
  return value as Minutes
}

/** Whole quarters of an hour, rounded down, in minutes (POL2). */
export const wholeQuarters = (value: Minutes): Minutes => minutes(value - (value % 15))
