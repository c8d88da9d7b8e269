import { getTaxCardAnswer, importTaxCards } from '@fotfeste/contracts/payroll/tax-card-answers.ts'
import { registerTaxCard } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { olav, TROMSO } from './cast.ts'
import { members } from './data.ts'
import { idOf, type Stage, until } from './stage.ts'

const CODE = 'introduksjonsstoenad'
/** The line for the benefit that nearly all have, as the Tax Administration writes it. */
const TABLE = {
  trekktabell: { tabellnummer: '8010', prosentsats: 22, antallMaanederForTrekk: 10.5 },
}

/** Who has another card; null: none yet. */
const OTHERS: Readonly<Record<string, object | null>> = {
  'H07-1': null,
  'H09-1': null,
  'H10-1': { trekkprosent: { prosentsats: 32 } },
  'H12-1': { frikort: { frikortbeloep: 100_000 } },
}

/** What the Tax Administration answers of a participant. */
function employeeOf(key: string, at: number): object {
  const line = key in OTHERS ? OTHERS[key] : TABLE
  const card = {
    resultatForSkattekort: 'skattekortopplysningerOK',
    skattekort: {
      utstedtDato: '2025-12-10',
      skattekortidentifikator: 54_001 + at,
      forskuddstrekk: [{ trekkode: CODE, ...line }],
    },
  }
  return {
    arbeidstakeridentifikator: members.find((member) => member.key === key)?.nationalNumber,
    inntektsaar: '2026',
    ...(line ? card : { resultatForSkattekort: 'ikkeSkattekort' }),
  }
}

/** Posts the Tax Administration's answer (skattekort) and waits until settlement has told whose cards they are. */
export async function enterTaxCards(stage: Stage, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const employer = {
    arbeidsgiveridentifikator: { organisasjonsnummer: TROMSO },
    arbeidstaker: keys.map(employeeOf),
  }
  const answer = { status: 'FORESPOERSEL_OK', arbeidsgiver: [employer] }
  const { taxCardAnswerId } = await stage.make(olav, importTaxCards, { body: { answer } })
  const params = { taxCardAnswerId }
  await until('payroll matches the tax cards by the numbers that settlement holds', async () => {
    const { state } = await stage.make(olav, getTaxCardAnswer, { params })
    return state === 'matched'
  })
  const { items } = await stage.make(olav, getTaxCardAnswer, { params, query: { limit: 200 } })
  const left = items.filter(({ code }: { code: string }) => code !== 'applied')
  if (items.length !== keys.length || left.length > 0) {
    throw new Error(`${keys.length} tax cards were posted, ${items.length - left.length} applied.`)
  }
}

/** A card that comes when half a year's tax was withheld without it: entered from what the participant shows. */
export async function enterLateCard(stage: Stage, key: string): Promise<void> {
  const line = { kind: 'table', table: '8010', percent: 22, monthsOfWithholding: 10.5 } as const
  await stage.make(olav, registerTaxCard, {
    params: { personId: idOf(stage.personIds, key), year: '2026' },
    body: {
      result: 'card',
      cardIdentifier: null,
      issuedOn: null,
      lines: [{ code: CODE, ...line }],
    },
  })
}
