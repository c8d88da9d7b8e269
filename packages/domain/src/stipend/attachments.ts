import type { Rate } from '../tax/rounding.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { kroner, NO_ORE, negateOre, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { type Ratio, ratio, roundHalfUp, times, wholePart } from '../values/ratio.ts'
import type { PayLine } from './line.ts'

/** The classes in the law's priority (dekningsloven § 2-8 first paragraph a to e). */
export const ATTACHMENT_CLASSES = [
  'maintenance',
  'crime-compensation',
  'fine',
  'public-dues',
  'other',
] as const
export type AttachmentClass = (typeof ATTACHMENT_CLASSES)[number]

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

type Want = { readonly order: AttachmentOrder; readonly wantedOre: Ore }

/** An order's size: its amount, or its share of the gross rounded once (POL1). */
function wantOf(order: AttachmentOrder, grossOre: Ore): Want {
  const { amountOre, rate, takenOre } = order
  assert((amountOre === null) !== (rate === null), 'an order takes an amount or a share')
  const wanted =
    amountOre === null
      ? Number(roundHalfUp(times(ratio(grossOre, 1), ratio(rate ?? 0, 10_000))))
      : Math.max(0, subtractOre(amountOre, takenOre))
  return { order, wantedOre: ore(wanted) }
}

const older = (a: Want, b: Want): number => {
  const [one, other] = [a.order.from + a.order.orderId, b.order.from + b.order.orderId]
  return one < other ? -1 : 1
}

/** Shares an amount by size in exact fractions, whole øre; what remains goes to the oldest. */
function bySize(wants: readonly Want[], amountOre: Ore): Ore[] {
  const sizeOre = sumOre(wants.map(({ wantedOre }) => wantedOre))
  if (amountOre >= sizeOre) return wants.map(({ wantedOre }) => wantedOre)
  const exact = (wantedOre: Ore): Ratio => times(ratio(amountOre, 1), ratio(wantedOre, sizeOre))
  const shares = wants.map(({ wantedOre }) => ore(wholePart(exact(wantedOre))))
  let restOre = subtractOre(amountOre, sumOre(shares))
  return shares.map((shareOre, at) => {
    const moreOre = Math.min(restOre, (wants[at]?.wantedOre ?? NO_ORE) - shareOre)
    restOre = ore(restOre - moreOre)
    return ore(shareOre + moreOre)
  })
}

/**
 * What one class takes of what is left: all its orders share what lies above the highest amount that one
 * of them leaves, those that leave less share on below it. No order takes of what it leaves to the person.
 */
function takeClass(wants: readonly Want[], leftOre: Ore): Map<string, Ore> {
  const taken = new Map<string, Ore>()
  const levels = [...new Set(wants.map(({ order }) => order.keepsOre))].sort((a, b) => b - a)
  let restOre = leftOre
  for (const keepsOre of levels) {
    const sharing = wants
      .filter(({ order }) => order.keepsOre <= keepsOre)
      .map(({ order, wantedOre }) => ({
        order,
        wantedOre: subtractOre(wantedOre, taken.get(order.orderId) ?? NO_ORE),
      }))
    const freeOre = ore(Math.max(0, restOre - keepsOre))
    bySize(sharing, freeOre).forEach((amountOre, at) => {
      const id = sharing[at]?.order.orderId ?? ''
      taken.set(id, sumOre([taken.get(id) ?? NO_ORE, amountOre]))
      restOre = subtractOre(restOre, amountOre)
    })
  }
  return taken
}

function attachmentLine({ order, wantedOre }: Want, amountOre: Ore): PayLine {
  const { amountOre: fixed, rate, keepsOre } = order
  const size =
    fixed === null ? `${(rate ?? 0) / 100} % of the payment` : `${kroner(fixed)} kr a month`
  const less = amountOre < wantedOre ? ', as much as is left for it' : ''
  return {
    code: 'attachment',
    amountOre: negateOre(amountOre),
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: ['POL16'],
    law: ['dekningsloven § 2-7', 'dekningsloven § 2-8'],
    inputs: [
      { name: 'orderId', value: order.orderId },
      { name: 'class', value: order.class },
      { name: 'wanted', value: kroner(wantedOre) },
      { name: 'keeps', value: kroner(keepsOre) },
    ],
    explanation: `Attachment (${order.class}) of ${size}: ${kroner(amountOre)} kr${less}; the person keeps at least ${kroner(keepsOre)} kr.`,
  }
}

/**
 * Attachments of a payment (utleggstrekk, POL16), after withheld tax: class by class in the law's
 * priority, within a class by size. Orders that do not run on the pay date take nothing.
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
    leftOre = subtractOre(leftOre, sumOre([...taken.values()]))
    return own.flatMap((want): Attached[] => {
      const { orderId } = want.order
      const amountOre = taken.get(orderId) ?? NO_ORE
      if (amountOre === 0) return []
      return [{ orderId, amountOre, line: attachmentLine(want, amountOre) }]
    })
  })
}
