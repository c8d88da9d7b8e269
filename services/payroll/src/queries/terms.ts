import type { Registrations } from '@fotfeste/domain/rates/base-amount.ts'
import {
  type PoliciesByMonth,
  policiesOf,
  settingsKnownOn,
} from '@fotfeste/domain/stipend/policy-settings.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { listAmountEntries, publicAmounts } from './base-amounts.ts'
import { listSettings } from './policies.ts'

/** What a calculation without state goes by in this municipality, beside the law and the table of G. */
export type PublicTerms = {
  readonly registrations: Registrations
  readonly policies: PoliciesByMonth
}

/** The terms by the day they were known on. */
export type TermsOn = (asKnownOn: PlainDate) => PublicTerms

/** The municipality's settings as known on a day, and its own base amounts from their adoption on. */
export async function readTerms(trx: Kysely<Tables>): Promise<TermsOn> {
  const [settings, entries] = await Promise.all([listSettings(trx), listAmountEntries(trx)])
  const registrations = publicAmounts(entries)
  const held = new Map<PlainDate, PublicTerms>()
  return (asKnownOn) => {
    const known = held.get(asKnownOn)
    if (known) return known
    const policies = policiesOf(settingsKnownOn(settings, asKnownOn))
    const made = { registrations, policies }
    held.set(asKnownOn, made)
    return made
  }
}
