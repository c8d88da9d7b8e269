import { baseAmountOn, type Registrations } from '@fotfeste/domain/rates/base-amount.ts'
import { calculateMonth } from '@fotfeste/domain/stipend/calculate-month.ts'
import { POLICY_DEFAULTS } from '@fotfeste/domain/stipend/policies.ts'
import { payoutMonth, withholdMonth } from '@fotfeste/domain/tax/withholding.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { firstDay } from '@fotfeste/domain/values/month.ts'
import { type PersonMonth, personMonths } from './person-months.ts'
import { type Measured, measured, type Round } from './row.ts'

const COUNT = 20_000
const ROUNDS = 5
const PASSES = 5
const KNOWN_ON = plainDate('2026-11-22')
const NONE_REGISTERED: Registrations = new Map()

/** One month with its tax, as a pay run computes it. */
function calculated({ facts, card }: PersonMonth) {
  const baseAmount = baseAmountOn(firstDay(facts.month), KNOWN_ON, NONE_REGISTERED)
  const month = calculateMonth(facts, { baseAmount, policies: POLICY_DEFAULTS })
  if ('refused' in month) throw new Error(month.detail)
  const { grossOre, entitledDays: days } = month
  const tax = withholdMonth({
    payout: payoutMonth(facts.month),
    grossOre,
    days,
    card,
    summerExemption: false,
  })
  if ('refused' in tax) throw new Error(tax.detail)
  return { month, tax }
}

function perSecond(work: () => unknown): number {
  const began = performance.now()
  for (let pass = 0; pass < PASSES; pass++) work()
  return (COUNT * PASSES) / ((performance.now() - began) / 1000)
}

/**
 * Person-months a second on one core, calculated with their tax; beside it the same results written as
 * JSON, which whoever keeps or sends one does anyway.
 */
export async function calculation(): Promise<Measured> {
  const all = personMonths(COUNT)
  // Few are kept: a heap full of results would be a cost of the measure's own.
  const results = all.slice(0, COUNT / 20).map(calculated)
  const rounds: Round[] = []
  for (let at = -1; at < ROUNDS; at++) {
    const value = perSecond(() => {
      for (const one of all) calculated(one)
    })
    const floor = perSecond(() => {
      for (let at = 0; at < COUNT; at++) JSON.stringify(results[at % results.length])
    })
    // The first round warms both sides up.
    if (at >= 0) rounds.push({ value, floor })
  }
  return measured('calculation', 'person-months/s', rounds)
}
