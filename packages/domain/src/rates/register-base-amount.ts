import { dayOf, type PlainDate, yearOf } from '../values/calendar.ts'
import { kroner, type Ore } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { type BaseAmount, LAST_OFFICIAL_YEAR, officialAmountOf } from './base-amount.ts'

/** A year's G as a municipality enters it: proposed before the government has adopted it, or final. */
export type AmountEntry = {
  readonly status: 'proposed' | 'final'
  readonly amountOre: Ore
  readonly from: PlainDate
  /** Day of adoption of a final one; null of a proposed one. */
  readonly adoptedOn: PlainDate | null
  readonly source: string
}

/** What stands of a year before an entry. */
export type HeldAmount = {
  /** The newest entry of the municipality; null: none. */
  readonly entry: AmountEntry | null
  /** The newest year with a final amount, the table's or the municipality's. */
  readonly newestYear: number
  /** The first day on which a run that stands used it; null: none did. */
  readonly usedFrom: PlainDate | null
}

export type AmountRefusal =
  | 'base-amount-unknown'
  | 'base-amount-unclear'
  | 'base-amount-differs'
  | 'base-amount-in-use'
  | 'registered-before-adopted'
  | 'proposed-not-for-payment'

/** What an entry comes to: the amount it registers, and whether anything new is kept. */
export type RegisteredAmount = {
  /** Null for a proposed amount, which no payment uses. */
  readonly amount: BaseAmount | null
  readonly isNew: boolean
}

/** A final entry as the calculation reads one: publicly known from its adoption on. */
export function amountOfEntry(entry: AmountEntry): BaseAmount | null {
  const { status, from, amountOre, adoptedOn, source } = entry
  if (status === 'proposed' || adoptedOn === null) return null
  return { from, to: null, amountOre, knownOn: adoptedOn, knownOnAssumed: false, source }
}

const figure = (amountOre: Ore, from: PlainDate): string => `${kroner(amountOre)} kr from ${from}`

const isSameAmount = (
  one: { readonly amountOre: Ore; readonly from: PlainDate },
  other: { readonly amountOre: Ore; readonly from: PlainDate },
): boolean => one.amountOre === other.amountOre && one.from === other.from

/** A year of the table: its amount may be entered again, another one may not. */
function enterOfficial(
  official: BaseAmount,
  entry: AmountEntry | null,
): Refusal<AmountRefusal> | RegisteredAmount {
  if (entry !== null && !isSameAmount(official, entry)) {
    return refuse(
      'base-amount-differs',
      `The official one is ${figure(official.amountOre, official.from)}, the entry ${figure(entry.amountOre, entry.from)}; leave the amount out.`,
      '/amount',
    )
  }
  return { amount: official, isNew: false }
}

function checkEntry(
  year: number,
  entry: AmountEntry,
  today: PlainDate,
): Refusal<AmountRefusal> | null {
  const { status, from, adoptedOn } = entry
  if (yearOf(from) !== year || dayOf(from) !== 1) {
    return refuse('base-amount-unclear', `Give the first of a month in ${year}.`, '/amount/from')
  }
  if ((status === 'final') !== (adoptedOn !== null)) {
    const told = 'A final amount has its day of adoption, a proposed one has none.'
    return refuse('base-amount-unclear', told, '/amount/adoptedOn')
  }
  if (adoptedOn !== null && adoptedOn > today) {
    const told = `${adoptedOn} is still to come: until then it is a proposal.`
    return refuse('base-amount-unclear', told, '/amount/adoptedOn')
  }
  return null
}

/** An entry for a year behind the table, held up against what stands. */
function enterOwn(entry: AmountEntry, held: HeldAmount): Refusal<AmountRefusal> | RegisteredAmount {
  const before = held.entry
  const isSame = before !== null && before.status === entry.status && isSameAmount(before, entry)
  if (isSame) return { amount: amountOfEntry(before), isNew: false }
  const changesFinal = before?.status === 'final'
  if (changesFinal && (entry.status === 'proposed' || held.usedFrom !== null)) {
    const used = held.usedFrom === null ? '' : ` and a run of ${held.usedFrom} used it`
    return refuse(
      'base-amount-differs',
      `The final one is ${figure(before.amountOre, before.from)}${used}; the entry says ${entry.status} ${figure(entry.amountOre, entry.from)}.`,
      '/amount',
    )
  }
  return { amount: amountOfEntry(entry), isNew: true }
}

function enterAmount(
  of: { readonly year: number; readonly entry: AmountEntry | null },
  held: HeldAmount,
  today: PlainDate,
): Refusal<AmountRefusal> | RegisteredAmount {
  const { year, entry } = of
  const official = officialAmountOf(year)
  if (official) return enterOfficial(official, entry)
  if (year < LAST_OFFICIAL_YEAR || (entry === null && held.entry === null)) {
    return refuse('base-amount-unknown', `No base amount of ${year} is known: give its amount.`)
  }
  if (year > held.newestYear + 1) {
    const told = `The newest final base amount is that of ${held.newestYear}; enter the years between first.`
    return refuse('base-amount-unknown', told)
  }
  if (entry === null) return { amount: held.entry && amountOfEntry(held.entry), isNew: false }
  return checkEntry(year, entry, today) ?? enterOwn(entry, held)
}

/** Whether the day from which runs use it fits: after adoption, and not later than a run that used it. */
function checkDay(
  amount: BaseAmount | null,
  registeredOn: PlainDate | null,
  usedFrom: PlainDate | null,
): Refusal<AmountRefusal> | null {
  if (amount === null && registeredOn !== null) {
    return refuse(
      'proposed-not-for-payment',
      'A proposed base amount is for dry runs; register its day when it is final.',
      '/registeredOn',
    )
  }
  if (amount !== null && registeredOn !== null && registeredOn < amount.knownOn) {
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
  return null
}

/**
 * Registers a year's G for a municipality: the amount, where the table has none (folketrygdloven § 1-4, adopted
 * each May), and the day from which its runs use it. A proposed one pays nobody; an official one that is
 * entered again changes nothing, another figure is refused with both. The day is not before the adoption,
 * and not later than a run that used it: what that run paid would come out differently for no reason of law.
 */
export function registerBaseAmount(
  of: {
    readonly year: number
    readonly entry: AmountEntry | null
    readonly registeredOn: PlainDate | null
  },
  held: HeldAmount,
  today: PlainDate,
): Refusal<AmountRefusal> | RegisteredAmount {
  const entered = enterAmount(of, held, today)
  if ('refused' in entered) return entered
  return checkDay(entered.amount, of.registeredOn, held.usedFrom) ?? entered
}
