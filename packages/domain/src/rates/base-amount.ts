import { assert } from '../values/assert.ts'
import { addDays, dayOf, type PlainDate, plainDate, yearOf } from '../values/calendar.ts'
import { type Ore, ore } from '../values/ore.ts'
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

/** A municipality's own word on the G of a year. */
export type Registration = {
  /** From this day on its runs use it; null: not yet. */
  readonly usedFrom: PlainDate | null
  /** The final amount as entered, for a year that the table does not have; null: the table's. */
  readonly amount: BaseAmount | null
}

/** What a municipality has registered, by year. A year that is not here counts from its official day. */
export type Registrations = ReadonlyMap<number, Registration>

/** The amount of the table that takes effect in a year, with one amount a year since 1991. */
export const officialAmountOf = (year: number): BaseAmount | null =>
  BASE_AMOUNTS.findLast((amount) => yearOf(amount.from) === year) ?? null

/** The newest year of the table. */
export const LAST_OFFICIAL_YEAR = Math.max(...BASE_AMOUNTS.map(({ from }) => yearOf(from)))

/** The amounts of years behind the table that a municipality has entered, newest first. */
const ownAmounts = (registered: Registrations): BaseAmount[] =>
  [...registered]
    .sort(([year], [other]) => other - year)
    .flatMap(([year, { amount }]) => (amount && year > LAST_OFFICIAL_YEAR ? [amount] : []))

/** True when an amount had begun on a day and was in use on another: registered here, else adopted. */
function isInUse(
  amount: BaseAmount,
  on: { readonly day: PlainDate; readonly asKnownOn: PlainDate },
  registered: Registrations,
): boolean {
  if (amount.from > on.day) return false
  const held = registered.get(yearOf(amount.from))
  const from = held === undefined ? amount.knownOn : held.usedFrom
  return from !== null && from <= on.asKnownOn
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
  const isUsed = (amount: BaseAmount): boolean => isInUse(amount, { day, asKnownOn }, registered)
  const own = registered.size === 0 ? undefined : ownAmounts(registered).find(isUsed)
  return own ?? BASE_AMOUNTS.findLast(isUsed) ?? null
}

/**
 * The amount in use for a day before the newest one: what a month goes by while a person has yet to look at
 * what the newest would make of it. Null when there was none.
 */
export function baseAmountBefore(
  day: PlainDate,
  asKnownOn: PlainDate,
  registered: Registrations,
): BaseAmount | null {
  const newest = baseAmountOn(day, asKnownOn, registered)
  return newest && baseAmountOn(addDays(newest.from, -1), asKnownOn, registered)
}

/**
 * Adopted amounts that a municipality's runs may not use yet: of the table where it has said "not yet", of its own
 * final entries until it has given their day.
 */
export const unusedAmounts = (
  registered: Registrations,
  own: readonly BaseAmount[],
  today: PlainDate,
): BaseAmount[] => [
  ...BASE_AMOUNTS.filter(
    ({ from, knownOn }) => knownOn <= today && registered.get(yearOf(from))?.usedFrom === null,
  ),
  ...own.filter(
    ({ from, knownOn }) =>
      knownOn <= today &&
      yearOf(from) > LAST_OFFICIAL_YEAR &&
      (registered.get(yearOf(from))?.usedFrom ?? null) === null,
  ),
]

/** The same with a year's amount in use from a day on: what a regulation computes with. */
export const withAmount = (
  registered: Registrations,
  amount: BaseAmount,
  usedFrom: PlainDate,
): Registrations => new Map([...registered, [yearOf(amount.from), { usedFrom, amount }]])
