import type { PlainDate } from '../values/calendar.ts'
import type { Ore } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** What an order takes and how long, as a person enters it. */
export type AttachmentEntry = {
  readonly amountOre: Ore | null
  readonly percent: number | null
  readonly from: PlainDate
  readonly to: PlainDate | null
}

/** Checks an attachment order (utleggstrekk): an amount or a percent, never both, and days in order. */
export function checkAttachment(
  entry: AttachmentEntry,
): Refusal<'attachment-unclear' | 'dates-out-of-order'> | null {
  if ((entry.amountOre === null) === (entry.percent === null)) {
    return refuse(
      'attachment-unclear',
      'The order takes an amount or a percent: give one of them.',
      '/amountOre',
    )
  }
  if (entry.to === null || entry.to >= entry.from) return null
  return refuse('dates-out-of-order', 'The order ends on or after the day it begins.', '/to')
}
