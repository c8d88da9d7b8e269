import { listPersons } from '@fotfeste/contracts/settlement/persons.ts'
import { getSettlementYear } from '@fotfeste/contracts/settlement/settlement-requests.ts'
import { month } from '@fotfeste/domain/values/month.ts'
import type { z } from 'zod'
import {
  approveMonth,
  approveOne,
  correctApril,
  recordMonth,
  registerIncomes,
  sealMonth,
} from './attend.ts'
import { enterNewAccount, hearBank } from './bank.ts'
import { type Books, closeBooks, type Documents, writeDocuments } from './books.ts'
import { per, sigrid } from './cast.ts'
import { households, nameOf, participants } from './data.ts'
import { awaitSettled, decideUntil, endUntil, registerWork, startUntil } from './enrol.ts'
import { type Feeds, readFeeds } from './feeds.ts'
import {
  type Refused,
  tryAtTheEnd,
  tryInSettlement,
  tryInTimesheets,
  tryToApprove,
  tryToEnrol,
  tryToRelease,
} from './forbidden.ts'
import { type Matching, matchEveryone, referEveryone } from './guide.ts'
import {
  approveRun,
  calculateRun,
  type PaidMonth,
  type PayRun,
  registerPayees,
  releaseRun,
} from './pay.ts'
import { holdBaseAmount, type Regulation, regulate, tryRegulation } from './regulate.ts'
import { decideOnRequest, settleUntil } from './settle.ts'
import type { Stage } from './stage.ts'
import { enterLateCard } from './tax-cards.ts'

type SettlementYear = z.output<(typeof getSettlementYear.replies)[200]['schema']>

/** What the demo came to. */
export type Story = {
  readonly year: SettlementYear
  readonly persons: number
  /** Persons in the list of somebody who may not see protected ones. */
  readonly personsSeenByPer: number
  readonly households: number
  readonly knownPersons: number
  readonly programmes: number
  readonly participantKeys: readonly string[]
  readonly attendanceDays: Readonly<Record<string, number>>
  readonly months: readonly PaidMonth[]
  /** Each run as the bank’s answers left it. */
  readonly banked: readonly PayRun[]
  readonly regulation: Regulation
  readonly books: Books
  readonly documents: Documents
  readonly matching: Matching
  readonly refused: readonly Refused[]
  readonly feeds: Feeds
}

type Tell = (day: string, what: string) => void

const APRIL = month('2026-04')
const MAY = month('2026-05')
const JUNE = month('2026-06')

/** Plays one municipality from IMDi's request to the June payment; documents are written to the folder. */
export async function play(stage: Stage, tell: Tell, folder: string): Promise<Story> {
  const refused: Refused[] = []
  const attendanceDays: Record<string, number> = {}
  const year = await playWinter(stage, tell)
  const seen = await stage.make(per, listPersons, { query: { limit: 200 } })
  refused.push(...(await tryInSettlement(stage)))
  const knownPersons = await playProgrammes(stage, tell)
  refused.push(...(await tryToEnrol(stage)))
  await startProgrammes(stage, tell)
  attendanceDays[APRIL] = await playAttendance(stage, tell, '2026-04-30')
  await stage.setDay('2026-05-04')
  refused.push(...(await tryInTimesheets(stage)))
  await approve(stage, tell, '2026-05-04')
  const april = await playAprilRun(stage, tell, refused)
  const banked = [await playBank(stage, tell, april)]
  const matching = await playMay(stage, tell)
  attendanceDays[MAY] = await playAttendance(stage, tell, '2026-05-29')
  const may = await playMayRun(stage, tell)
  const regulation = await playRegulation(stage, tell)
  banked.push(await hearBank(stage, may, { on: '2026-06-15', rejects: null }))
  attendanceDays[JUNE] = await playAttendance(stage, tell, '2026-06-30')
  const june = await playJuneRun(stage, tell)
  banked.push(await hearBank(stage, june, { on: '2026-07-13', rejects: null }))
  refused.push(...(await tryAtTheEnd(stage)))
  const months = [april, may, june]
  const books = await closeBooks(stage, '2026-08-03')
  tell('2026-08-03', 'three a-meldinger are written, delivered and received')
  return {
    year,
    persons: stage.personIds.size,
    personsSeenByPer: seen.items.length,
    households: households.length,
    knownPersons,
    programmes: stage.enrolmentIds.size,
    participantKeys: participants.map(({ key }) => key),
    attendanceDays,
    months,
    banked,
    regulation,
    books,
    documents: await writeDocuments(stage, months, { folder, key: 'H07-1' }),
    matching,
    refused,
    feeds: await readFeeds(stage),
  }
}

async function playWinter(stage: Stage, tell: Tell): Promise<SettlementYear> {
  await decideOnRequest(stage)
  tell('2025-12-17', 'IMDi asks for 112 persons, 8 unaccompanied minors; the council agrees')
  let since = ''
  for (const today of ['2026-01-30', '2026-02-27', '2026-03-27']) {
    const settled = await settleUntil(stage, since, today)
    tell(today, `${settled} households settled, ${stage.personIds.size} persons registered so far`)
    since = today
  }
  return stage.make(sigrid, getSettlementYear, { params: { year: '2026' } })
}

async function playProgrammes(stage: Stage, tell: Tell): Promise<number> {
  const known = await awaitSettled(stage)
  await registerWork(stage)
  await decideUntil(stage, '', '2026-03-24')
  const programmes = `${stage.enrolmentIds.size} programmes`
  tell('2026-03-24', `introduction knows ${known} settled persons; ${programmes}`)
  return known
}

async function startProgrammes(stage: Stage, tell: Tell): Promise<void> {
  const first = await startUntil(stage, '', '2026-04-01')
  await decideUntil(stage, '2026-03-24', '2026-04-07')
  const second = await startUntil(stage, '2026-04-01', '2026-04-13')
  await decideUntil(stage, '2026-04-07', '2026-04-24')
  const old = 'one under the old law goes on after leave'
  tell('2026-04-13', `${first + second} programmes started; ${old}`)
}

async function playAttendance(stage: Stage, tell: Tell, today: string): Promise<number> {
  const of = month(today.slice(0, 7))
  await stage.setDay(today)
  const days = await recordMonth(stage, of)
  await registerIncomes(stage, of)
  const sealed = await sealMonth(stage, of)
  tell(today, `${days} days of attendance recorded, ${sealed} timesheets sealed`)
  return days
}

async function approve(stage: Stage, tell: Tell, today: string): Promise<void> {
  const of = today < '2026-06-01' ? APRIL : today < '2026-07-01' ? MAY : JUNE
  const { approved, waiting } = await approveMonth(stage, of, today)
  const late = waiting.length === 0 ? '' : `, ${waiting.length} waits for an answer`
  tell(today, `${approved} timesheets of ${of} approved${late}`)
}

async function playAprilRun(stage: Stage, tell: Tell, refused: Refused[]): Promise<PaidMonth> {
  await startUntil(stage, '2026-04-13', '2026-05-04')
  await registerPayees(stage, '', '2026-05-06')
  const run = await calculateRun(stage, APRIL, '2026-05-12')
  refused.push(...(await tryToApprove(stage, run)))
  const approved = await approveRun(stage, run)
  refused.push(...(await tryToRelease(stage, approved)))
  await stage.setDay('2026-05-11')
  const paid = await releaseRun(stage, approved)
  tell(
    '2026-05-12',
    `April paid to ${paid.run.payable}, ${paid.run.blocked} blocked: no account is known yet`,
  )
  return paid
}

/** The bank answers for April: one account is closed, and the person tells another. */
async function playBank(stage: Stage, tell: Tell, april: PaidMonth): Promise<PayRun> {
  const rejects = 'H02-1'
  await stage.setDay('2026-05-13')
  const run = await hearBank(stage, april, { on: '2026-05-13', rejects })
  await enterNewAccount(stage, rejects)
  tell(
    '2026-05-13',
    `the bank has booked April but for ${nameOf(rejects)}, whose account is closed: a new one is entered and confirmed, and the next run pays`,
  )
  return run
}

async function playMay(stage: Stage, tell: Tell): Promise<Matching> {
  await registerPayees(stage, '2026-05-06', '2026-05-18')
  await endUntil(stage, '2026-05-04', '2026-05-18')
  await stage.setDay('2026-05-19')
  const matching = await matchEveryone(stage, await referEveryone(stage))
  tell(
    '2026-05-19',
    `${matching.pairs.length} pairs of guide and refugee, total ${matching.run.total}`,
  )
  await correctApril(stage, '2026-05-20')
  tell('2026-05-20', 'a certificate for 28 April comes in: the timesheet is corrected')
  await stage.setDay('2026-05-25')
  await holdBaseAmount(stage)
  tell('2026-05-25', 'the new G (136,549 from 1 May) is adopted; Tromsø has not registered it')
  return matching
}

async function playMayRun(stage: Stage, tell: Tell): Promise<PaidMonth> {
  await approve(stage, tell, '2026-06-01')
  const run = await calculateRun(stage, MAY, '2026-06-12')
  const approved = await approveRun(stage, run)
  await decideUntil(stage, '2026-04-24', '2026-06-02')
  await stage.setDay('2026-06-03')
  await approveOne(stage, 'H08-1', MAY)
  await startUntil(stage, '2026-05-04', '2026-06-10')
  const paid = await releaseRun(stage, approved)
  tell('2026-06-12', `May paid to ${paid.run.payable} at the old G, with April for who was blocked`)
  return paid
}

async function playRegulation(stage: Stage, tell: Tell): Promise<Regulation> {
  await stage.setDay('2026-06-15')
  const tried = await tryRegulation(stage)
  tell('2026-06-15', `a dry run of the new G: ${tried.totals?.changes} persons change`)
  const regulation = await regulate(stage)
  tell('2026-06-15', 'two persons approve the regulation; from today the new G is in use')
  return regulation
}

async function playJuneRun(stage: Stage, tell: Tell): Promise<PaidMonth> {
  await approve(stage, tell, '2026-07-01')
  await enterLateCard(stage, 'H07-1')
  tell('2026-07-01', 'a tax card comes that May was taxed without: too much is given back')
  await registerPayees(stage, '2026-05-18', '2026-07-02')
  const run = await calculateRun(stage, JUNE, '2026-07-10')
  const approved = await approveRun(stage, run)
  await stage.setDay('2026-07-08')
  const paid = await releaseRun(stage, approved)
  tell('2026-07-10', `June paid to ${paid.run.payable} with difference lines for May`)
  return paid
}
