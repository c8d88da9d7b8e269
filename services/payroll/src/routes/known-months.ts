import { readKnownMonth } from '@fotfeste/contracts/payroll/known-months.ts'
import { baseAmountOn } from '@fotfeste/domain/rates/base-amount.ts'
import { calculateMonth } from '@fotfeste/domain/stipend/calculate-month.ts'
import type { Language } from '@fotfeste/domain/stipend/explain/wording.ts'
import { policiesOf, settingsKnownOn } from '@fotfeste/domain/stipend/policy-settings.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { firstDay } from '@fotfeste/domain/values/month.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listRegistrations, toRegistrations } from '../queries/base-amounts.ts'
import { type KnownMonth, knownMonths, paidForMonth } from '../queries/known-months.ts'
import { findPerson, type Trx } from '../queries/persons.ts'
import { listSettings } from '../queries/policies.ts'
import { shownBenefit } from './calculated.ts'

const noPerson = refuse('not-found', 'No such person in the programme that your token may see.')

type Terms = Pick<Parameters<typeof calculateMonth>[1], 'policies' | 'baseAmount'>

/** What the municipality went by for a month, as known on a day: a run of that day would use the same. */
async function termsOf(
  trx: Trx,
  { month, asKnownOn }: { month: KnownMonth['facts']['month']; asKnownOn: PlainDate },
): Promise<Terms> {
  const [registrations, settings] = await Promise.all([listRegistrations(trx), listSettings(trx)])
  return {
    baseAmount: baseAmountOn(firstDay(month), asKnownOn, toRegistrations(registrations)),
    policies: policiesOf(settingsKnownOn(settings, asKnownOn))(month),
  }
}

function shown(
  { facts, ...known }: KnownMonth,
  terms: Terms,
  as: { readonly asKnownOn: PlainDate; readonly language: Language | undefined },
) {
  const calculated = calculateMonth(facts, terms)
  if (isRefusal(calculated)) {
    const { refused: code, detail } = calculated
    return { ...known, result: null, problem: { code, detail } }
  }
  const of = { month: facts.month, asKnownOn: as.asKnownOn, calculated }
  return { ...known, result: shownBenefit(of, as.language), problem: null }
}

/** What was right for a participant's month by what was known on a day. */
export function readMonths(kit: Kit<Tables>): void {
  serve(kit, readKnownMonth, async ({ params, query }, { trx, today }) => {
    const { asKnownOn = today, explain: language } = query
    const of = { ...params, asKnownOn }
    const [person, months, terms, paidOre] = await Promise.all([
      findPerson(trx, params.personId),
      knownMonths(trx, of),
      termsOf(trx, of),
      paidForMonth(trx, of),
    ])
    if (!person) return noPerson
    const items = months.map((one) => shown(one, terms, { asKnownOn, language }))
    return { status: 200, body: { ...of, paidOre, items }, persons: [params.personId] }
  })
}
