import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  getAMelding,
  getAMeldingFile,
  registerAMeldingReceipt,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { closeLedgerMonth } from '@fotfeste/contracts/payroll/closings.ts'
import { getTrialBalance } from '@fotfeste/contracts/payroll/journal.ts'
import { verifyLedger } from '@fotfeste/contracts/payroll/ledger-verification.ts'
import { getPayslipDocument } from '@fotfeste/contracts/payroll/payslips.ts'
import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import type { z } from 'zod'
import { lars, nina } from './cast.ts'
import { nameOf } from './data.ts'
import type { PaidMonth } from './pay.ts'
import { type Stage, until } from './stage.ts'

type Message = z.output<(typeof getAMelding.replies)[200]['schema']>

/** Where the documents of the demo are written, for who wants to open them. */
export type Documents = { readonly folder: string; readonly names: readonly string[] }

/** What the books say at the end. */
export type Books = {
  readonly messages: readonly Message[]
  readonly agrees: boolean
  readonly isWhole: boolean
  readonly entries: number
  readonly balances: Readonly<Record<string, number>>
  /** The newest month that takes no more entries. */
  readonly closedThrough: string
}

/** The a-melding of a month of payout: written, delivered, and its receipt told. */
async function reportMonth(stage: Stage, month: string): Promise<Message> {
  const { reportId } = await stage.make(lars, requestAMelding, { body: { month, cause: null } })
  const params = { reportId }
  await until(`the a-melding of ${month} is written`, async () => {
    const { state } = await stage.make(lars, getAMelding, { params })
    return state === 'written'
  })
  await stage.make(nina, getAMeldingFile, { params })
  const body = { outcome: 'received', reference: `demo-${month}`, detail: null }
  await stage.make(nina, registerAMeldingReceipt, { params, body })
  return stage.make(lars, getAMelding, { params })
}

/** Reports the months, reconciles what was paid with ledger and bank, verifies the ledger's chain, closes July. */
export async function closeBooks(stage: Stage, today: string): Promise<Books> {
  await stage.setDay(today)
  const messages: Message[] = []
  for (const month of ['2026-05', '2026-06', '2026-07']) {
    messages.push(await reportMonth(stage, month))
  }
  const [{ agrees }, { isWhole, entries }, { accounts }] = await Promise.all([
    stage.make(lars, getReconciliation, {}),
    stage.make(lars, verifyLedger, {}),
    stage.make(lars, getTrialBalance, {}),
  ])
  const closing = await stage.make(nina, closeLedgerMonth, { body: { month: '2026-07' } })
  const balances = accounts.map(({ account, balanceOre }) => [account, balanceOre] as const)
  const found = { agrees, isWhole, entries, closedThrough: closing.month }
  return { messages, ...found, balances: Object.fromEntries(balances) }
}

const LANGUAGES = ['nb', 'nn', 'en'] as const

/** Writes somebody's payslip as PDF in the three languages, and each run's file to the bank. */
export async function writeDocuments(
  stage: Stage,
  months: readonly PaidMonth[],
  of: { readonly folder: string; readonly key: string },
): Promise<Documents> {
  mkdirSync(of.folder, { recursive: true })
  const names: string[] = []
  const keep = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(of.folder, name), content)
    names.push(name)
  }
  for (const { run, file, payslips } of months) {
    keep(`bank-${run.month}.xml`, file)
    const payslip = payslips.get(of.key)
    if (run !== months.at(-1)?.run || !payslip) continue
    const params = { payslipId: payslip.payslipId }
    for (const language of LANGUAGES) {
      const { body } = await stage.attempt(lars, getPayslipDocument, {
        params,
        query: { language },
      })
      keep(`payslip-${nameOf(of.key).replaceAll(' ', '-')}-${run.month}-${language}.pdf`, body)
    }
  }
  return { folder: of.folder, names }
}
