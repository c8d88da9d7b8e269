import { kroner, type Ore } from '../values/ore.ts'
import type { Journal, JournalLine } from './journal.ts'

const COLUMNS = [
  'bookedOn',
  'kind',
  'payRunId',
  'account',
  'accountNumber',
  'function',
  'art',
  'month',
  'debit',
  'credit',
  'entries',
  'firstNumber',
  'lastNumber',
]

const amount = (of: Ore): string => kroner(of).replace('.', ',')

function row(line: JournalLine): string {
  const { bookedOn, kind, runId, account, accountNumber, function: kostraFunction, art } = line
  const names = [account, accountNumber ?? '', kostraFunction ?? '', art ?? '']
  const sums = [amount(line.debitOre), amount(line.creditOre)]
  const entries = [line.entries, line.firstNumber, line.lastNumber]
  return [bookedOn, kind, runId ?? '', ...names, line.month, ...sums, ...entries].join(';')
}

/**
 * The journal as CSV: semicolons, decimal comma, lines end in CR LF (RFC 4180). No field can hold a semicolon, a
 * quote or a line break, or begin as a formula: codes, days, numbers and names of a closed form alone.
 */
export const journalCsv = ({ lines }: Journal): string =>
  [COLUMNS.join(';'), ...lines.map(row)].map((text) => `${text}\r\n`).join('')
