import t from 'tap'
import type { AttachmentOrder } from '../../src/stipend/attachments.ts'
import { attach } from '../../src/stipend/attachments.ts'
import { settleDifferences } from '../../src/stipend/differences.ts'
import { explainLine } from '../../src/stipend/explain/explain-line.ts'
import { explainChange, explainPayment } from '../../src/stipend/explain/explain-payment.ts'
import { explainWithholding } from '../../src/stipend/explain/explain-withholding.ts'
import { amountText, lawsText, lawText, WORDINGS } from '../../src/stipend/explain/forms.ts'
import { ADDITIONS, LANGUAGES, SENTENCES } from '../../src/stipend/explain/wording.ts'
import type { PayLine } from '../../src/stipend/line.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { RULE_SETS } from '../../src/stipend/rule-sets.ts'
import { type TaxedMonth, withholdMonth } from '../../src/tax/withholding.ts'
import { assert } from '../../src/values/assert.ts'
import { minutes } from '../../src/values/minutes.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { day, dayAbsent, facts, minutesAbsent, paid, under25, withParent } from './facts.ts'

const places = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, one]) => one ?? '').sort()
/** As people read it: the spaces that keep numbers together are spaces. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

t.test(
  'each language has each sentence, with the same places, its amount and its paragraph',
  async (t) => {
    for (const language of LANGUAGES) {
      const { sentences, additions } = WORDINGS[language]
      t.same(Object.keys(sentences).sort(), [...SENTENCES].sort())
      t.same(Object.keys(additions).sort(), [...ADDITIONS].sort())
      for (const key of SENTENCES) {
        t.same(places(sentences[key]), places(WORDINGS.nb.sentences[key]), `${language} ${key}`)
        t.ok(
          ['amount', 'law'].every((one) => places(sentences[key]).includes(one)),
          key,
        )
      }
      for (const key of ADDITIONS) {
        t.same(places(additions[key]), places(WORDINGS.nb.additions[key]), `${language} ${key}`)
      }
    }
  },
)

t.test('no written form borrows the words of the other', async (t) => {
  const all = (language: 'nb' | 'nn'): string => {
    const { forms: _forms, ...words } = WORDINGS[language]
    return Object.values(words)
      .flatMap((one) => Object.values(one))
      .join(' ')
  }
  t.notMatch(
    all('nn'),
    /\b(ikke|hele|hver|fra|uten|noe|av den tiden|måneden|mer|dager|timer|trekker|utbetalingen)\b/,
  )
  t.notMatch(
    all('nb'),
    /\b(ikkje|heile|kvar|frå|utan|noko|meir|månaden|dagar|timar|trekkjer|utbetalinga)\b/,
  )
})

t.test('paragraphs are cited as each language does', async (t) => {
  const laws = ['integreringsloven § 46 second paragraph g', 'introduksjonsloven § 21 e']
  t.same(
    laws.map((law) => plain(lawText('nb', law))),
    ['integreringsloven § 46 andre ledd bokstav g', 'introduksjonsloven § 21 bokstav e'],
  )
  t.equal(
    plain(lawText('nn', 'integreringsforskriften § 5 second paragraph')),
    'integreringsforskrifta § 5 andre ledd',
  )
  t.equal(plain(lawText('en', 'integreringsloven § 24')), 'Integration Act section 24')
  t.equal(
    plain(lawsText('nb', ['integreringsloven § 21', 'integreringsloven § 20 second paragraph'])),
    'integreringsloven § 21 og § 20 andre ledd',
  )
  const cited = RULE_SETS.flatMap(({ paragraphs }) =>
    Object.values(paragraphs).flatMap((one) =>
      typeof one === 'string' ? one : Object.values<string>(one),
    ),
  )
  for (const law of cited) {
    t.notMatch(lawText('nb', law), /first|second|third|fourth|paragraph|\band\b|July/, law)
    t.notMatch(
      lawText('nn', law),
      /first|second|third|fourth|paragraph|\band\b|July|loven|forskriften/,
      law,
    )
    t.notMatch(lawText('en', law), /loven|forskriften|§/, law)
  }
})

const saidOf = (of: MonthFacts, code: PayLine['code']): string[] => {
  const line = paid(of).lines.find((one) => one.code === code)
  assert(line !== undefined, `${code} is among the lines`)
  return LANGUAGES.map((language) => plain(explainLine(language, { month: of.month, line })))
}

t.test('the example of the API page, in three languages', async (t) => {
  const of = facts('2026-05', {
    absences: [minutesAbsent('2026-05-12', 240), dayAbsent('2026-05-19')],
  })
  t.same(saidOf(of, 'introduction-benefit'), [
    'Introduksjonsstønad for hele mai 2026: 22 758,17 kr. Full stønad er 22 758,17 kr i måneden: en tolvdel av to ganger grunnbeløpet i folketrygden, som er 136 549 kr fra 1. mai 2026 (integreringsloven § 20 første og andre ledd).',
    'Introduksjonsstønad for heile mai 2026: 22 758,17 kr. Full stønad er 22 758,17 kr i månaden: ein tolvdel av to gonger grunnbeløpet i folketrygda, som er 136 549 kr frå 1. mai 2026 (integreringslova § 20 første og andre ledd).',
    'Introduction benefit for all of May 2026: NOK 22,758.17. The full benefit is NOK 22,758.17 a month: one twelfth of twice the National Insurance base amount, which is NOK 136,549 from 1 May 2026 (Integration Act section 20 first and second paragraph).',
  ])
  t.same(saidOf(of, 'unexcused-absence-hours'), [
    'Trekk for 4 timer ugyldig fravær, 12. mai: 590,48 kr. Stønaden for en time er 147,62 kr (integreringsloven § 21 og § 20 andre ledd).',
    'Trekk for 4 timar ugyldig fråvær, 12. mai: 590,48 kr. Stønaden for ein time er 147,62 kr (integreringslova § 21 og § 20 andre ledd).',
    'Deduction for 4 hours of absence without a valid reason, 12 May: NOK 590.48. The benefit for one hour is NOK 147.62 (Integration Act section 21 and section 20 second paragraph).',
  ])
  t.match(
    saidOf(of, 'unexcused-absence-days')[0],
    /^Trekk for 1 dag med ugyldig fravær, 19\. mai: 758,61 kr\./,
  )
})

const leave = (from: string, to: string) => ({
  from: day(from),
  to: day(to),
  kind: 'parental-leave' as const,
})
const couple = {
  from: day('2026-01-12'),
  livesWithParent: false,
  partnerInProgramme: true,
  hasChildren: false,
}
const work = (wageOre: number | null) => ({
  minutes: minutes(600),
  wageOre: wageOre === null ? null : ore(wageOre),
  days: null,
})
const programme = daysOf(month('2026-06')).filter(
  (one) => one >= '2026-06-15' && one <= '2026-06-16',
)

/** Months with the code whose sentence they show, and what it says in Bokmål. */
const said: readonly (readonly [string, MonthFacts, PayLine['code'], RegExp])[] = [
  [
    'a month begun',
    facts('2026-01'),
    'introduction-benefit',
    /for 20 dager i januar 2026: .* Full stønad er 723,11 kr for en dag/,
  ],
  [
    'X2 under 25',
    facts('2026-05', { participant: under25 }),
    'introduction-benefit',
    /Du får 2\/3 av full stønad fordi du er under 25 år\.$/,
  ],
  [
    'X3 at home',
    facts('2026-05', { participant: withParent }),
    'introduction-benefit',
    /1\/3 av full stønad fordi du er under 25 år og bor hos foreldrene dine\.$/,
  ],
  [
    'X4 a couple',
    facts('2026-05', { participant: { household: [couple] } }),
    'introduction-benefit',
    /5\/6 av full stønad fordi både du og partneren din/,
  ],
  [
    '25 in the month',
    facts('2026-05', { participant: { birthDate: day('2001-05-11') } }),
    'introduction-benefit',
    /for 10 dager i mai 2026: .* i måneden/,
  ],
  [
    'a month of leave',
    facts('2026-05', { participant: { interruptions: [leave('2026-05-01', '2026-05-31')] } }),
    'introduction-benefit',
    /mai 2026: 0,00 kr\. Du får ikke stønad for denne måneden på grunn av foreldrepermisjon/,
  ],
  [
    'a week of leave',
    facts('2026-05', { participant: { interruptions: [leave('2026-05-04', '2026-05-10')] } }),
    'leave-without-benefit',
    /Trekk for 7 dager uten stønad, 4\.–10\. mai: 5 310,24 kr\. Årsaken er foreldrepermisjon/,
  ],
  [
    'leave above the limit',
    facts('2026-05', { participant: { interruptions: [leave('2026-05-01', '2026-05-20')] } }),
    'leave-without-benefit',
    /hadde du 20 dager uten stønad .* til sammen 11 dager\. Derfor trekker vi/,
  ],
  [
    'hours of leave',
    facts('2026-05', { absences: [minutesAbsent('2026-05-12', 90, 'unpaid-leave')] }),
    'leave-without-benefit',
    /Trekk for 1 time og 30 minutter uten stønad, 12\. mai/,
  ],
  [
    'breastfeeding',
    facts('2026-05', { absences: [minutesAbsent('2026-05-12', 75, 'breastfeeding')] }),
    'leave-without-benefit',
    /Trekk for 15 minutter .* Årsaken er ammefri/,
  ],
  [
    'another benefit',
    facts('2026-05', {
      benefits: [{ kind: 'dagpenger', amountOre: ore(400_000), earnedBeforeProgramme: true }],
    }),
    'other-benefit',
    /Du får dagpenger \(4 000,00 kr\) for mai 2026\..* trekker 4 000,00 kr/,
  ],
  [
    'another benefit in part',
    facts('2026-01', {
      benefits: [{ kind: 'ufoeretrygd', amountOre: ore(310_000), earnedBeforeProgramme: false }],
    }),
    'other-benefit',
    /for de dagene du har stønad, 20 dager: vi trekker 2 000,00 kr/,
  ],
  [
    'a transitional benefit',
    facts('2026-05', {
      benefits: [
        { kind: 'overgangsstoenad', amountOre: ore(1_000_000), earnedBeforeProgramme: false },
      ],
    }),
    'transitional-benefit',
    /Du får 10 000,00 kr i overgangsstønad .* over 5 689,54 kr/,
  ],
  [
    'work by time',
    facts('2026-05', { paidWork: work(null) }),
    'paid-work-in-programme',
    /Du hadde 10 timer lønnet arbeid .* 147,62 kr for hver time/,
  ],
  [
    'work by wage',
    facts('2026-05', { paidWork: work(100_000) }),
    'paid-work-in-programme',
    /Lønnen, 1 000,00 kr, er lavere .* i lønn: 1 000,00 kr/,
  ],
  [
    'a long day missed',
    facts('2026-05', { absences: [minutesAbsent('2026-05-12', 420)] }),
    'unexcused-absence-hours',
    /For én dag trekker vi aldri mer enn 758,61 kr\.$/,
  ],
  [
    'every day missed',
    facts('2026-06', {
      programmeDays: programme,
      absences: programme.map((one) => dayAbsent(one)),
    }),
    'unexcused-absence-days',
    /Du var borte alle dagene du hadde program i juni 2026/,
  ],
  [
    'more than the month',
    facts('2026-05', {
      benefits: [{ kind: 'sykepenger', amountOre: ore(3_000_000), earnedBeforeProgramme: true }],
    }),
    'other-benefit',
    /Det var ikke mer stønad å trekke av\. Resten faller bort\.$/,
  ],
  [
    'nothing left',
    facts('2026-05', {
      benefits: [{ kind: 'sykepenger', amountOre: ore(3_000_000), earnedBeforeProgramme: true }],
      absences: [dayAbsent('2026-05-12')],
    }),
    'unexcused-absence-days',
    /: 0,00 kr\. .* Trekket faller bort\.$/,
  ],
]
for (const [name, of, code, pattern] of said) {
  t.test(`a participant reads: ${name}`, async (t) => {
    const lines = saidOf(of, code)
    t.match(lines[0], pattern)
    for (const text of lines) t.notMatch(text, /\{|undefined|NaN/)
  })
}

t.test('POL4a: what a part without leave gets back is added, not taken', async (t) => {
  const household = [couple, { ...couple, from: day('2026-05-21'), partnerInProgramme: false }]
  const of = facts('2026-05', {
    participant: { household, interruptions: [leave('2026-05-01', '2026-05-20')] },
  })
  const back = paid(of).lines.find(
    ({ code, amountOre }) => code === 'leave-without-benefit' && amountOre > 0,
  )
  assert(back !== undefined, 'a part without leave gets a little back')
  t.match(plain(explainLine('nb', { month: of.month, line: back })), /Derfor legger vi til \d/)
})

const settled = {
  month: month('2026-04'),
  regime: 'integreringsloven',
  claimOre: ore(0),
  paysHeld: false,
} as const

t.test('differences, set-off and attachments say what they are of', async (t) => {
  const more = { ...settled, recomputedOre: ore(500_000), paidOre: ore(400_000), paysHeld: true }
  const less = {
    ...settled,
    month: month('2026-03'),
    recomputedOre: ore(400_000),
    paidOre: ore(450_000),
  }
  const [taken, given] = settleDifferences([more, less]).lines
  assert(taken !== undefined && given !== undefined, 'one line each')
  t.match(
    plain(explainLine('nb', taken)),
    /for mars 2026 på nytt\. Den skulle ha vært 4 000,00 kr, og du hadde fått 4 500,00 kr\. Vi trekker 500,00 kr/,
  )
  t.match(
    plain(explainLine('nb', given)),
    /Derfor får du 1 000,00 kr nå .* Kommunen gjorde ikke vedtak/,
  )
  const setOff = (rest: string): PayLine => ({
    ...given.line,
    code: 'set-off',
    amountOre: ore(-20_000),
    ruleKeys: ['POL15'],
    inputs: [{ name: 'restOfClaim', value: rest }],
  })
  const told = (line: PayLine) => plain(explainLine('nb', { month: month('2026-03'), line }))
  t.match(
    told(setOff('150.00')),
    /for mye for mars 2026\. Nå trekker vi 200,00 kr .* står 150,00 kr igjen/,
  )
  t.match(told(setOff('0.00')), /Dermed er alt gjort opp\.$/)
  const order: AttachmentOrder = {
    orderId: 'o',
    class: 'maintenance',
    amountOre: ore(100_000),
    rate: null,
    keepsOre: ore(900_000),
    from: day('2026-01-01'),
    to: null,
    takenOre: ore(0),
  }
  const [attached] = attach([order], {
    payDate: day('2026-06-12'),
    grossOre: ore(2_000_000),
    withheldOre: ore(0),
  })
  assert(attached !== undefined, 'the order takes its amount')
  t.match(
    told(attached.line),
    /Utleggstrekk for barnebidrag eller annet bidrag: 1 000,00 kr\. .* minst 9 000,00 kr/,
  )
})

const taxed = (of: Partial<TaxedMonth>): string => {
  const may = daysOf(month('2026-05'))
  const result = withholdMonth({
    payout: month('2026-06'),
    days: may,
    grossOre: ore(2_140_908),
    card: null,
    summerExemption: false,
    ...of,
  })
  assert(!isRefusal(result), 'withheld')
  return plain(explainWithholding('nb', result.withholding))
}
const table = { kind: 'table', year: 2026, table: '8010', rate: 2200, months: 10.5 } as const

t.test('the tax says which card it was read from', async (t) => {
  t.equal(
    taxed({ card: table }),
    'Skatt: 3 010,00 kr. Vi følger tabell 8010 på skattekortet ditt (skattebetalingsforskriften § 5-10-2 og § 5-5-4).',
  )
  t.match(
    taxed({}),
    /Skatt: 10 704,00 kr\. Vi fant ikke noe skattekort for deg, og da må vi trekke 50 prosent\./,
  )
  t.match(
    taxed({ card: { kind: 'percent', year: 2026, rate: 3250, months: 12 } }),
    /som sier 32,5 prosent/,
  )
  t.match(taxed({ payout: month('2026-12'), card: table }), /I desember trekker vi halv skatt\.$/)
  t.match(
    taxed({ payout: month('2026-12'), card: { ...table, months: 11 } }),
    /I desember trekker vi ikke skatt\.$/,
  )
  const card = { kind: 'exemption', year: 2026, limitOre: ore(7_000_000), usedOre: ore(0) } as const
  t.match(taxed({ card }), /Skatt: 0,00 kr\. Du har frikort/)
  t.match(
    taxed({ card: { ...card, limitOre: ore(1_000_000) } }),
    /Beløpet på frikortet ditt er brukt opp/,
  )
  t.match(
    taxed({ payout: month('2031-06') }),
    /Det er ikke regnet ut skatt av denne utbetalingen \(skattebetalingsloven § 5-4 første ledd\)/,
  )
})

t.test('what a basis says beside the card is told too', async (t) => {
  const of = (basis: string) =>
    plain(
      explainWithholding('nb', {
        amountOre: ore(300_000),
        basis,
        law: ['skattebetalingsloven § 5-1'],
      }),
    )
  t.match(of('table 8010, month, 1, free in June'), /I juni trekker vi ikke skatt\./)
  t.match(
    of('introduksjonsstoenad: table 8010, month, 21409; back pay: 22 %, 5000'),
    /tabell 8010 .* Av etterbetalingen trekker vi 22 prosent\./,
  )
  t.match(
    of('table 8010, month, 1; 500.00 kr more by own wish'),
    /bedt om at vi trekker 500,00 kr mer/,
  )
  t.match(
    of('table 8010, month, 1; 1200.00 kr less for payments taxed without the card'),
    /Vi trakk 1 200,00 kr for mye/,
  )
  t.match(
    of('table 8010, month, 1; 209.00 kr less for January, by last year’s card'),
    /skattekortet ditt fra i fjor og trakk 209,00 kr for mye\. Det får du igjen nå\.$/,
  )
  t.match(
    of('table 8010, month, 1; 3650.00 kr more for January, by last year’s card'),
    /skattekortet ditt fra i fjor og trakk 3 650,00 kr for lite\. Det trekker vi nå\.$/,
  )
  t.match(of('something new'), /^Skatt: 3 000,00 kr \(skattebetalingsloven § 5-1\)\.$/)
})

t.test('a payment says what is paid, held and claimed, by the law it is of', async (t) => {
  const payment = {
    law: ['integreringsloven § 20 first and second paragraph'],
    grossOre: ore(2_000_000),
    withholding: null,
    netOre: ore(1_600_000),
    heldOre: ore(50_000),
    claimsOre: ore(70_000),
    isBlocked: false,
  }
  const told = explainPayment('nb', payment)
  t.equal(
    plain(told.total),
    'Utbetalt til deg: 16 000,00 kr (integreringsloven § 24). Det er stønad på 20 000,00 kr minus 4 000,00 kr.',
  )
  t.match(
    plain(told.held ?? ''),
    /Vi holder tilbake 500,00 kr\. .* \(integreringsloven § 46 andre ledd bokstav g\)/,
  )
  t.match(
    plain(told.claim ?? ''),
    /fått 700,00 kr for mye\. .* \(integreringsloven § 25 første ledd\)/,
  )
  t.match(
    plain(explainPayment('nb', { ...payment, netOre: ore(0), isBlocked: true }).total),
    /^Utbetalt til deg: 0,00 kr .* Stønaden på 20 000,00 kr blir utbetalt når/,
  )
  const old = explainPayment('nn', {
    ...payment,
    law: ['introduksjonsloven § 9'],
    netOre: payment.grossOre,
    heldOre: ore(0),
    claimsOre: ore(0),
  })
  t.same(
    [old.held, old.claim, plain(old.total)],
    [null, null, 'Utbetalt til deg: 20 000,00 kr (introduksjonslova § 13).'],
  )
})

t.test('amounts and lengths in their forms', async (t) => {
  t.same(
    LANGUAGES.map((language) => plain(amountText(language, ore(-123_456_789)))),
    ['1 234 567,89 kr', '1 234 567,89 kr', 'NOK 1,234,567.89'],
  )
  for (const language of LANGUAGES) {
    const { hours, countOfDays } = WORDINGS[language].forms
    t.same(
      new Set([
        hours(0, 0),
        hours(1, 0),
        hours(2, 1),
        hours(0, 45),
        hours(1, 30),
        countOfDays(1),
        countOfDays(2),
      ]).size,
      7,
    )
  }
})

t.test('what other facts would change', async (t) => {
  const told = (amount: number) => plain(explainChange('nb', ore(amount)))
  t.equal(told(48_361), 'Med disse endringene blir 483,61 kr mer utbetalt til deg.')
  t.equal(told(-100), 'Med disse endringene blir 1,00 kr mindre utbetalt til deg.')
  t.equal(told(0), 'Med disse endringene får du like mye utbetalt som før.')
})
