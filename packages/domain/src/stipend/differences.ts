import type { Regime } from '../introduction/regime.ts'
import { assert } from '../values/assert.ts'
import { firstDay, type Month } from '../values/month.ts'
import { kroner, NO_ORE, negateOre, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import type { PayLine } from './line.ts'
import { ruleSetOn } from './rule-sets.ts'

/** A month that was paid before, computed again with what is known now. */
export type SettledMonth = {
  readonly month: Month
  readonly regime: Regime
  readonly recomputedOre: Ore
  /** The sum of all lines paid for the month so far. */
  readonly paidOre: Ore
  /** What of it is already an open claim (for mye utbetalt, POL15). */
  readonly claimOre: Ore
  /** True when a deduction that was held falls away, for no decision came in time (POL8). */
  readonly paysHeld: boolean
}

/**
 * A change of the claim for a month, one of each kind in a run: `found` raises it or takes it back
 * (negative), `set-off` is what was recovered of it (negative).
 */
export type ClaimChange = {
  readonly month: Month
  readonly kind: 'found' | 'set-off'
  readonly amountOre: Ore
}

export type Differences = {
  readonly lines: readonly { readonly month: Month; readonly line: PayLine }[]
  readonly claims: readonly ClaimChange[]
}

type Balance = { readonly of: SettledMonth; readonly dueOre: Ore; readonly claimBackOre: Ore }

/** What a month is still owed (or owes), rounded less rounded; more due first takes its own claim back. */
function balanceOf(of: SettledMonth): Balance {
  const standsOre = subtractOre(of.paidOre, of.claimOre)
  const dueOre = subtractOre(of.recomputedOre, standsOre)
  const claimBackOre = ore(Math.max(0, Math.min(dueOre, of.claimOre)))
  return { of, dueOre: subtractOre(dueOre, claimBackOre), claimBackOre }
}

function differenceLine({ of }: Balance, amountOre: Ore, restOre: Ore): PayLine {
  const rules = ruleSetOn(of.regime, firstDay(of.month))
  assert(rules !== null, `the law was in force in the paid month ${of.month}`)
  const claimed =
    amountOre < 0 && of.claimOre > 0 ? `, ${kroner(of.claimOre)} kr of it a claim already` : ''
  const rest =
    restOre === 0 ? '' : ` ${kroner(restOre)} kr more was paid too much and stands as a claim.`
  const law = [amountOre >= 0 ? rules.paragraphs.payment : rules.paragraphs.overpayment]
  const held = of.paysHeld
    ? ' No individual decision on the deduction for unexcused absence was registered in time: it falls away.'
    : ''
  return {
    code: 'retroactive-difference',
    amountOre,
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: of.paysHeld ? ['POL9', 'POL8'] : ['POL9'],
    law: of.paysHeld ? [...law, rules.paragraphs.decision] : law,
    inputs: [
      { name: 'month', value: of.month },
      { name: 'recomputed', value: kroner(of.recomputedOre) },
      { name: 'paid', value: kroner(of.paidOre) },
    ],
    explanation: `Difference for ${of.month}: computed again ${kroner(of.recomputedOre)} kr, paid before ${kroner(of.paidOre)} kr${claimed}.${held}${rest}`,
  }
}

const foundFor = (month: Month, amountOre: Ore): ClaimChange => ({
  month,
  kind: 'found',
  amountOre,
})

/**
 * The difference lines of one run for one person (POL9): one line for each month that differs. Those
 * too low and those too high meet each other, oldest month first; what is left of too much is a claim,
 * never a deduction here (integreringsloven § 25, POL15).
 */
export function settleDifferences(months: readonly SettledMonth[]): Differences {
  const balances = [...months].sort((a, b) => (a.month < b.month ? -1 : 1)).map(balanceOf)
  let meetsOre = sumOre(balances.map(({ dueOre }) => ore(Math.max(0, dueOre))))
  const lines: { month: Month; line: PayLine }[] = []
  const claims: ClaimChange[] = []
  for (const balance of balances) {
    const { dueOre, claimBackOre } = balance
    const { month } = balance.of
    if (claimBackOre > 0) claims.push(foundFor(month, negateOre(claimBackOre)))
    if (dueOre > 0) lines.push({ month, line: differenceLine(balance, dueOre, NO_ORE) })
    if (dueOre >= 0) continue
    const metOre = ore(Math.min(meetsOre, -dueOre))
    const restOre = subtractOre(negateOre(dueOre), metOre)
    meetsOre = subtractOre(meetsOre, metOre)
    if (metOre > 0) {
      lines.push({ month, line: differenceLine(balance, negateOre(metOre), restOre) })
    }
    if (restOre > 0) claims.push(foundFor(month, restOre))
  }
  const totalOre = sumOre(lines.map(({ line }) => line.amountOre))
  assert(totalOre >= NO_ORE, 'differences of one run never take from the ordinary benefit')
  return { lines, claims }
}
