import { assert } from '../values/assert.ts'
import { addDays, dayOf, type PlainDate, plainDate, yearOf } from '../values/calendar.ts'
import { type Ore, ore } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import rows from './base-amounts.json' with { type: 'json' }

/** One national insurance base amount (folketrygdens grunnbeløp, G), whole kroner kept in øre. */
export type BaseAmount = {
  readonly from: PlainDate
  /** Last day, the day before the next amount; null for the latest. */
  readonly to: PlainDate | null
  readonly amountOre: Ore
  /** Day on which the amount became publicly known: the adoption, weeks after 1 May (D1). */
  readonly knownOn: PlainDate
  /** True where no day of publication is on record and the first day of validity stands in for it. */
  readonly knownOnAssumed: boolean
  readonly source: string
}

type Row = {
  readonly from: string
  readonly amountOre: number
  readonly knownOn: string
  readonly knownOnAssumed: boolean
}

const SOURCE = 'folketrygdloven § 1-4; navikt/g'

/**
 * Builds the dated amounts of their rows and stops on a broken table: each row must begin after the
 * one before it, on the first of a month (a month then has one G), be positive and known later.
 */
export function baseAmountsOf(table: readonly Row[]): BaseAmount[] {
  return table.map((row, at) => {
    const [from, knownOn] = [plainDate(row.from), plainDate(row.knownOn)]
    const [before, after] = [table[at - 1], table[at + 1]]
    assert(dayOf(from) === 1, `the base amount of ${from} begins on the first of a month`)
    assert(before === undefined || before.from < from, `the base amount of ${from} is in its order`)
    assert(before === undefined || before.knownOn < knownOn, `${knownOn} is in its order`)
    assert(row.amountOre > 0 && row.amountOre % 100 === 0, `the base amount of ${from} is kroner`)
    return {
      from,
      to: after ? addDays(plainDate(after.from), -1) : null,
      amountOre: ore(row.amountOre),
      knownOn,
      knownOnAssumed: row.knownOnAssumed,
      source: SOURCE,
    }
  })
}

export const BASE_AMOUNTS: readonly BaseAmount[] = baseAmountsOf(rows)

/**
 * The days on which a municipality began to use a year's G, by year; null while it has not.
 * A year that is not here counts from its official day.
 */
export type Registrations = ReadonlyMap<number, PlainDate | null>

/** From which day on an amount was in use: registered by the municipality, else adopted. */
function usedFrom(amount: BaseAmount, registered: Registrations): PlainDate | null {
  const day = registered.get(yearOf(amount.from))
  return day === undefined ? amount.knownOn : day
}

/**
 * The amount for a day as it was known on another day (X12, X32): the latest one that had begun
 * and was known. Null when none was.
 */
export function baseAmountOn(
  day: PlainDate,
  asKnownOn: PlainDate,
  registered: Registrations,
): BaseAmount | null {
  const known = BASE_AMOUNTS.findLast((amount) => {
    if (amount.from > day) return false
    const from = usedFrom(amount, registered)
    return from !== null && from <= asKnownOn
  })
  return known ?? null
}

/** The amount that takes effect in a year, with one amount a year since 1991. */
export const baseAmountOfYear = (year: number): BaseAmount | null =>
  BASE_AMOUNTS.filter((amount) => yearOf(amount.from) === year).at(-1) ?? null

/**
 * Sets the day from which a municipality uses a year's G. Not before its adoption, and not later than a
 * run that used it: what that run paid would come out differently for no reason of law.
 */
export function registerBaseAmount(
  amount: BaseAmount | null,
  entry: { readonly registeredOn: PlainDate | null; readonly usedFrom: PlainDate | null },
):
  | Refusal<'base-amount-unknown' | 'registered-before-adopted' | 'base-amount-in-use'>
  | BaseAmount {
  const { registeredOn, usedFrom } = entry
  if (amount === null) {
    return refuse('base-amount-unknown', 'No base amount of that year is known to this version.')
  }
  if (registeredOn !== null && registeredOn < amount.knownOn) {
    return refuse(
      'registered-before-adopted',
      `It was adopted on ${amount.knownOn}; it cannot be registered before that day.`,
      '/registeredOn',
    )
  }
  if (usedFrom !== null && (registeredOn === null || registeredOn > usedFrom)) {
    return refuse(
      'base-amount-in-use',
      `A pay run of ${usedFrom} used it; give that day or one before it.`,
      '/registeredOn',
    )
  }
  return amount
}
