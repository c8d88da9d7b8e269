import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { kroner, type Ore } from '../values/ore.ts'

/**
 * The codes by which social services report a client to KOSTRA: main income introduction benefit (form 11F, VKLO),
 * in the introduction programme (ARBSIT), and benefit received before an application (form 11CF, YTELSE_INTRO).
 */
export const HAND_OVER_CODES = { vklo: '6', arbsit: '09', ytelseIntro: '4' } as const

/** What a person was paid in a month, and for which months. */
export type HandedOver = {
  readonly personId: PersonId
  /** The month of payout. */
  readonly month: Month
  readonly payDates: readonly PlainDate[]
  readonly months: readonly { readonly month: Month; readonly amountOre: Ore }[]
  readonly grossOre: Ore
  readonly netOre: Ore
  /** The payout holds benefit of a month not paid before, not only a correction or back pay. */
  readonly isCurrent: boolean
}

export type HandOverCodes = {
  readonly vklo: '6' | null
  readonly arbsit: '09' | null
  readonly ytelseIntro: '4'
}

/**
 * The codes of a person. Who is paid only back pay takes no part in the programme by this: then the main income is
 * not named either, for VKLO 6 requires ARBSIT 09 (KOSTRA 11F, control K018).
 */
export const handOverCodes = ({ isCurrent }: HandedOver): HandOverCodes => ({
  vklo: isCurrent ? HAND_OVER_CODES.vklo : null,
  arbsit: isCurrent ? HAND_OVER_CODES.arbsit : null,
  ytelseIntro: HAND_OVER_CODES.ytelseIntro,
})

const COLUMNS = [
  'personId',
  'month',
  'payDates',
  'benefitMonth',
  'benefit',
  'gross',
  'net',
  'VKLO',
  'ARBSIT',
  'YTELSE_INTRO',
]

const amount = (of: Ore): string => kroner(of).replace('.', ',')

/** The list as CSV: one row for each person and month of benefit; semicolons, comma in amounts, CRLF. */
export function handOverCsv(list: readonly HandedOver[]): string {
  const rows = list.flatMap((person) => {
    const { vklo, arbsit, ytelseIntro } = handOverCodes(person)
    const codes = [vklo ?? '', arbsit ?? '', ytelseIntro]
    return person.months.map((of) => [
      ...[person.personId, person.month, person.payDates.join(' ')],
      ...[of.month, amount(of.amountOre), amount(person.grossOre), amount(person.netOre)],
      ...codes,
    ])
  })
  return [COLUMNS, ...rows].map((row) => `${row.join(';')}\r\n`).join('')
}
