import {
  approvePayRun,
  getPaymentFile,
  getPayRun,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import {
  confirmPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { getPayslip, listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import type { z } from 'zod'
import { eva, lars, nina, olav, solveig } from './cast.ts'
import { nameOf, type Participant, participants } from './data.ts'
import { idOf, inParallel, type Stage, until } from './stage.ts'
import { enterTaxCards } from './tax-cards.ts'

export type Payslip = z.output<(typeof getPayslip.replies)[200]['schema']>
export type PayRun = z.output<(typeof approvePayRun.replies)[200]['schema']>

/** A released run with every payslip in it, by the key of the person. */
export type PaidMonth = {
  readonly run: PayRun
  readonly payslips: ReadonlyMap<string, Payslip>
  readonly file: string
}

/** The municipality's account, and an account and tax card for each participant who has told theirs. */
export async function registerPayees(stage: Stage, since: string, today: string): Promise<number> {
  await stage.setDay(today)
  if (since === '') {
    await stage.make(eva, registerDebtorAccount, {
      body: {
        name: 'Tromsø kommune',
        accountNumber: '00009000011',
        bic: 'FOTFNOKK',
        customerId: 'TROMSO1',
        divisionId: null,
        taxAccount: '00009000038',
        taxKid: '2345676',
      },
    })
  }
  const knownOn = ({ accountKnownOn = '2026-05-06', start }: Participant) =>
    start > accountKnownOn ? start : accountKnownOn
  const due = participants.filter((person) => knownOn(person) > since && knownOn(person) <= today)
  await inParallel(due, async ({ key, account }) => {
    const params = { personId: idOf(stage.personIds, key) }
    const body = { name: nameOf(key), accountNumber: account }
    await until('payroll reads introduction’s feed', async () => {
      const { status } = await stage.attempt(olav, registerPayee, { params, body })
      return status === 200
    })
    await stage.make(solveig, confirmPayee, { params })
  })
  await enterTaxCards(
    stage,
    due.map(({ key }) => key),
  )
  return due.length
}

/** Has a month calculated and waits for it. */
export async function calculateRun(stage: Stage, month: string, payDate: string): Promise<PayRun> {
  let run: PayRun = await stage.make(lars, startPayRun, { body: { month, payDate } })
  const params = { payRunId: run.payRunId }
  await until(`the run of ${month} is calculated`, async () => {
    run = await stage.make(lars, getPayRun, { params })
    return run.state === 'calculated'
  })
  return run
}

/** A second person approves. */
export async function approveRun(stage: Stage, run: PayRun): Promise<PayRun> {
  const params = { payRunId: run.payRunId }
  const body = { digest: run.digest }
  return stage.make(eva, approvePayRun, { params, body, ifMatch: run.version })
}

/** A third one releases; then the file and the payslips can be read. */
export async function releaseRun(stage: Stage, approved: PayRun): Promise<PaidMonth> {
  const params = { payRunId: approved.payRunId }
  const run = await stage.make(nina, releasePayRun, { params, ifMatch: approved.version })
  const file = await stage.make(nina, getPaymentFile, { params })
  return { run, file, payslips: await readPayslips(stage, params) }
}

async function readPayslips(
  stage: Stage,
  params: { payRunId: string },
): Promise<Map<string, Payslip>> {
  const { items } = await stage.make(lars, listPayslips, { params, query: { limit: 200 } })
  const keys = new Map([...stage.personIds].map(([key, id]) => [id, key]))
  const payslips = new Map<string, Payslip>()
  await inParallel(items, async ({ payslipId, personId }) => {
    const payslip = await stage.make(lars, getPayslip, { params: { payslipId } })
    payslips.set(keys.get(personId) ?? '', payslip)
  })
  return payslips
}
