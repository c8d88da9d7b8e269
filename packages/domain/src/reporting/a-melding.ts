import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { firstDay, lastDay, type Month } from '../values/month.ts'
import { kroner, type Ore } from '../values/ore.ts'
import { element, xmlDocument, xmlText } from '../values/xml.ts'

/**
 * The codes of the a-ordning that this benefit is reported by. The schema takes any text here: the receiver alone
 * checks them, so they stand in one place.
 */
export const A_MELDING_CODES = {
  employment: 'pensjonOgAndreTyperYtelserUtenAnsettelsesforhold',
  benefit: 'kontantytelse',
  income: 'introduksjonsstoenad',
  withholding: 'ordinaert',
  language: 'bokmaal',
} as const

/**
 * The classes of attachment orders (POL16) that are reported, with their codes: for tax and public dues by an order
 * from before 2026, and the coordinated one since (innkrevingsloven). What is attached for maintenance, compensation,
 * fines and private creditors by an order of its own is not (a-ordningen, utleggstrekk).
 */
export const REPORTED_CLASSES = {
  'public-dues': 'utleggstrekkSkatt',
  coordinated: 'utleggstrekkSamordnet',
} as const
export type ReportedClass = keyof typeof REPORTED_CLASSES

/** What was attached on a day by orders of a class. */
export type ReportedAttachment = OnPayDate & { readonly class: ReportedClass }

const NAMESPACE = 'urn:ske:fastsetting:innsamling:a-meldingen:v2_3'
const SOURCE = 'Fotfeste'

/** What was paid for one month of earning, above zero. */
export type ReportedIncome = { readonly month: Month; readonly amountOre: Ore }

/** A sum on the day it was withheld or attached. */
export type OnPayDate = { readonly payDate: PlainDate; readonly amountOre: Ore }

/** One receiver of income (inntektsmottaker) of the calendar month. */
export type Receiver = {
  /** Fødselsnummer or D-number. */
  readonly nationalNumber: string
  readonly incomes: readonly ReportedIncome[]
  /** Whole kroner, zero or more. */
  readonly withheldOre: Ore
  /** Attachments that are reported, whole kroner. */
  readonly taxAttachments: readonly ReportedAttachment[]
}

export type AMelding = {
  readonly messageId: string
  /** The message that this one takes the place of, whole. */
  readonly replaces: string | null
  /** The calendar month of the payouts. */
  readonly month: Month
  /** ISO 8601, UTC. */
  readonly writtenAt: string
  /** The municipality (opplysningspliktig), organisation number. */
  readonly reporter: string
  /** The business unit (virksomhet) that pays, organisation number. */
  readonly unit: string
  /** Withheld on each day of payout (sumForskuddstrekkPerLoennsutbetalingsdato). */
  readonly withheld: readonly OnPayDate[]
  readonly taxAttachmentsOre: Ore
  readonly receivers: readonly Receiver[]
}

function wholeKroner(amount: Ore): string {
  assert(amount % 100 === 0, 'tax and attachments are reported in whole kroner')
  return kroner(amount).slice(0, -3)
}

const negative = (amount: Ore): string => `-${wholeKroner(amount)}`

const incomeOf = ({ month, amountOre }: ReportedIncome): string =>
  element(
    'inntekt',
    element('startdatoOpptjeningsperiode', firstDay(month)),
    element('sluttdatoOpptjeningsperiode', lastDay(month)),
    element('fordel', A_MELDING_CODES.benefit),
    element('utloeserArbeidsgiveravgift', 'false'),
    element('inngaarIGrunnlagForTrekk', 'true'),
    element('beloep', kroner(amountOre)),
    element('pensjonEllerTrygd', element('beskrivelse', A_MELDING_CODES.income)),
  )

const attachmentOf = ({ payDate, amountOre, class: name }: ReportedAttachment): string =>
  element(
    'utleggstrekk',
    element('beskrivelse', REPORTED_CLASSES[name]),
    element('beloep', negative(amountOre)),
    element('datoForUtleggstrekk', payDate),
  )

/** A person is named by number alone: name and birth date are for receivers without one. */
function receiverOf(receiver: Receiver): string {
  const { nationalNumber, incomes, withheldOre, taxAttachments } = receiver
  assert(/^\d{11}$/.test(nationalNumber), 'a receiver has a national number')
  assert(
    incomes.every(({ amountOre }) => amountOre > 0),
    'income is above zero',
  )
  const withheld = element(
    'forskuddstrekk',
    element('beskrivelse', A_MELDING_CODES.withholding),
    element('beloep', negative(withheldOre)),
  )
  return element(
    'inntektsmottaker',
    element('norskIdentifikator', nationalNumber),
    element('arbeidsforhold', element('typeArbeidsforhold', A_MELDING_CODES.employment)),
    ...(withheldOre > 0 ? [withheld] : []),
    ...incomes.map(incomeOf),
    ...taxAttachments.map(attachmentOf),
  )
}

function toPay({ withheld, taxAttachmentsOre }: AMelding): string[] {
  const sums = withheld.map(({ payDate, amountOre }) =>
    element(
      'sumForskuddstrekkPerLoennsutbetalingsdato',
      element('loennsutbetalingsdato', payDate),
      element('beloep', wholeKroner(amountOre)),
    ),
  )
  const attached =
    taxAttachmentsOre > 0 ? [element('sumUtleggstrekk', wholeKroner(taxAttachmentsOre))] : []
  return sums.length + attached.length > 0
    ? [element('betalingsinformasjon', ...attached, ...sums)]
    : []
}

/**
 * Writes the a-melding of a calendar month (a-opplysningsloven §§ 3-4): the benefit as pensjonEllerTrygd without
 * employer's contribution, withheld tax and attachments as negative whole kroner, what is to be paid as
 * positive. The elements stand in the order of the schema, version 2.3.
 */
export function writeAMelding(message: AMelding): string {
  const replaced =
    message.replaces === null ? [] : [element('erstatterMeldingsId', message.replaces)]
  const unit = element(
    'virksomhet',
    element('norskIdentifikator', message.unit),
    ...message.receivers.map(receiverOf),
  )
  const delivery = element(
    'Leveranse',
    element('leveringstidspunkt', message.writtenAt),
    element('kalendermaaned', message.month),
    element('kildesystem', xmlText(SOURCE, 255)),
    ...replaced,
    element('meldingsId', message.messageId),
    element('opplysningspliktig', element('norskIdentifikator', message.reporter)),
    element('oppgave', ...toPay(message), unit),
    element('spraakForTilbakemelding', A_MELDING_CODES.language),
  )
  return xmlDocument('melding', NAMESPACE, delivery)
}
