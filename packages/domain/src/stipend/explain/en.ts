import { listed } from './norwegian.ts'
import type { Wording } from './wording.ts'

const runText = ([from, to]: readonly [number, number]): string =>
  from === to ? String(from) : `${from}–${to}`

/** Plain English, with the Norwegian terms that stand on letters from public offices. */
export const en: Wording = {
  sentences: {
    'benefit-whole-month':
      'Introduction benefit for all of {month}: {amount}. The full benefit is {rate} a month: one twelfth of twice the National Insurance base amount, which is {baseAmount} from {baseAmountFrom} ({law}).',
    'benefit-part-of-month':
      'Introduction benefit for {days} in {month}: {amount}. The full benefit is {rate} a month: one twelfth of twice the National Insurance base amount, which is {baseAmount} from {baseAmountFrom} ({law}).',
    'benefit-days':
      'Introduction benefit for {days} in {month}: {amount}. You were not in the programme for the whole month, so each day counts, Saturdays and Sundays too. The full benefit is {rate} for a day ({law}).',
    'benefit-none':
      'Introduction benefit for {month}: {amount}. You get no benefit for this month because of {leave} ({law}).',
    'leave-days':
      'Deduction for {days} without benefit, {dates}: {amount}. The reason is {leave}. The benefit for one day is {rate} ({law}).',
    'leave-rest':
      'In {month} you had {leaveDays} without benefit because of {leave}. You get {rate} for each day that is left, {paidDays} in all. We therefore deduct {amount} ({law}).',
    'leave-given-back':
      'In {month} you had {leaveDays} without benefit because of {leave}. You get {rate} for each day that is left, {paidDays} in all. We therefore add {amount} ({law}).',
    'leave-hours':
      'Deduction for {hours} without benefit, {dates}: {amount}. The reason is {leave}. The benefit for one hour is {rate} ({law}).',
    'other-benefit':
      'You get {benefits} for {month}. The introduction benefit is lower by the same amount: we deduct {amount} ({law}).',
    'other-benefit-part':
      'You get {benefits} for {month}. The introduction benefit is lower for the days you have benefit, {days}: we deduct {amount} ({law}).',
    'transitional-benefit':
      'You get {paid} in transitional benefit (overgangsstønad) for {month}. We deduct 40 percent of what is above {free}, which is {amount} ({law}).',
    'work-by-time':
      'You had {hours} of paid work in the programme. The benefit is lower for that time: we deduct {amount}, {rate} for each hour ({law}).',
    'work-by-wage':
      'You had paid work in the programme. The wage, {wage}, is lower than the benefit for the same time. We therefore deduct only what you were paid: {amount} ({law}).',
    'absence-days':
      'Deduction for {days} of absence without a valid reason, {dates}: {amount}. The benefit for one day is {rate} ({law}).',
    'absence-month':
      'Deduction for absence without a valid reason: {amount}. You were away on every day you had programme in {month}, and get no benefit for them ({law}).',
    'absence-hours':
      'Deduction for {hours} of absence without a valid reason, {dates}: {amount}. The benefit for one hour is {rate} ({law}).',
    'difference-more':
      'We have calculated the benefit for {month} again. It should have been {recomputed}, and you had been paid {paid}. You therefore get {amount} now ({law}).',
    'difference-less':
      'We have calculated the benefit for {month} again. It should have been {recomputed}, and you had been paid {paid}. We deduct {amount} from what you are owed for other months ({law}).',
    'set-off':
      'You were paid too much for {month} before. We now deduct {amount} from your benefit to settle it ({law}).',
    attachment:
      'Attachment (utleggstrekk) for {claim}: {amount}. We send the money to those who are owed it. You keep at least {keeps} of the payment ({law}).',
    'tax-table': 'Tax: {amount}. We follow table {table} on your tax card ({law}).',
    'tax-percent': 'Tax: {amount}. We follow your tax card, which says {percent} percent ({law}).',
    'tax-no-card':
      'Tax: {amount}. We found no tax card for you, and must then withhold {percent} percent. Order a tax card from the Tax Administration (Skatteetaten), and we will correct it ({law}).',
    'tax-exemption': 'Tax: {amount}. You have an exemption card (frikort) ({law}).',
    'tax-exemption-used':
      'Tax: {amount}. The amount on your exemption card (frikort) is used up, so we withhold tax from the rest. Ask the Tax Administration (Skatteetaten) for a new tax card ({law}).',
    'tax-other': 'Tax: {amount} ({law}).',
    'tax-none': 'Tax: {amount}. No tax was calculated for this payment ({law}).',
    held: 'We hold back {amount}. We do not deduct that much for absence without a separate decision, which you can appeal. If the municipality does not make the decision in time, you get the money ({law}).',
    claim:
      'You were paid {amount} too much before. The municipality can deduct it from later payments or ask for it back. You will be told before that happens ({law}).',
    total: 'Paid to you: {amount} ({law}).',
  },
  additions: {
    'less-because': 'You get {share} of the full benefit because {because}.',
    'day-limit': 'For one day we never deduct more than {limit}.',
    'rest-lapses': 'There was no more benefit to deduct from. The rest is dropped.',
    'all-lapses': 'There was no benefit left to deduct from. The deduction is dropped.',
    'held-is-paid':
      'The municipality did not decide on the deduction for absence in time, so the deduction is dropped.',
    'claim-is-settled': 'With this everything is settled.',
    'claim-left': 'After this {rest} is left.',
    'tax-back-pay': 'From the back pay we withhold {percent} percent.',
    'tax-half': 'In December we withhold half the tax.',
    'tax-free-month': 'In December we withhold no tax.',
    'tax-free-june': 'In June we withhold no tax.',
    'tax-wish': 'You have asked us to withhold {extra} more.',
    'tax-corrected':
      'We withheld {corrected} too much while we did not have your tax card, and you get that back now.',
    'tax-january-less':
      'In January we used your tax card of last year and withheld {corrected} too much. You get that back now.',
    'tax-january-more':
      'In January we used your tax card of last year and withheld {corrected} too little. We withhold that now.',
    'total-of': 'That is benefit of {gross} less {less}.',
    'not-paid-yet':
      'The benefit of {gross} will be paid when what is missing is in place. Ask the municipality what it is.',
    'changed-more': 'With these changes {amount} more is paid to you.',
    'changed-less': 'With these changes {amount} less is paid to you.',
    'changed-nothing': 'With these changes you are paid as much as before.',
  },
  reasons: {
    'no-approved-timesheet':
      'We lack an approved timesheet for {month}. The benefit for that month comes when the timesheet is approved.',
    'two-timesheets':
      'There are two timesheets for {month}. The municipality must correct that before the benefit can be paid.',
    'no-payee':
      'We lack your account number. Give it to the municipality, and you get the money with the next payment.',
    'payee-unconfirmed':
      'Your account number is new, and the municipality must check it. You get the money with the next payment after that.',
    'tax-card-invalid':
      'Your tax card cannot be used. The municipality fetches it again from the Tax Administration (Skatteetaten), and you get the money with the next payment after that.',
    'cannot-be-calculated':
      'The benefit for {month} cannot be calculated yet, because information is missing or not right. The municipality must correct it.',
  },
  labels: {
    title: 'Payslip for introduction benefit',
    name: 'Name',
    'person-id': 'Person ID',
    'pay-date': 'Pay date',
    'payslip-id': 'Payslip ID',
    municipality: 'Municipality (organisation number)',
    paid: 'Paid to you',
    'not-paid': 'Not paid yet',
    missing: 'What is missing',
    calculation: 'How the amount was calculated',
    what: 'What',
    amount: 'Amount',
    gross: 'Benefit before tax',
    tax: 'Tax',
    held: 'Held back',
    claim: 'Paid too much before',
    changes: 'What has changed since the last payslip',
    before: 'Before',
    now: 'Now',
    change: 'Change',
    'first-payslip': 'This is your first payslip.',
    'nothing-changed': 'Nothing has changed since the last payslip.',
    questions: 'Is something wrong, or do you have a question?',
    'questions-text':
      'Contact the municipality and give the payslip ID. You can get help to understand the payslip. The figures rest on your timesheet and on what you have told the municipality. Say so if something is not right.',
    page: 'Page {page} of {pages}',
  },
  lines: {
    'introduction-benefit': 'Introduction benefit',
    'leave-without-benefit': 'Time without benefit',
    'other-benefit': 'Other benefits',
    'transitional-benefit': 'Transitional benefit (overgangsstønad)',
    'paid-work-in-programme': 'Paid work in the programme',
    'unexcused-absence-days': 'Absence without a valid reason, whole days',
    'unexcused-absence-hours': 'Absence without a valid reason, hours',
    'retroactive-difference': 'Correction of an earlier month',
    'set-off': 'Settling what was paid too much',
    attachment: 'Attachment (utleggstrekk)',
  },
  less: {
    'under-25': 'you are under 25',
    'under-25-with-parent': 'you are under 25 and live with your parents',
    'under-25-without-parent': 'you are under 25',
    couple: 'both you and your partner get the benefit and you have no children',
  },
  leave: {
    'unpaid-leave': 'leave without benefit',
    'parental-leave': 'parental leave',
    stop: 'a stop in the programme',
    'illness-without-benefit': 'illness without a right to benefit',
    breastfeeding: 'time for breastfeeding beyond what the benefit covers',
  },
  benefits: {
    dagpenger: 'unemployment benefit (dagpenger)',
    sykepenger: 'sickness benefit (sykepenger)',
    foreldrepenger: 'parental benefit (foreldrepenger)',
    ufoeretrygd: 'disability benefit (uføretrygd)',
    arbeidsavklaringspenger: 'work assessment allowance (arbeidsavklaringspenger)',
    overgangsstoenad: 'transitional benefit (overgangsstønad)',
    barnetrygd: 'child benefit (barnetrygd)',
    kontantstoette: 'cash-for-care benefit (kontantstøtte)',
  },
  attachments: {
    maintenance: 'child support or other maintenance',
    'crime-compensation': 'compensation after a criminal act',
    fine: 'a fine',
    'public-dues': 'tax or duties',
    other: 'another claim',
    coordinated: 'claims gathered by the Tax Administration',
  },
  forms: {
    amount: (whole, cents) => `NOK\u00a0${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`,
    months: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    date: (day, month, year) => `${day}\u00a0${month} ${year}`,
    days: (runs, month) => `${listed(runs.map(runText), 'and')} ${month}`,
    and: 'and',
    countOfDays: (count) => (count === 1 ? '1 day' : `${count} days`),
    hours: (hours, minutes) =>
      [
        ...(hours > 0 || minutes === 0 ? [hours === 1 ? '1 hour' : `${hours} hours`] : []),
        ...(minutes > 0 ? [minutes === 1 ? '1 minute' : `${minutes} minutes`] : []),
      ].join(' and '),
    decimal: '.',
    citations: [
      [/integreringsloven/g, 'Integration Act'],
      [/integreringsforskriften/g, 'Integration Regulations'],
      [/introduksjonsloven/g, 'Introduction Act'],
      [/skattebetalingsloven/g, 'Tax Payment Act'],
      [/skattebetalingsforskriften/g, 'Tax Payment Regulations'],
      [/dekningsloven/g, 'Creditors Recovery Act'],
      [/\bforskrift (\d)/g, 'regulations of $1'],
      [/\bnr\b/g, 'no.'],
      [/§ /g, 'section '],
    ],
  },
}
