import fc from 'fast-check'
import t from 'tap'
import type { AnswerEntry } from '../../src/tax/card-answer.ts'
import type { AnsweredCard } from '../../src/tax/card-line.ts'
import { matchAnswer, sameCard } from '../../src/tax/card-matching.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'

const SELAM = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01' as PersonId
const NUMBER = '14919010038'
const card = (changes: Partial<AnsweredCard> = {}): AnsweredCard => ({
  year: 2026,
  result: 'card',
  cardIdentifier: '54407',
  issuedOn: plainDate('2025-12-10'),
  lines: [
    { kind: 'percent', code: 'introduksjonsstoenad', rate: 3200, months: null },
    { kind: 'percent', code: 'pensjon', rate: 2000, months: null },
  ],
  notes: ['oppholdPaaSvalbard', 'kildeskattPaaLoenn'],
  ...changes,
})
const entry = (of: AnsweredCard, at = 0, nationalNumber = NUMBER): AnswerEntry => ({
  pointer: `/arbeidsgiver/0/arbeidstaker/${at}`,
  nationalNumber,
  card: of,
})
const known = (newest: AnsweredCard | null = null) => ({
  personOf: new Map([[NUMBER, SELAM]]),
  newest: (_personId: PersonId, year: number) => (newest?.year === year ? newest : null),
})

t.test('each entry is applied, unknown, double or invalid', async (t) => {
  const bad: AnswerEntry = { pointer: '/arbeidsgiver/0/arbeidstaker/3', invalid: 'no year.' }
  const all = [entry(card()), entry(card(), 1, '41917712345'), entry(card({ lines: [] }), 2), bad]
  const { outcomes, cards } = matchAnswer(all, known())
  t.same(cards, [{ personId: SELAM, card: card() }])
  t.same(
    outcomes.map(({ code, personId, year }) => [code, personId, year]),
    [
      ['applied', SELAM, 2026],
      ['unknown', null, 2026],
      ['double', SELAM, 2026],
      ['invalid', null, null],
    ],
  )
  t.match(outcomes, [
    { detail: null },
    { detail: /register the person’s number in settlement/ },
    { detail: /first entry counts/ },
    { detail: 'no year.' },
  ])
})

t.test('two years of one person are two cards; the one held already is no new one', async (t) => {
  const both = [entry(card()), entry(card({ year: 2025 }), 1)]
  const { outcomes, cards } = matchAnswer(both, known(card()))
  t.same(
    outcomes.map(({ code }) => code),
    ['double', 'applied'],
  )
  t.match(outcomes, [{ detail: /held already/ }, {}])
  t.equal(cards.length, 1)
})

t.test('what the Tax Administration wants done is told', async (t) => {
  const details = [
    ['invalid-number', /correct it in settlement/],
    ['invalid-organisation', /organisation number invalid/],
    ['replaced-number', /register the fødselsnummer/],
    ['consider-work-permit', /may work/],
  ] as const
  for (const [result, detail] of details) {
    const { outcomes } = matchAnswer([entry(card({ result, lines: [] }))], known())
    t.match(outcomes, [{ code: 'applied', detail }], result)
  }
})

t.test('the order of lines, notes and fields makes no other card', async (t) => {
  const of = card()
  const turned = card({ lines: of.lines.toReversed(), notes: of.notes.toReversed() })
  const [first, second] = turned.lines
  const fields = Object.fromEntries(Object.entries(second ?? {}).toReversed())
  t.ok(sameCard(of, turned))
  t.ok(sameCard(of, { ...turned, lines: [first, fields] as never }))
  const others: Partial<AnsweredCard>[] = [
    { cardIdentifier: '54408' },
    { issuedOn: null },
    { notes: [] },
    { lines: of.lines.slice(1) },
    { result: 'replaced-number' },
  ]
  for (const other of others) t.notOk(sameCard(of, card(other)))
})

t.test(
  'applied twice an answer changes nothing the second time, and no outcome holds a number',
  async () => {
    const someEntry = fc
      .record({
        year: fc.constantFrom(2025, 2026),
        rate: fc.nat(3),
        number: fc.constantFrom(NUMBER, '41917712345', '01818012345'),
      })
      .map(({ year, rate, number }) =>
        entry(
          card({
            year,
            lines: [{ kind: 'percent', code: 'introduksjonsstoenad', rate, months: null }],
          }),
          0,
          number,
        ),
      )
    fc.assert(
      fc.property(fc.array(someEntry, { maxLength: 8 }), (entries) => {
        const first = matchAnswer(entries, known())
        const held = new Map(first.cards.map((one) => [one.card.year, one.card]))
        const again = matchAnswer(entries, {
          personOf: new Map([[NUMBER, SELAM]]),
          newest: (_personId, year) => held.get(year) ?? null,
        })
        const isSilent = !/\d{11}/.test(JSON.stringify(first.outcomes.map(({ detail }) => detail)))
        return again.cards.length === 0 && isSilent && first.outcomes.length === entries.length
      }),
      { numRuns: 500 },
    )
  },
)
