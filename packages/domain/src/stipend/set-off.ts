import { addMonths, type PlainDate } from '../values/calendar.ts'
import { firstDay, type Month } from '../values/month.ts'
import { kroner, NO_ORE, negateOre, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { compare, type Ratio, ratio } from '../values/ratio.ts'
import type { ClaimChange } from './differences.ts'
import type { PayLine } from './line.ts'
import type { StipendPolicies } from './policies.ts'

/** A claim for what was paid too much for a month (for mye utbetalt), as it stood before the run. */
export type OpenClaim = {
  readonly month: Month
  /** What may be set off: open before the run, less what the run takes back of it. */
  readonly openOre: Ore
  /** The day on which the month was first paid: the claim is time-barred from there. */
  readonly firstPaidOn: PlainDate
}

export type SetOffTerms = {
  /** The run's month. */
  readonly month: Month
  readonly payDate: PlainDate
  /** The last day of the newest programme; null while it has no end. */
  readonly programmeEnd: PlainDate | null
  /** The benefit of months never paid before: what set-off is taken from. */
  readonly ordinaryOre: Ore
  /** What each of them bears before an individual decision is needed (POL8). */
  readonly rooms: readonly Ratio[]
  readonly stopped: ReadonlySet<Month>
  readonly policies: StipendPolicies
  /** § 25 first paragraph, or § 14 of the law before. */
  readonly law: string
}

/** What is left to the person after tax and attachments when this much is set off. */
export type NetAfter = (setOffOre: Ore) => Ore

export type SetOff = {
  readonly lines: readonly { readonly month: Month; readonly line: PayLine }[]
  readonly claims: readonly ClaimChange[]
  readonly totalOre: Ore
}

const NOTHING: SetOff = { lines: [], claims: [], totalOre: NO_ORE }
const YEARS_TO_TIME_BAR = 3

/** The last day on which a claim can be set off: three years from the payment (foreldelsesloven § 2). */
export const lastDayOfClaim = (firstPaidOn: PlainDate): PlainDate =>
  addMonths(firstPaidOn, 12 * YEARS_TO_TIME_BAR)

const part = (amount: Ore, percent: number): Ore =>
  ore((amount * percent - ((amount * percent) % 100)) / 100)

type Taken = { readonly claim: OpenClaim; readonly takenOre: Ore }

/**
 * Shares an amount among the claims, oldest month first: a small one whole, a greater one within what is
 * left of the month's part.
 */
function share(claims: readonly OpenClaim[], mostOre: Ore, terms: SetOffTerms): Taken[] {
  const { setOffPercent, setOffAtOnceBelowOre } = terms.policies
  const partOre = part(terms.ordinaryOre, setOffPercent)
  let totalOre: Ore = NO_ORE
  return claims.flatMap((claim) => {
    const isSmall = claim.openOre < setOffAtOnceBelowOre
    const roomOre = isSmall ? mostOre : Math.min(mostOre, partOre)
    const takenOre = ore(Math.min(claim.openOre, roomOre - totalOre))
    if (takenOre <= 0) return []
    totalOre = sumOre([totalOre, takenOre])
    return [{ claim, takenOre }]
  })
}

/** The most that can be set off while the protected amount is left. */
function leaving(protectedOre: Ore, mostOre: Ore, netAfter: NetAfter): Ore {
  const leaves = (amount: number) => netAfter(ore(amount)) >= protectedOre
  if (protectedOre === 0 || leaves(mostOre)) return mostOre
  let [can, cannot] = [0, Number(mostOre)]
  while (cannot - can > 1) {
    const middle = can + Math.floor((cannot - can) / 2)
    if (leaves(middle)) can = middle
    else cannot = middle
  }
  return ore(can)
}

function setOffLine({ claim, takenOre }: Taken, { law }: SetOffTerms): PayLine {
  const restOre = subtractOre(claim.openOre, takenOre)
  return {
    code: 'set-off',
    amountOre: negateOre(takenOre),
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: ['POL15'],
    law: [law],
    inputs: [
      { name: 'month', value: claim.month },
      { name: 'openClaim', value: kroner(claim.openOre) },
      { name: 'restOfClaim', value: kroner(restOre) },
    ],
    explanation: `Set off against what was paid too much for ${claim.month}: ${kroner(takenOre)} kr of ${kroner(claim.openOre)} kr; ${kroner(restOre)} kr is left of the claim.`,
  }
}

const isOpen = (claim: OpenClaim, terms: SetOffTerms): boolean =>
  claim.openOre > 0 &&
  !terms.stopped.has(claim.month) &&
  terms.payDate <= lastDayOfClaim(claim.firstPaidOn)

/**
 * Set-off of what was paid too much (trekk i fremtidig stønad, § 25, POL15): oldest month first, of the
 * benefit before tax. Claims of the same run are for a later one; nothing is set off behind the programme's
 * end, nor in a payment that would come to need an individual decision by it (POL8).
 */
export function setOffClaims(
  claims: readonly OpenClaim[],
  terms: SetOffTerms,
  netAfter: NetAfter,
): SetOff {
  const { programmeEnd, ordinaryOre, policies } = terms
  const isOver = programmeEnd !== null && programmeEnd < firstDay(terms.month)
  const open = claims
    .filter((claim) => isOpen(claim, terms))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
  if (isOver || open.length === 0 || ordinaryOre <= 0) return NOTHING
  const wantedOre = sumOre(share(open, ordinaryOre, terms).map(({ takenOre }) => takenOre))
  const carries = terms.rooms.some((room) => compare(ratio(wantedOre, 1), room) >= 0)
  if (wantedOre === 0 || carries) return NOTHING
  const totalOre = leaving(policies.protectedAmountOre, wantedOre, netAfter)
  const taken = share(open, totalOre, terms)
  return {
    lines: taken.map((one) => ({ month: one.claim.month, line: setOffLine(one, terms) })),
    claims: taken.map(({ claim, takenOre }) => ({
      month: claim.month,
      kind: 'set-off',
      amountOre: negateOre(takenOre),
    })),
    totalOre,
  }
}
