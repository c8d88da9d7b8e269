/** A choice that the product makes once for all where the law is silent: listed with its reason, not set. */
export type FixedRule = {
  readonly key: string
  readonly name: string
  readonly law: readonly string[]
  readonly description: string
  /** Why a municipality does not choose here. */
  readonly reason: string
}

const RATES = 'integreringsloven § 20 second paragraph'
const UNEXCUSED = 'integreringsloven § 21'
const OVERPAYMENT = 'integreringsloven § 25 first paragraph'

/**
 * The policies without a setting: with those of `POLICIES` they are every policy key. Where one key has
 * both, the rest of it stands here.
 */
export const FIXED_RULES: readonly FixedRule[] = [
  {
    key: 'POL1',
    name: 'rounding',
    law: [RATES],
    description:
      'Computed in exact fractions; each line is rounded once to whole øre, half up by size, and a total is the sum of its lines. Limits are compared before rounding.',
    reason:
      'Two participants with the same facts are paid the same in every municipality, and a payslip always adds up.',
  },
  {
    key: 'POL2',
    name: 'absenceOfADay',
    law: [UNEXCUSED, RATES],
    description:
      'A whole programme day missed costs a day rate; part of a day costs its hours, never more than a day rate.',
    reason:
      'The law gives one rate a day and one an hour; part of a day may not cost more than all of it. Only the step of minutes is set (absenceStepMinutes).',
  },
  {
    key: 'POL3',
    name: 'programmeDays',
    law: [UNEXCUSED, 'integreringsforskriften § 17'],
    description:
      'Only programme days count as absence: never Saturday, Sunday or a day of § 17. When every programme day of the month’s entitled part is missed without excuse, the whole base is deducted.',
    reason: 'Who has no programme cannot be absent from it: the length of the absence decides.',
  },
  {
    key: 'POL4',
    name: 'partMonth',
    law: [RATES],
    description:
      'A month that begins or ends inside the programme pays its calendar days x the day rate, at most the month’s amount; a month entitled in full is the month’s amount, whatever its length.',
    reason:
      'The law sets the day to a thirtieth of the month and the month to a twelfth of the year.',
  },
  {
    key: 'POL5',
    name: 'changeOfFactor',
    law: ['integreringsloven § 20'],
    description:
      'A birthday, a move, a partner’s start or a birth takes effect on its own day: the base is split by calendar days, and deductions use the rate of their day.',
    reason:
      'The facts decide from the day they are there; a later day would pay by facts that are gone.',
  },
  {
    key: 'POL7',
    name: 'neverBelowZero',
    law: [UNEXCUSED, 'integreringsloven §§ 22 and 23', OVERPAYMENT],
    description:
      'A month’s benefit is never below zero: a reduction beyond it lapses. Only what was paid too much is a claim.',
    reason: 'The law reduces benefit; it makes no debt of what was never paid.',
  },
  {
    key: 'POL9',
    name: 'corrections',
    law: [OVERPAYMENT],
    description:
      'What was paid is never changed: a correction is one difference line for each month, the recomputed amount less what was paid for it.',
    reason: 'A paid line is an accounting record, and its participant was told of it.',
  },
  {
    key: 'POL11',
    name: 'orderOfLines',
    law: ['integreringsloven §§ 20 to 25'],
    description:
      'Base, leave without benefit, other benefits, paid work, unexcused absence, each limited to what is left; then differences, set-off, tax, attachments, net.',
    reason:
      'The paragraphs build on each other; another order would give another amount for the same facts.',
  },
  {
    key: 'POL12',
    name: 'coordination',
    law: ['integreringsloven § 22'],
    description:
      'Other benefits count gross for the calendar month, for the entitled days’ part of it; of overgangsstønad 40 % of what exceeds a twenty-fourth of G. The person’s factor does not scale them.',
    reason: 'The law says krone for krone, and which benefits; nothing is left to choose.',
  },
  {
    key: 'POL13',
    name: 'paidWork',
    law: ['integreringsloven § 23'],
    description:
      'Paid work in the programme costs its hours, or the month’s gross wage where that is lower; with days given each costs at most a day rate. No wage known: hours alone.',
    reason: 'The law gives the participant the better of the two.',
  },
  {
    key: 'POL14',
    name: 'couples',
    law: ['integreringsloven § 20 fourth paragraph', 'forskrift 25 June 2024 nr 1215'],
    description:
      'Five sixths for whoever begins on 1 July 2024 or later, for the days on which both are entitled and neither has a child under 18 in their care; on top of the rate for those under 25.',
    reason: 'The law names the couple and the day from which it holds.',
  },
  {
    key: 'POL16',
    name: 'attachments',
    law: ['dekningsloven §§ 2-7 and 2-8'],
    description:
      'Attachments are taken after withheld tax: maintenance, compensation for crime, fines, tax and public dues, others; within a class by size, leaving what the order says.',
    reason: 'The law ranks them and the order says what the person keeps.',
  },
  {
    key: 'POL18',
    name: 'backPay',
    law: ['skattebetalingsforskriften § 5-10-1'],
    description:
      'One other month of the income year, paid beside ordinary benefit, is taxed by the table of the sum; more months, an earlier year or none beside it by the card’s percent.',
    reason:
      'The table is for pay earned in the income year; the regulation gives the percent for the rest.',
  },
  {
    key: 'POL20',
    name: 'countingAbsence',
    law: ['integreringsforskriften §§ 5 to 14a'],
    description:
      'Self-certified days are calendar days, a new spell within 16 days goes on with the one before, and quotas run over the last twelve months or the calendar year. Who registers an absence holds it to them: no service counts them yet.',
    reason: 'The regulation sets the days; payroll takes each absence as introduction judged it.',
  },
  {
    key: 'POL21',
    name: 'addedDuration',
    law: ['integreringsforskriften §§ 10 and 19'],
    description:
      'Absence and leave of more than ten working days lengthen the programme by as many; religious days and holiday neither count nor add. Introduction moves the end.',
    reason: 'The regulation sets the threshold; payroll pays to the end that introduction tells.',
  },
  {
    key: 'POL22',
    name: 'holiday',
    law: ['integreringsforskriften § 18'],
    description:
      'Twenty-five working days for each twelve months from the programme’s start, with benefit, not carried over; a day the organiser closes beyond them keeps the benefit. Who registers a holiday holds it to them: no service counts them yet.',
    reason: 'The regulation gives the days; a municipality chooses when, not how many.',
  },
  {
    key: 'POL23',
    name: 'longIllness',
    law: ['integreringsforskriften § 5 second paragraph'],
    description:
      'Benefit stops in long illness only from the day the decision reached the participant, for calendar days, never for self-certified days.',
    reason: 'It takes a decision in each case, which introduction registers.',
  },
  {
    key: 'POL24',
    name: 'countingTime',
    law: ['domstolloven §§ 148 and 149'],
    description:
      'A period of months or years ends on the day with its number, or the month’s last; deadlines of tax, reporting and appeal that fall on a day off move to the next working day.',
    reason: 'The law counts time one way for all.',
  },
  {
    key: 'POL25',
    name: 'emptyMonths',
    law: ['integreringsloven § 24'],
    description:
      'A month wholly outside the programme is refused; one wholly without entitlement inside it gives a line of 0 with its reason, and no payment.',
    reason: 'There is nothing to pay in either, and the participant is told why in the second.',
  },
  {
    key: 'POL26',
    name: 'oldLaw',
    law: ['integreringsforskriften § 72 second paragraph', 'introduksjonsloven §§ 8 to 12'],
    description:
      'Under introduksjonsloven: two thirds for all under 25, no five sixths, paid work by time only; where its regulation is silent, integreringsforskriften’s rule.',
    reason:
      'Whoever is under the old law keeps it; the facts decide the law, not the municipality.',
  },
]
