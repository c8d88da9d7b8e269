import {
  type BaseAmount,
  officialAmountOf,
  type Registrations,
} from '@fotfeste/domain/rates/base-amount.ts'
import { type AmountEntry, amountOfEntry } from '@fotfeste/domain/rates/register-base-amount.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A year's G as the municipality has registered it: its day of use, and its amount behind the table. */
export type Registration = {
  readonly year: number
  readonly version: number
  readonly registeredOn: PlainDate | null
  readonly amount: BaseAmount | null
}

/** An amount as a person entered it. */
export type HeldEntry = AmountEntry & { readonly year: number; readonly version: number }

type Entered<Kind extends string> = {
  readonly id: Id<Kind>
  readonly enteredBy: string
  readonly enteredOn: PlainDate
}

/** The newest entry of each year behind the table. */
export async function listAmountEntries(trx: Kysely<Tables>): Promise<HeldEntry[]> {
  const rows = await trx
    .selectFrom('base_amount_entry')
    .distinctOn('year')
    .select(['year', 'version', 'status', 'amount_ore', 'from_date', 'adopted_on', 'source'])
    .where('tenant', '=', here)
    .orderBy('year')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    year: row.year,
    version: row.version,
    status: row.status,
    amountOre: row.amount_ore,
    from: row.from_date,
    adoptedOn: row.adopted_on,
    source: row.source,
  }))
}

async function listDays(trx: Kysely<Tables>): Promise<Omit<Registration, 'amount'>[]> {
  const rows = await trx
    .selectFrom('base_amount_registration')
    .distinctOn('year')
    .select(['year', 'version', 'registered_on'])
    .where('tenant', '=', here)
    .orderBy('year')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    year: row.year,
    version: row.version,
    registeredOn: row.registered_on,
  }))
}

/** What the municipality has registered, by year; an amount of its own is not used before its day is. */
export async function listRegistrations(trx: Kysely<Tables>): Promise<Registration[]> {
  const [days, entries] = await Promise.all([listDays(trx), listAmountEntries(trx)])
  const amountOf = (year: number): BaseAmount | null => {
    const entry = entries.find((one) => one.year === year)
    return entry ? amountOfEntry(entry) : null
  }
  return days.map((day) => ({ ...day, amount: amountOf(day.year) }))
}

export const toRegistrations = (entries: readonly Registration[]): Registrations =>
  new Map(
    entries.map(({ year, registeredOn, amount }) => [year, { usedFrom: registeredOn, amount }]),
  )

/** The municipality's own final amounts as they were publicly known: for calculations without state. */
export const publicAmounts = (entries: readonly HeldEntry[]): Registrations =>
  new Map(
    entries.flatMap((entry) => {
      const amount = amountOfEntry(entry)
      return amount ? [[entry.year, { usedFrom: amount.knownOn, amount }] as const] : []
    }),
  )

/** What a regulation of a year can be with: the table's G, or the municipality's final or proposed one. */
export async function yearsAmount(
  trx: Kysely<Tables>,
  year: number,
): Promise<{
  readonly amount: BaseAmount | null
  readonly proposed: BaseAmount | null
  readonly entry: 'official' | AmountEntry['status']
}> {
  const official = officialAmountOf(year)
  if (official) return { amount: official, proposed: null, entry: 'official' }
  const entry = (await listAmountEntries(trx)).find((one) => one.year === year)
  if (!entry) return { amount: null, proposed: null, entry: 'proposed' }
  // A proposal is taken as if it were known: a dry run asks what it would come to.
  const proposed = { ...entry, status: 'final', adoptedOn: entry.adoptedOn ?? entry.from } as const
  return { amount: amountOfEntry(entry), proposed: amountOfEntry(proposed), entry: entry.status }
}

/** The first day on which a run that stands used the year's G; null when none did. */
export async function firstUseOf(trx: Kysely<Tables>, year: number): Promise<PlainDate | null> {
  const row = await trx
    .selectFrom('pay_run')
    .select('as_known_on')
    .where('tenant', '=', here)
    .where('base_amount_year', '>=', year)
    .where('state', '<>', 'cancelled')
    .orderBy('as_known_on')
    .limit(1)
    .executeTakeFirst()
  return row?.as_known_on ?? null
}

/** Keeps a day of use; two at once break the key and one is told to read again. */
export function insertRegistration(
  trx: Kysely<Tables>,
  tenant: Tenant,
  entry: Omit<Registration, 'amount'> & Entered<'BaseAmountRegistration'>,
): Compilable {
  return trx.insertInto('base_amount_registration').values({
    tenant,
    year: entry.year,
    version: entry.version,
    id: entry.id,
    registered_on: entry.registeredOn,
    entered_by: entry.enteredBy,
    entered_on: entry.enteredOn,
  })
}

/** Keeps an amount as entered. */
export function insertAmountEntry(
  trx: Kysely<Tables>,
  tenant: Tenant,
  entry: HeldEntry & Entered<'BaseAmountEntry'>,
): Compilable {
  return trx.insertInto('base_amount_entry').values({
    tenant,
    year: entry.year,
    version: entry.version,
    id: entry.id,
    status: entry.status,
    amount_ore: entry.amountOre,
    from_date: entry.from,
    adopted_on: entry.adoptedOn,
    source: entry.source,
    entered_by: entry.enteredBy,
    entered_on: entry.enteredOn,
  })
}

/** One entry at a time in a municipality: the numbers of versions follow each other. */
export const lockEntries = (trx: Kysely<Tables>, of: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${of} || system.current_tenant(), 4209))`.execute(
    trx,
  )
