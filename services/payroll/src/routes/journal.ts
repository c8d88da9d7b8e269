import { getJournal, getJournalFile, getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { LEDGER_ACCOUNTS, namesOn } from '@fotfeste/domain/ledger/account.ts'
import { journalOf, journalPeriod } from '@fotfeste/domain/ledger/journal.ts'
import { journalCsv } from '@fotfeste/domain/ledger/journal-csv.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE, subtractOre, sumOre } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listAccountSettings } from '../queries/account-settings.ts'
import { balancesOn, journalSums } from '../queries/ledger-sums.ts'
import { seeProtected } from '../queries/protection.ts'

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
