import { listBaseAmounts, registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { baseAmountRegistered } from '@fotfeste/contracts/payroll/events.ts'
import {
  BASE_AMOUNTS,
  type BaseAmount,
  LAST_OFFICIAL_YEAR,
  officialAmountOf,
} from '@fotfeste/domain/rates/base-amount.ts'
import {
  type AmountEntry,
  registerBaseAmount as decide,
} from '@fotfeste/domain/rates/register-base-amount.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { type PlainDate, yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  firstUseOf,
  insertAmountEntry,
  insertRegistration,
  listAmountEntries,
  listRegistrations,
  lockEntries,
  type Registration,
} from '../queries/base-amounts.ts'
import type { Trx } from '../queries/persons.ts'

/** When the municipality's runs use a year's G; a year of the table without an entry goes by its official day. */
const useOf = (
  registration: Pick<Registration, 'registeredOn' | 'version'> | undefined,
  officialDay: BaseAmount['knownOn'] | null,
) => ({
  registeredOn: registration ? registration.registeredOn : officialDay,
  isOfficialDay: registration === undefined && officialDay !== null,
  version: registration?.version ?? 0,
})

type Use = ReturnType<typeof useOf>

function shownOfficial({ from, amountOre, knownOn, knownOnAssumed, source }: BaseAmount, use: Use) {
  const known = { from, amountOre, knownOn, knownOnAssumed, source }
  return { year: yearOf(from), status: 'official' as const, ...known, ...use }
}

function shownEntry({ status, from, amountOre, adoptedOn, source }: AmountEntry, use: Use) {
  const known = { from, amountOre, knownOn: adoptedOn, knownOnAssumed: false, source }
  return { year: yearOf(from), status, ...known, ...use }
}

/** What stands of a year before an entry. */
async function loadYear(trx: Trx, year: number) {
  const [, entries, days, usedFrom] = await Promise.all([
    lockEntries(trx, 'base-amount'),
    listAmountEntries(trx),
    listRegistrations(trx),
    firstUseOf(trx, year),
  ])
  const finals = entries.filter(({ status }) => status === 'final').map((one) => one.year)
  const entry = entries.find((one) => one.year === year) ?? null
  const newestYear = Math.max(LAST_OFFICIAL_YEAR, ...finals)
  const day = days.find((one) => one.year === year)
  const versions = { entryVersion: entry?.version ?? 0, dayVersion: day?.version ?? 0 }
  return { entry, newestYear, usedFrom, day, ...versions }
}

/** The year as it then stands: the entry of a year behind the table, else the table's. */
const shownYear = (year: number, entry: AmountEntry | null, use: Use) => {
  const official = officialAmountOf(year)
  if (official) return shownOfficial(official, use)
  assert(entry !== null, 'a registered year has an amount')
  return shownEntry(entry, use)
}

/** What the others are told when a municipality has set its day. */
export const registered = (
  subject: string,
  data: { readonly year: number; readonly amountOre: Ore; readonly registeredOn: PlainDate | null },
) => {
  const { type, version } = baseAmountRegistered
  return { type, version, subject, isProtected: false, data }
}

/** The base amount (grunnbeløp, G): the table's and the municipality's own, and when its runs use it. */
export function baseAmounts(kit: Kit<Tables>): void {
  serve(kit, listBaseAmounts, async (_input, { trx }) => {
    const [entries, held] = await Promise.all([listAmountEntries(trx), listRegistrations(trx)])
    const useIn = (year: number, officialDay: BaseAmount['knownOn'] | null) =>
      useOf(
        held.find((one) => one.year === year),
        officialDay,
      )
    const own = entries
      .filter(({ year }) => year > LAST_OFFICIAL_YEAR)
      .map((entry) => shownEntry(entry, useIn(entry.year, null)))
    const official = BASE_AMOUNTS.map((amount) =>
      shownOfficial(amount, useIn(yearOf(amount.from), amount.knownOn)),
    )
    const baseAmounts = [...official, ...own].toReversed()
    return { status: 200, body: { baseAmounts, law: ['folketrygdloven § 1-4'] } }
  })

  serve(kit, registerBaseAmount, async ({ params, body }, { trx, caller, today, newId }) => {
    const year = Number(params.year)
    const { registeredOn, amount: entry } = body
    const held = await loadYear(trx, year)
    const decision = decide({ year, entry, registeredOn }, held, today)
    if (isRefusal(decision)) return decision
    const by = { enteredBy: caller.actor, enteredOn: today }
    const kept = decision.isNew && entry ? { ...entry, year, version: held.entryVersion + 1 } : null
    const isNewDay = decision.amount !== null && held.day?.registeredOn !== registeredOn
    const day = isNewDay ? { year, version: held.dayVersion + 1, registeredOn } : held.day
    const shown = shownYear(year, kept ?? held.entry, useOf(day, null))
    const id = newId<'BaseAmountRegistration'>()
    const { tenant } = caller
    return {
      status: 200,
      body: shown,
      version: shown.version,
      save: [
        ...(kept ? [insertAmountEntry(trx, tenant, { ...kept, ...by, id: newId() })] : []),
        ...(isNewDay && day ? [insertRegistration(trx, tenant, { ...day, ...by, id })] : []),
      ],
      ...(isNewDay
        ? { event: registered(id, { year, amountOre: shown.amountOre, registeredOn }) }
        : {}),
    }
  })
}
