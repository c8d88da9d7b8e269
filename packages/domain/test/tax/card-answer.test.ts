import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { type AnswerEntry, readAnswer } from '../../src/tax/card-answer.ts'
import { type AnsweredCard, INCOME_CODES } from '../../src/tax/card-line.ts'
import { isRefusal } from '../../src/values/refusal.ts'

const TOWN = '940101808'
const NUMBER = '14919010038'
const line = (
  more: object = { trekkprosent: { prosentsats: 32 } },
  trekkode = 'introduksjonsstoenad',
) => ({
  trekkode,
  ...more,
})
const employee = (more: object = {}) => ({
  arbeidstakeridentifikator: NUMBER,
  resultatForSkattekort: 'skattekortopplysningerOK',
  skattekort: {
    utstedtDato: '2025-12-10',
    skattekortidentifikator: 54407,
    forskuddstrekk: [line()],
  },
  inntektsaar: '2026',
  ...more,
})
const withLines = (...forskuddstrekk: unknown[]) =>
  employee({
    skattekort: { utstedtDato: '2025-12-10', skattekortidentifikator: 1, forskuddstrekk },
  })
const answer = (...arbeidstaker: unknown[]) => ({
  status: 'FORESPOERSEL_OK',
  arbeidsgiver: [{ arbeidsgiveridentifikator: { organisasjonsnummer: TOWN }, arbeidstaker }],
})
const entries = (document: unknown, organisation = TOWN): readonly AnswerEntry[] => {
  const read = readAnswer(document, organisation)
  return isRefusal(read) ? [{ pointer: read.refused, invalid: read.detail }] : read
}
const cardOf = (of: unknown): AnsweredCard | string => {
  const [entry] = entries(answer(of))
  if (!entry) return 'nothing'
  return 'invalid' in entry ? entry.invalid : entry.card
}

t.test('a card as recorded answers write it: camelCase and numbers', async (t) => {
  const lines = [
    line({ trekktabell: { tabellnummer: '8140', prosentsats: 43, antallMaanederForTrekk: 10.5 } }),
    line({ trekkprosent: { prosentsats: 20.5 } }, 'loennFraBiarbeidsgiver'),
    line({ frikort: {} }, 'ufoeretrygdFraNAV'),
    line({ frikort: { frikortbeloep: 100_000 } }, 'pensjon'),
  ]
  const of = {
    ...withLines(...lines),
    tilleggsopplysning: ['kildeskattPaaLoenn', 'oppholdPaaSvalbard'],
  }
  t.same(entries(answer(of)), [
    {
      pointer: '/arbeidsgiver/0/arbeidstaker/0',
      nationalNumber: NUMBER,
      card: {
        year: 2026,
        result: 'card',
        cardIdentifier: '1',
        issuedOn: '2025-12-10',
        lines: [
          { kind: 'table', code: 'introduksjonsstoenad', table: '8140', rate: 4300, months: 10.5 },
          { kind: 'percent', code: 'loennFraBiarbeidsgiver', rate: 2050, months: null },
          { kind: 'exemption', code: 'ufoeretrygdFraNAV', limitOre: null },
          { kind: 'exemption', code: 'pensjon', limitOre: 10_000_000 },
        ],
        notes: ['kildeskattPaaLoenn', 'oppholdPaaSvalbard'],
      },
    },
  ])
})

t.test('the same card in UPPER_SNAKE with text is the same card', async (t) => {
  const snake = withLines(
    line(
      { trekktabell: { tabellnummer: '8010', prosentsats: '41', antallMaanederForTrekk: '10.5' } },
      'LOENN_FRA_HOVEDARBEIDSGIVER',
    ),
    line({ trekkprosent: { prosentsats: '25', antallMaanederForTrekk: '12' } }, 'PENSJON_FRA_NAV'),
    line({ frikort: { frikortbeloep: '100000' } }, 'LOENN_FRA_NAV'),
  )
  const camel = withLines(
    line(
      { trekktabell: { tabellnummer: 8010, prosentsats: 41, antallMaanederForTrekk: 10.5 } },
      'loennFraHovedarbeidsgiver',
    ),
    line({ trekkprosent: { prosentsats: 25, antallMaanederForTrekk: 12 } }, 'pensjonFraNAV'),
    line({ frikort: { frikortbeloep: 100_000 }, trekkprosent: null }, 'loennFraNAV'),
  )
  const upper = { resultatForSkattekort: 'SKATTEKORTOPPLYSNINGER_OK', inntektsaar: 2026 }
  const notes = (text: string) => ({ tilleggsopplysning: [text] })
  t.same(
    cardOf({ ...snake, ...upper, ...notes('KILDESKATT_PAA_LOENN') }),
    cardOf({ ...camel, ...notes('kildeskattPaaLoenn') }),
  )
  for (const code of INCOME_CODES) {
    const upperCode = code.replaceAll(/NAV|[A-Z]/g, '_$&').toUpperCase()
    t.match(cardOf(withLines(line(undefined, upperCode))), { lines: [{ code }] }, upperCode)
  }
})

t.test('every result is read, in both spellings', async (t) => {
  const results = [
    ['ikkeSkattekort', 'IKKE_SKATTEKORT', 'no-card'],
    ['ikkeTrekkplikt', 'IKKE_TREKKPLIKT', 'no-duty'],
    ['ugyldigFoedselsEllerDnummer', 'UGYLDIG_FOEDSELS_ELLER_DNUMMER', 'invalid-number'],
    ['ugyldigOrganisasjonsnummer', 'UGYLDIG_ORGANISASJONSNUMMER', 'invalid-organisation'],
    [
      'utgaattDnummerSkattekortForFoedselsnummerErLevert',
      'UTGAATT_DNUMMER_SKATTEKORT_FOR_FOEDSELSNUMMER_ER_LEVERT',
      'replaced-number',
    ],
    ['vurderArbeidstillatelse', 'VURDER_ARBEIDSTILLATELSE', 'consider-work-permit'],
  ] as const
  for (const [camel, snake, result] of results) {
    const none = { year: 2026, result, cardIdentifier: null, issuedOn: null, lines: [], notes: [] }
    t.same(cardOf(employee({ resultatForSkattekort: camel, skattekort: undefined })), none, camel)
    t.same(cardOf(employee({ resultatForSkattekort: snake, skattekort: null })), none, snake)
  }
  t.match(cardOf(employee({ resultatForSkattekort: results[4][0] })), {
    result: 'replaced-number',
    lines: [{ rate: 3200 }],
  })
})

t.test('what is new is kept as it came; what is left out is null', async (t) => {
  const card = {
    forskuddstrekk: [line({ trekktabell: { tabellnummer: '7100P' } }, 'loennFraMars')],
  }
  t.match(cardOf(employee({ skattekort: card, tilleggsopplysning: ['oppholdPaaMars', 7, '?'] })), {
    cardIdentifier: null,
    issuedOn: null,
    lines: [{ code: 'loennFraMars', table: '7100P', rate: null, months: null }],
    notes: ['oppholdPaaMars'],
  })
  const zoned = { utstedtDato: '2026-05-26+02:00', forskuddstrekk: [line()] }
  t.match(cardOf(employee({ skattekort: zoned })), { issuedOn: '2026-05-26' })
})

t.test('an employee that cannot be read is told by place and fault, never by number', async (t) => {
  const cases: [unknown, string][] = [
    ['text', 'arbeidstaker is no object.'],
    [
      employee({ arbeidstakeridentifikator: '1234' }),
      'arbeidstakeridentifikator is not eleven digits.',
    ],
    [
      employee({ arbeidstakeridentifikator: undefined }),
      'arbeidstakeridentifikator is not eleven digits.',
    ],
    [employee({ resultatForSkattekort: 'OK' }), 'resultatForSkattekort is missing or unknown.'],
    [
      employee({ resultatForSkattekort: undefined }),
      'resultatForSkattekort is missing or unknown.',
    ],
    [employee({ inntektsaar: '26' }), 'inntektsaar is no year.'],
    [employee({ inntektsaar: null }), 'inntektsaar is no year.'],
    [employee({ skattekort: [] }), 'skattekort is no object.'],
    [employee({ skattekort: undefined }), 'skattekort has no forskuddstrekk.'],
    [employee({ skattekort: { forskuddstrekk: 'x' } }), 'skattekort has no forskuddstrekk.'],
    [
      employee({ skattekort: { skattekortidentifikator: 'x'.repeat(31) } }),
      'skattekortidentifikator is longer than 30 characters or not plain.',
    ],
    [employee({ skattekort: { utstedtDato: '2026-02-30' } }), 'utstedtDato is no day.'],
    [withLines('x'), 'trekkode is missing or no code.'],
    [withLines({ trekkprosent: { prosentsats: 3 } }), 'trekkode is missing or no code.'],
    [withLines(line(), line()), 'introduksjonsstoenad is there twice.'],
    [withLines(line({ trekkprosent: {} })), 'introduksjonsstoenad: prosentsats is no percent.'],
    [
      withLines(line({ trekkprosent: { prosentsats: 101 } })),
      'introduksjonsstoenad: prosentsats is no percent.',
    ],
    [
      withLines(line({ trekktabell: { tabellnummer: '80' } })),
      'introduksjonsstoenad: tabellnummer is no table number.',
    ],
    [
      withLines(line({ trekktabell: {} })),
      'introduksjonsstoenad: tabellnummer is no table number.',
    ],
    [
      withLines(line({ trekktabell: { tabellnummer: 8010, prosentsats: -1 } })),
      'introduksjonsstoenad: prosentsats is no percent.',
    ],
    [
      withLines(line({ trekktabell: { tabellnummer: 8010, antallMaanederForTrekk: 13 } })),
      'introduksjonsstoenad: antallMaanederForTrekk is not 10.5, 11 or 12.',
    ],
    [
      withLines(line({ trekkprosent: { prosentsats: 3, antallMaanederForTrekk: 'x' } })),
      'introduksjonsstoenad: antallMaanederForTrekk is not 10.5, 11 or 12.',
    ],
    [
      withLines(line({ frikort: { frikortbeloep: 'much' } })),
      'introduksjonsstoenad: frikortbeloep is no amount.',
    ],
  ]
  for (const [of, fault] of cases) t.equal(cardOf(of), fault)
  const notOne =
    'introduksjonsstoenad has not exactly one of trekktabell, trekkprosent and frikort.'
  for (const more of [{}, { frikort: {}, trekkprosent: { prosentsats: 3 } }, { frikort: [] }]) {
    t.equal(cardOf(withLines(line(more))), notOne)
  }
})

t.test('a wrong employee stands beside right ones, another employer’s are not ours', async (t) => {
  const read = entries(answer(employee(), 'x', employee()))
  t.same(
    read.map((one) => [one.pointer.at(-1), 'invalid' in one]),
    [
      ['0', false],
      ['1', true],
      ['2', false],
    ],
  )
  t.same(entries(answer(employee()), '974760673'), [
    {
      pointer: '/arbeidsgiver/0/arbeidstaker/0',
      invalid: `The answer is to organisation ${TOWN}, not to 974760673.`,
    },
  ])
  t.match(entries({ arbeidsgiver: [{ arbeidstaker: [employee()] }] }), [
    { invalid: /to another organisation, not/ },
  ])
  t.same(entries({ arbeidsgiver: ['x', {}] }), [], 'an employer without employees has no entries')
})

t.test('an answer that is a refusal, or none at all, is refused whole', async (t) => {
  const refusal = (document: unknown) => {
    const read = readAnswer(document, TOWN)
    return isRefusal(read) ? read : null
  }
  const cases: [unknown, string, RegExp][] = [
    [{ status: 'UGYLDIG_INNTEKTSAAR' }, 'tax-card-answer-refused', /UGYLDIG_INNTEKTSAAR/],
    [{ status: 'ugyldigForespoersel' }, 'tax-card-answer-refused', /order again/],
    [{ status: 'SOMETHING' }, 'tax-card-answer-unreadable', /list arbeidsgiver/],
    [{ status: 'FORESPOERSEL_OK' }, 'tax-card-answer-unreadable', /list arbeidsgiver/],
    [[], 'tax-card-answer-unreadable', /list arbeidsgiver/],
    [null, 'tax-card-answer-unreadable', /list arbeidsgiver/],
    ['x', 'tax-card-answer-unreadable', /list arbeidsgiver/],
  ]
  for (const [document, refused, detail] of cases) t.match(refusal(document), { refused, detail })
})

t.test('no document makes the reading fail, and no fault repeats a number', async () => {
  const someJson = fc.jsonValue({ maxDepth: 4 })
  const bent = fc
    .record(
      {
        arbeidstakeridentifikator: fc.oneof(fc.constant(NUMBER), someJson),
        resultatForSkattekort: fc.oneof(fc.constant('skattekortopplysningerOK'), someJson),
        skattekort: fc.oneof(
          fc.record({ forskuddstrekk: fc.array(fc.oneof(fc.constant(line()), someJson)) }),
          someJson,
        ),
        inntektsaar: fc.oneof(fc.constant('2026'), someJson),
      },
      { requiredKeys: [] },
    )
    .map((of) => answer(of))
  fc.assert(
    fc.property(fc.oneof(someJson, bent), (document) =>
      entries(document).every((one) => !('invalid' in one) || !one.invalid.includes(NUMBER)),
    ),
    { numRuns: 1000 },
  )
})

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/data/taxcard')
const sample = (name: string) => JSON.parse(readFileSync(resolve(SAMPLES, name), 'utf8')) as unknown
t.test(
  'recorded answers are read whole',
  {
    skip: existsSync(SAMPLES) ? false : 'the recorded answers are not beside this repository',
  },
  async (t) => {
    const read = (name: string, organisation = '312978083') =>
      entries(sample(name), organisation).map((one) =>
        'invalid' in one
          ? one.invalid
          : [one.card.result, one.card.lines.length, one.card.notes.length],
      )
    t.same(read('navikt_skattekortopplysningerOK.json'), [['card', 5, 4]])
    t.same(read('navikt_skattekortopplysningerOK_med_tomt_frikort.json'), [['card', 4, 1]])
    t.same(read('navikt_ikkeSkattekort.json'), [['no-card', 0, 1]])
    t.match(read('navikt_ugyldig_inntektsaar.json'), [/UGYLDIG_INNTEKTSAAR/])
    t.same(read('skatteetaten_docs_svar_2025.json', '222121914'), [
      ['card', 3, 0],
      ['card', 3, 0],
      ['card', 2, 2],
      ['no-card', 0, 0],
    ])
  },
)
