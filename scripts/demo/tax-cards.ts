import { registerTaxCard } from '@fotfeste/contracts/payroll/tax-cards.ts'
import { olav } from './cast.ts'
import { idOf, inParallel, type Stage } from './stage.ts'

/** The line for the benefit that nearly all have. */
const TABLE = { kind: 'table', table: '8010', percent: 22, monthsOfWithholding: 10.5 } as const

/** Who has another card; null: none yet. */
const OTHERS: Readonly<Record<string, object | null>> = {
  'H07-1': null,
  'H09-1': null,
  'H10-1': { kind: 'percent', percent: 32 },
  'H12-1': { kind: 'exemption', exemptAmountOre: 10_000_000 },
}

/** Enters the cards (skattekort) of those who have one. */
export async function enterTaxCards(stage: Stage, keys: readonly string[]): Promise<void> {
  await inParallel(keys, async (key) => {
    const line = key in OTHERS ? OTHERS[key] : TABLE
    if (line) await enter(stage, key, line)
  })
}

/** A card that comes when half a year's tax was withheld without it. */
export const enterLateCard = (stage: Stage, key: string): Promise<void> => enter(stage, key, TABLE)

async function enter(stage: Stage, key: string, line: object): Promise<void> {
  await stage.make(olav, registerTaxCard, {
    params: { personId: idOf(stage.personIds, key), year: '2026' },
    body: {
      result: 'card',
      cardIdentifier: null,
      issuedOn: null,
      lines: [{ code: 'introduksjonsstoenad', ...line }],
    },
  })
}
