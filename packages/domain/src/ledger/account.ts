import type { PlainDate } from '../values/calendar.ts'

/**
 * The accounts of the ledger (regnskapskonti). Debit is positive, credit negative: what was paid out stands as
 * cost, what is owed stands negative until the bank has booked it.
 */
export const LEDGER_ACCOUNTS = [
  'benefit-cost',
  'claims',
  'tax-withheld',
  'attachments-payable',
  'net-payable',
  'bank',
] as const
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number]

/** How the municipality's own accounts name one of ours. */
export type AccountNames = {
  /** Its number in the municipality's plan of accounts (kontonummer); null: not told yet. */
  readonly accountNumber: string | null
  /** KOSTRA function (funksjon); null for an account of the balance. */
  readonly function: string | null
  /** KOSTRA art; null for an account of the balance. */
  readonly art: string | null
}

/** A setting as a person entered it, for everything booked from a day on. */
export type AccountSetting = AccountNames & {
  readonly account: LedgerAccount
  readonly version: number
  readonly from: PlainDate
}

const BALANCE: AccountNames = { accountNumber: null, function: null, art: null }

/**
 * KOSTRA: function 275, the introduction programme. Art 089, pay that is taxed and reported but bears no
 * employer's contribution, is our reading of where the benefit belongs; a municipality sets it otherwise.
 */
export const DEFAULT_NAMES: Readonly<Record<LedgerAccount, AccountNames>> = {
  'benefit-cost': { accountNumber: null, function: '275', art: '089' },
  claims: BALANCE,
  'tax-withheld': BALANCE,
  'attachments-payable': BALANCE,
  'net-payable': BALANCE,
  bank: BALANCE,
}

/** An account's names on a day: of the entries that hold then, the one made last; else the default. */
export function namesOn(
  settings: readonly AccountSetting[],
  account: LedgerAccount,
  day: PlainDate,
): AccountNames {
  const held = settings
    .filter((one) => one.account === account && one.from <= day)
    .reduce<AccountSetting | null>(
      (last, one) => (last && last.version > one.version ? last : one),
      null,
    )
  if (held === null) return DEFAULT_NAMES[account]
  return { accountNumber: held.accountNumber, function: held.function, art: held.art }
}
