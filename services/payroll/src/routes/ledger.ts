import {
  getJournal,
  getJournalFile,
  getTrialBalance,
  listLedgerEntries,
  verifyLedger,
} from '@fotfeste/contracts/payroll/ledger.ts'
import {
  listLedgerAccounts,
  nameLedgerAccount,
} from '@fotfeste/contracts/payroll/ledger-accounts.ts'
import { type AccountSetting, LEDGER_ACCOUNTS, namesOn } from '@fotfeste/domain/ledger/account.ts'
import type { SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import { journalCsv, journalOf, journalPeriod } from '@fotfeste/domain/ledger/journal.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE, subtractOre, sumOre } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import {
  balancesOn,
  insertAccountSetting,
  journalSums,
  listAccountSettings,
  listEntries,
} from '../queries/ledger-reads.ts'
import { seeProtected } from '../queries/protection.ts'
import { verifyChain } from '../queries/verification.ts'

function shownEntry(entry: SealedEntry) {
  const { tenant: _tenant, id: entryId, runId: payRunId, postings, ...shown } = entry
  return { ...shown, entryId, payRunId, postings: [...postings] }
}

const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text)

/** The ledger (hovedbok): its entries, and the proof that none was changed. */
export function ledger(kit: Kit<Tables>): void {
  serve(kit, listLedgerEntries, async ({ query }, { trx }) => {
    const { limit, cursor, kind, payRunId, personId, from, to } = query
    const after = Number(readCursor(cursor, isNumber)?.[0] ?? 0)
    const filter = { kind, payRunId, personId, from, to }
    const rows = await listEntries(trx, filter, { after, limit })
    const page = pageOf(rows, limit, {
      item: shownEntry,
      cursor: (row) => [String(row.number), row.id],
    })
    const persons = page.items.flatMap((item) => (item.personId ? [item.personId] : []))
    return { status: 200, body: page, persons: [...new Set(persons)] }
  })

  serve(kit, verifyLedger, async ({ query }, { trx }) => {
    const [number, hash] = query.known?.split(':') ?? []
    const known = number && hash ? { number: Number(number), hash } : null
    await seeProtected(trx)
    return { status: 200, body: await verifyChain(trx, known, sha256) }
  })
}

/** Balances by account on a day. */
export function trialBalance(kit: Kit<Tables>): void {
  serve(kit, getTrialBalance, async ({ query }, { trx, today }) => {
    const date = query.date ?? today
    const [{ balances, entries }, settings] = await Promise.all([
      balancesOn(trx, date),
      listAccountSettings(trx),
    ])
    const accounts = LEDGER_ACCOUNTS.map((account) => {
      const held = balances.find((one) => one.account === account)
      const { debitOre, creditOre } = held ?? { debitOre: NO_ORE, creditOre: NO_ORE }
      const sums = { debitOre, creditOre, balanceOre: subtractOre(debitOre, creditOre) }
      return { account, ...namesOn(settings, account, date), ...sums }
    })
    const debitOre = sumOre(accounts.map((one) => one.debitOre))
    const creditOre = sumOre(accounts.map((one) => one.creditOre))
    return { status: 200, body: { date, entries, accounts, debitOre, creditOre } }
  })
}

type Asked = {
  readonly from?: PlainDate | undefined
  readonly to?: PlainDate | undefined
  readonly after: number
}

async function loadJournal({ trx, today }: Context<Tables>, { from, to, after }: Asked) {
  const period = journalPeriod({ from, to, after }, today)
  if (isRefusal(period)) return period
  const [, sums, settings] = await Promise.all([
    seeProtected(trx),
    journalSums(trx, period),
    listAccountSettings(trx),
  ])
  return { ...period, journal: journalOf(sums, settings) }
}

/** The journal (regnskapsbilag) for the municipality's accounts. */
export function journal(kit: Kit<Tables>): void {
  serve(kit, getJournal, async ({ query }, context) => {
    const read = await loadJournal(context, query)
    if (isRefusal(read)) return read
    const { from, to, journal } = read
    const { debitOre, creditOre } = journal
    const lines = journal.lines.map(({ runId: payRunId, ...line }) => ({ payRunId, ...line }))
    return { status: 200, body: { from, to, lines, debitOre, creditOre } }
  })

  serve(kit, getJournalFile, async ({ query }, context) => {
    const read = await loadJournal(context, query)
    return isRefusal(read) ? read : { status: 200, body: journalCsv(read.journal) }
  })
}

const latest = (settings: readonly AccountSetting[], account: string) =>
  settings.filter((one) => one.account === account).at(-1)

/** How the municipality's own accounts name ours (kontering). */
export function ledgerAccounts(kit: Kit<Tables>): void {
  serve(kit, listLedgerAccounts, async (_input, { trx, today }) => {
    const settings = await listAccountSettings(trx)
    const accounts = LEDGER_ACCOUNTS.map((account) => {
      const held = settings.filter((one) => one.account === account && one.from <= today).at(-1)
      const { from = null, version = 0 } = held ?? {}
      return { account, ...namesOn(settings, account, today), from, version }
    })
    return { status: 200, body: { accounts } }
  })

  serve(kit, nameLedgerAccount, async ({ params, body }, { trx, caller, today }) => {
    const { account } = params
    const [, settings] = await Promise.all([
      lockEntries(trx, 'ledger-account'),
      listAccountSettings(trx),
    ])
    const version = (latest(settings, account)?.version ?? 0) + 1
    const setting = { account, ...body, version }
    const by = { enteredBy: caller.actor, enteredOn: today }
    const save = [insertAccountSetting(trx, caller.tenant, { ...setting, ...by })]
    return { status: 200, body: setting, version, save }
  })
}
