import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { addOre, NO_ORE, type Ore, ore, sumOre } from '../values/ore.ts'
import type { OnPayDate, Receiver, ReportedClass, ReportedIncome } from './a-melding.ts'

/** A payslip as it was paid, with its lines summed by the month they are for. */
export type PaidPayslip = {
  readonly personId: PersonId
  readonly payDate: PlainDate
  /** Sums of lines; one can be negative (set-off § 25, a correction), all together they are the gross. */
  readonly months: readonly { readonly month: Month; readonly amountOre: Ore }[]
  /** Whole kroner. */
  readonly withheldOre: Ore
  /** Attached by orders of the classes that are reported, in whole kroner. */
  readonly taxAttached: readonly { readonly class: ReportedClass; readonly amountOre: Ore }[]
}

/** What is reported of one person, before the number is known. */
export type ReportedPerson = Omit<Receiver, 'nationalNumber'> & {
  readonly personId: PersonId
  readonly grossOre: Ore
}

export type ReportedMonth = {
  readonly persons: readonly ReportedPerson[]
  readonly withheld: readonly OnPayDate[]
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly taxAttachmentsOre: Ore
}

function summed<Key extends string>(
  parts: readonly { readonly key: Key; readonly amountOre: Ore }[],
): [Key, Ore][] {
  const sums = new Map<Key, Ore>()
  for (const { key, amountOre } of parts) {
    sums.set(key, addOre(sums.get(key) ?? NO_ORE, amountOre))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Income by month of earning. What was set off for one month came out of what was paid for others, and a
 * message holds no negative income: it lowers the newest months first, so that each sum is above zero and all
 * of them are still what was paid.
 */
export function incomesOf(months: PaidPayslip['months']): readonly ReportedIncome[] {
  const sums = summed(months.map(({ month, amountOre }) => ({ key: month, amountOre })))
  let owed = sumOre(sums.map(([, amount]) => amount).filter((amount) => amount < 0))
  const incomes: ReportedIncome[] = []
  for (const [month, amount] of sums.toReversed()) {
    if (amount <= 0) continue
    const left = ore(Math.max(0, amount + owed))
    owed = ore(Math.min(0, amount + owed))
    if (left > 0) incomes.unshift({ month, amountOre: left })
  }
  assert(owed === 0, 'a person is not paid less than nothing')
  return incomes
}

function personOf(personId: PersonId, slips: readonly PaidPayslip[]): ReportedPerson {
  const attached = summed(
    slips.flatMap(({ payDate, taxAttached }) =>
      taxAttached.map(
        ({ class: name, amountOre }) => ({ key: `${payDate} ${name}`, amountOre }) as const,
      ),
    ),
  )
  const incomes = incomesOf(slips.flatMap(({ months }) => months))
  return {
    personId,
    incomes,
    grossOre: sumOre(incomes.map(({ amountOre }) => amountOre)),
    withheldOre: sumOre(slips.map(({ withheldOre }) => withheldOre)),
    taxAttachments: attached
      .map(([key, amount]) => {
        const [payDate, name] = key.split(' ') as [PlainDate, ReportedClass]
        return { payDate, class: name, amountOre: amount }
      })
      .filter(({ amountOre }) => amountOre > 0),
  }
}

/**
 * All that was paid in a calendar month, by person (in order of id) and by day: by the cash principle, a
 * correction of earlier months too is reported in the month it is paid.
 */
export function reportedMonth(payslips: readonly PaidPayslip[]): ReportedMonth {
  const byPerson = new Map<PersonId, PaidPayslip[]>()
  for (const slip of payslips) {
    byPerson.set(slip.personId, [...(byPerson.get(slip.personId) ?? []), slip])
  }
  const persons = [...byPerson]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([personId, slips]) => personOf(personId, slips))
  const withheld = summed(
    payslips.map(({ payDate, withheldOre }) => ({ key: payDate, amountOre: withheldOre })),
  )
  const attached = persons.flatMap(({ taxAttachments }) => taxAttachments)
  return {
    persons,
    withheld: withheld
      .map(([payDate, amountOre]) => ({ payDate, amountOre }))
      .filter(({ amountOre }) => amountOre > 0),
    grossOre: sumOre(persons.map(({ grossOre }) => grossOre)),
    withheldOre: sumOre(persons.map(({ withheldOre }) => withheldOre)),
    taxAttachmentsOre: sumOre(attached.map(({ amountOre }) => amountOre)),
  }
}
