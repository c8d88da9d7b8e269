import { relative } from 'node:path'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { householdKinds, missedDays, nameOf } from './data.ts'
import { controlSum, type Difference, paymentsIn, sumByCode } from './figures.ts'
import type { PaidMonth, Payslip } from './pay.ts'
import type { Story } from './play.ts'
import type { Stage } from './stage.ts'

const WIDTH = 100

const kroner = (ore: number): string => {
  const [whole = '', part = ''] = (Math.abs(ore) / 100).toFixed(2).split('.')
  return `${ore < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`
}

/** Breaks a text into lines of the report's width, all indented alike. */
function wrap(text: string, indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > WIDTH - indent) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one).join('\n')
}

const heading = (title: string): string => `\n${title}\n${'-'.repeat(title.length)}`

function settlementPart({ year, persons, ...story }: Story): string {
  const { households, knownPersons, personsSeenByPer } = story
  const settledBefore = knownPersons - year.settled.persons
  const kinds = [...householdKinds()].map(([kind, count]) => `${count} ${kind}`)
  return [
    heading('Settlement in 2026'),
    `  requested ${year.requested?.persons}, decided ${year.decided?.persons}, settled ${year.settled.persons}, remaining ${year.remaining?.persons}`,
    `  of them unaccompanied minors: requested ${year.requested?.unaccompaniedMinors}, settled ${year.settled.unaccompaniedMinors}`,
    `  the decision met the request: ${year.metRequest ? 'yes' : 'no'} (${year.rules.join(', ')}; ${year.law.join(', ')})`,
    wrap(`registered: ${persons} persons in ${households} households: ${kinds.join(', ')}`, 2),
    `  of them ${year.settled.persons} settled in 2026, ${settledBefore} in earlier years, ${persons - knownPersons} born here and not settled`,
    `  per, who may not see protected persons, finds ${personsSeenByPer} of them`,
  ].join('\n')
}

function programmesPart({ programmes, attendanceDays }: Story): string {
  const days = Object.values(attendanceDays).reduce((sum, count) => sum + count, 0)
  const months = Object.entries(attendanceDays).map(([of, count]) => `${count} in ${of}`)
  const missed = [...missedDays()].map(([kind, count]) => `${kind} ${count}`)
  return [
    heading('Programmes and attendance'),
    `  ${programmes} programmes, one of them under introduksjonsloven of 2003`,
    `  ${days} days of attendance: ${months.join(', ')}`,
    wrap(`days with absence, by kind: ${missed.join(', ')}`, 2),
  ].join('\n')
}

function runPart({ run, payslips, file }: PaidMonth): string {
  const paid = [...payslips.values()].filter(({ state }) => state === 'payable')
  const sums = Object.entries(sumByCode(paid)).map(
    ([code, ore]) => `    ${code.padEnd(28)}${kroner(ore).padStart(16)}`,
  )
  const blocked = [...payslips].filter(([, { state }]) => state === 'blocked')
  const decisions = [...payslips].filter(([, slip]) => slip.requiresIndividualDecision)
  return [
    `\n  ${run.month}, paid ${run.payDate}: ${run.payable} persons, ${run.blocked} blocked`,
    ...sums,
    ...sumLine('gross', run.grossOre),
    ...sumLine('withheld tax', -run.withheldOre),
    ...sumLine('net, paid to persons', run.netOre),
    ...(run.heldOre === 0 ? [] : sumLine('held for decisions', run.heldOre)),
    `    the bank’s file: ${paymentsIn(file)} payments, control sum ${controlSum(file)}`,
    ...(run.repayments === 0 ? [] : sumLine('paid again', run.repaidOre)),
    `    calculated by ${who(run.calculatedBy)}, approved by ${who(run.approvedBy)}, released by ${who(run.releasedBy)}`,
    ...decisions.map(([key]) => `    needs an individual decision (enkeltvedtak): ${nameOf(key)}`),
    ...blocked.map(([key, { reasons }]) =>
      wrap(`blocked: ${nameOf(key)}: ${reasons.map(({ detail }) => detail).join(' ')}`, 4),
    ),
  ].join('\n')
}

const sumLine = (what: string, ore: number): string[] => [
  `    ${what.padEnd(28)}${kroner(ore).padStart(16)}`,
]

const who = (actor: string | null): string => actor?.split('|').at(-1) ?? 'nobody'

function regulationPart({ regulation }: Story): string {
  const { amountOre, from, totals, startedBy, approvedBy } = regulation
  return [
    heading('Regulation of the base amount (G-regulering)'),
    `  G ${kroner(amountOre)} from ${from}: ${totals?.changes} persons are paid ${totals?.months} months anew, ${totals?.review} need a person to look`,
    `  the differences come to ${kroner(totals?.differenceOre ?? 0)}, and June’s run pays them`,
    `  worked out by ${who(startedBy)}, approved by ${approvedBy.map(who).join(' and ')}`,
  ].join('\n')
}

function payslipPart(story: Story, key: string, month: string): string {
  const payslip = story.months.find(({ run }) => run.month === month)?.payslips.get(key)
  if (!payslip) return `\n  ${nameOf(key)} has no payslip for ${month}.`
  return [
    `\n  ${nameOf(key)}, ${month}, paid ${payslip.payDate}: ${kroner(payslip.netOre)}`,
    ...payslip.lines.map(linePart),
    ...taxPart(payslip),
    ...payslip.reasons.map(({ detail }) => wrap(detail, 4)),
  ].join('\n')
}

function taxPart({ withholding, withheldOre }: Payslip): string[] {
  if (!withholding) return []
  return [
    `    ${kroner(-withheldOre).padStart(12)}  withheld tax (forskuddstrekk)`,
    wrap(withholding.basis, 18),
    wrap(withholding.law.join('; '), 18),
  ]
}

function linePart(line: Payslip['lines'][number]): string {
  const amount = kroner(line.amountOre).padStart(12)
  const basis = [...line.law, line.ruleKeys.join(' ')].filter((part) => part !== '').join('; ')
  return [
    `    ${amount}  ${line.month} ${line.code}`,
    wrap(line.explanation, 18),
    wrap(basis, 18),
  ].join('\n')
}

const WITHOUT_GUIDE = {
  'no-feasible-guide': 'there is nobody who may be matched (no-feasible-guide)',
  outcompeted: 'the best total serves others, next run (outcompeted)',
} as const

function guidesPart({ matching }: Story): string {
  const { run, pairs } = matching
  return [
    heading('Guides'),
    `  ${run.guides} guides, ${run.referrals} refugees, ${run.feasiblePairs} pairs allowed, each worth 0 to 1,000 points`,
    `  best total ${run.total}; the proof: no choice of pairs comes to more than ${run.certificate.dual}`,
    ...[...pairs]
      .sort((a, b) => b.score - a.score)
      .map(({ guide, refugee, score }) => `    ${guide.padEnd(22)}${refugee.padEnd(24)}${score}`),
    ...run.unmatchedCounts.map(
      ({ reason, referrals }) => `    ${referrals} without a guide: ${WITHOUT_GUIDE[reason]}`,
    ),
  ].join('\n')
}

function feedsPart({ feeds }: Story): string {
  const counts = Object.entries(feeds.events).map(([service, events]) => `${events} in ${service}`)
  const leaks = feeds.leaks.length === 0 ? 'none' : feeds.leaks.join(', ')
  return [
    heading('Feeds between the services'),
    `  events: ${counts.join(', ')}`,
    `  names, identity or account numbers in them: ${leaks}`,
    `  events that another municipality’s token sees: ${feeds.seenByAnother}`,
  ].join('\n')
}

function refusedPart({ refused }: Story): string {
  const parts = refused.map(
    ({ what, who: by, got, detail }) => `  ${by} tries to ${what}\n    ${got}\n${wrap(detail, 4)}`,
  )
  return [heading(`${refused.length} forbidden things, and the answers`), ...parts].join('\n')
}

function booksPart({ books, documents }: Story): string {
  const messages = books.messages.map(
    ({ month, persons, grossOre, withheldOre }) =>
      `  a-melding of ${month}: ${persons} persons, ${kroner(grossOre)} paid, ${kroner(withheldOre)} withheld`,
  )
  const balances = Object.entries(books.balances).map(
    ([account, ore]) => `    ${account.padEnd(28)}${kroner(ore).padStart(16)}`,
  )
  return [
    heading('The books'),
    ...messages,
    `  payslips, ledger and bank agree: ${books.agrees ? 'yes' : 'no'}; ${books.entries} entries, their chain is whole: ${books.isWhole ? 'yes' : 'no'}`,
    `  the ledger is closed through ${books.closedThrough}: what comes late is booked in the month after`,
    ...balances,
    `  to open, in ${relative(process.cwd(), documents.folder)}:`,
    ...documents.names.map((name) => `    ${name}`),
  ].join('\n')
}

/** The demo's report: what happened, what was paid and why, what was refused, where to look. */
export function report(story: Story, stage: Stage): string {
  const { addresses } = stage
  return [
    settlementPart(story),
    programmesPart(story),
    heading('Pay runs'),
    ...story.months.map(runPart),
    regulationPart(story),
    heading('Four payslips, line by line'),
    payslipPart(story, 'H25-1', '2026-05'),
    payslipPart(story, 'H07-1', '2026-06'),
    payslipPart(story, 'H02-1', '2026-06'),
    payslipPart(story, 'H05-1', '2026-06'),
    booksPart(story),
    guidesPart(story),
    feedsPart(story),
    refusedPart(story),
    heading('Where to click'),
    ...SERVICES.map((service) => `  ${service.padEnd(14)}${addresses.services[service]}/docs`),
  ].join('\n')
}

/** What the comparison with the expected figures came to. */
export function verdict(compared: number, differences: readonly Difference[]): string {
  if (differences.length === 0) return `All ${compared} figures are the expected ones.`
  const lines = differences.map(
    ({ figure, wanted, got }) => `  ${figure}: expected ${wanted}, got ${got}`,
  )
  return `${differences.length} of ${compared} figures differ:\n${lines.join('\n')}`
}
