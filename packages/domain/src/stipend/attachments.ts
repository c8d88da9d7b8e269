import type { Rate } from '../tax/rounding.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import {
  addOre,
  kroner,
  NO_ORE,
  negateOre,
  type Ore,
  ore,
  roundToOre,
  subtractOre,
  sumOre,
} from '../values/ore.ts'
import { ratio, times, wholePart } from '../values/ratio.ts'
import type { PayLine } from './line.ts'

/**
 * The classes in the law's priority (dekningsloven § 2-8 first paragraph a to e). The coordinated attachment
 * (samordnet utleggstrekk, innkrevingsloven, from 2026) is one order for claims of every class, shared out by the
 * Tax Administration; beside orders from before 2026, which run until 2028, it comes last: its size was set when
 * they ran [I].
 */
export const ATTACHMENT_CLASSES = [
  'maintenance',
  'crime-compensation',
  'fine',
  'public-dues',
  'other',
  'coordinated',
] as const
export type AttachmentClass = (typeof ATTACHMENT_CLASSES)[number]

/** Classes that the a-melding reports: in whole kroner, and paid as reported. */
const IN_KRONER: readonly AttachmentClass[] = ['public-dues', 'coordinated']

const toKroner = (amount: Ore): Ore => ore(amount - (amount % 100))

/** An attachment of benefit (utleggstrekk): an amount a month or a share of each payment, never both. */
export type AttachmentOrder = {
  readonly orderId: string
  readonly class: AttachmentClass
  readonly amountOre: Ore | null
  /** Of the payment before tax, in hundredths of a percent. */
  readonly rate: Rate | null
  /** What the person keeps of each payment after tax, whatever the order says. */
  readonly keepsOre: Ore
  readonly from: PlainDate
  readonly to: PlainDate | null
  /** What an order of an amount has taken by earlier payments of the same run month. */
  readonly takenOre: Ore
}

export type Attached = { readonly orderId: string; readonly amountOre: Ore; readonly line: PayLine }

export type AttachedPayment = {
  readonly payDate: PlainDate
  readonly grossOre: Ore
  readonly withheldOre: Ore
}

type Want = {
  readonly order: AttachmentOrder
  readonly wantedOre: Ore
  /** The order's size as people read it. */
  readonly size: string
}
/** What an order gets of a payment. */
type Part = { readonly want: Want; readonly amountOre: Ore }

/** An order's size: its amount, or its share of the gross rounded once (POL1). */
function wantOf(order: AttachmentOrder, grossOre: Ore): Want {
  const { amountOre, rate, takenOre } = order
  assert((amountOre === null) !== (rate === null), 'an order takes an amount or a share')
  const taking = IN_KRONER.includes(order.class) ? toKroner : (amount: Ore) => amount
  if (amountOre !== null) {
    const wantedOre = taking(ore(Math.max(0, subtractOre(amountOre, takenOre))))
    return { order, wantedOre, size: `${kroner(amountOre)} kr a month` }
  }
  const share = roundToOre(times(ratio(grossOre, 1), ratio(Number(rate), 10_000)))
  return { order, wantedOre: taking(share), size: `${Number(rate) / 100} % of the payment` }
}

const older = (a: Want, b: Want): number => {
  const [one, other] = [a.order.from + a.order.orderId, b.order.from + b.order.orderId]
  return one < other ? -1 : 1
}

const sumOfParts = (parts: readonly Part[]): Ore => sumOre(parts.map(({ amountOre }) => amountOre))

/** Shares an amount by what is still wanted, in exact fractions, whole øre; what remains goes to the oldest. */
function bySize(parts: readonly Part[], mostOre: Ore): ReadonlyMap<Want, Ore> {
  const open = parts.map(({ want, amountOre }) => ({
    want,
    openOre: subtractOre(want.wantedOre, amountOre),
  }))
  const sizeOre = sumOre(open.map(({ openOre }) => openOre))
  if (sizeOre === 0) return new Map()
  const sharedOre = ore(Math.min(mostOre, sizeOre))
  const shares = open.map(({ want, openOre }) => {
    const exact = times(ratio(sharedOre, 1), ratio(openOre, sizeOre))
    return { want, openOre, shareOre: ore(wholePart(exact)) }
  })
  let restOre = subtractOre(sharedOre, sumOre(shares.map(({ shareOre }) => shareOre)))
  return new Map(
    shares.map(({ want, openOre, shareOre }) => {
      const moreOre = ore(Math.min(restOre, openOre - shareOre))
      restOre = subtractOre(restOre, moreOre)
      return [want, addOre(shareOre, moreOre)]
    }),
  )
}

/**
 * What one class takes of what is left: all its orders share what lies above the highest amount that one
 * of them leaves, those that leave less share on below it. No order takes of what it leaves to the person.
 */
function takeClass(wants: readonly Want[], leftOre: Ore): Part[] {
  const levels = [...new Set(wants.map(({ order }) => order.keepsOre))].sort((a, b) => b - a)
  return levels.reduce<Part[]>(
    (parts, keepsOre) => {
      const freeOre = ore(Math.max(0, leftOre - sumOfParts(parts) - keepsOre))
      const more = bySize(
        parts.filter(({ want }) => want.order.keepsOre <= keepsOre),
        freeOre,
      )
      return parts.map(({ want, amountOre }) => ({
        want,
        amountOre: addOre(amountOre, more.get(want) ?? NO_ORE),
      }))
    },
    wants.map((want) => ({ want, amountOre: NO_ORE })),
  )
}

function attachedOf({ want, amountOre }: Part): Attached {
  const { order, wantedOre, size } = want
  const { orderId, keepsOre } = order
  const less = amountOre < wantedOre ? ', as much as is left for it' : ''
  const line: PayLine = {
    code: 'attachment',
    amountOre: negateOre(amountOre),
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: ['POL16'],
    law: ['dekningsloven § 2-7', 'dekningsloven § 2-8'],
    inputs: [
      { name: 'orderId', value: orderId },
      { name: 'class', value: order.class },
      { name: 'wanted', value: kroner(wantedOre) },
      { name: 'keeps', value: kroner(keepsOre) },
    ],
    explanation: `Attachment (${order.class}) of ${size}: ${kroner(amountOre)} kr${less}; the person keeps at least ${kroner(keepsOre)} kr.`,
  }
  return { orderId, amountOre, line }
}

/**
 * Attachments of a payment (utleggstrekk, POL16), after withheld tax: class by class in the law's
 * priority, within a class by size; what is reported to the state in whole kroner. Orders that do not run on the pay date take nothing.
 */
export function attach(
  orders: readonly AttachmentOrder[],
  { payDate, grossOre, withheldOre }: AttachedPayment,
): readonly Attached[] {
  const wants = orders
    .filter(({ from, to }) => from <= payDate && (to === null || payDate <= to))
    .map((order) => wantOf(order, grossOre))
    .toSorted(older)
  let leftOre = subtractOre(grossOre, withheldOre)
  return ATTACHMENT_CLASSES.flatMap((name) => {
    const own = wants.filter(({ order }) => order.class === name)
    const taken = takeClass(own, leftOre)
    const parts = IN_KRONER.includes(name)
      ? taken.map(({ want, amountOre }) => ({ want, amountOre: toKroner(amountOre) }))
      : taken
    // Øre that rounding leaves are the person's, not a later class's.
    leftOre = subtractOre(leftOre, sumOfParts(taken))
    return parts.filter(({ amountOre }) => amountOre > 0).map(attachedOf)
  })
}
