import t from 'tap'
import { WORDINGS } from '../../src/stipend/explain/forms.ts'
import {
  type DocumentedPayslip,
  payslipDocument,
} from '../../src/stipend/explain/payslip-document.ts'
import { LABELS, LANGUAGES, REASONS } from '../../src/stipend/explain/wording.ts'
import { LINE_CODES, type PayLine } from '../../src/stipend/line.ts'
import type { PayslipReason } from '../../src/stipend/payslip.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, paid } from './facts.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

const attachment: PayLine = {
  code: 'attachment',
  amountOre: ore(-100_000),
  quantity: { value: '1', unit: 'month' },
  factor: '1',
  dates: [],
  ruleKeys: ['POL16'],
  law: ['dekningsloven § 2-7'],
  inputs: [
    { name: 'class', value: 'fine' },
    { name: 'keeps', value: '9000.00' },
  ],
  explanation: 'Attachment.',
}

const law = ['skattebetalingsforskriften § 5-10-2']

/** A payslip of one month with its absence, taxed by table 8010. */
function slip(of: string, absences: string[], more: Partial<DocumentedPayslip> = {}) {
  const { lines, grossOre } = paid(facts(of, { absences: absences.map((date) => dayAbsent(date)) }))
  const withheldOre = ore(300_000)
  return {
    payslipId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
    personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
    tenant: '940979552',
    name: 'Selam Tesfay',
    month: month(of),
    payDate: day('2026-06-12'),
    lines: lines.map((line) => ({ month: month(of), line })),
    attachments: [],
    withholding: { amountOre: withheldOre, basis: 'table 8010, month, 21409', law },
    grossOre,
    withheldOre,
    attachedOre: ore(0),
    heldOre: ore(0),
    netOre: ore(grossOre - withheldOre),
    claimsOre: ore(0),
    isBlocked: false,
    reasons: [],
    ...more,
  }
}

t.test('each language has each label and a name for each kind of line', async (t) => {
  for (const language of LANGUAGES) {
    const { labels, lines } = WORDINGS[language]
    t.same(Object.keys(labels).sort(), [...LABELS].sort())
    t.same(Object.keys(lines).sort(), [...LINE_CODES].sort())
    t.ok([...Object.values(labels), ...Object.values(lines)].every((one) => one.length > 1))
  }
})

t.test('a payslip as text: facts, sum, each line with its sentence, totals', async (t) => {
  const document = payslipDocument('nb', slip('2026-05', ['2026-05-19']), null)
  t.same(
    document.facts.map(([label, value]) => plain(`${label}: ${value}`)),
    [
      'Navn: Selam Tesfay',
      'Person-ID: 019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
      'Utbetalingsdato: 12. juni 2026',
      'Lønnsslipp-ID: 019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
      'Kommune (organisasjonsnummer): 940 979 552',
    ],
  )
  t.match(document, { title: 'Lønnsslipp for introduksjonsstønad', month: 'mai 2026', notes: [] })
  t.same(Object.values(document.paid).map(plain), [
    'Utbetalt til deg',
    '18 999,56 kr',
    'Det er stønad på 21 999,56 kr minus 3 000,00 kr. Integreringsloven § 24.',
  ])
  t.same(
    document.calculation.rows.map(({ label, amount, isSum }) => [label, plain(amount), isSum]),
    [
      ['Introduksjonsstønad, mai 2026', '22 758,17 kr', false],
      ['Ugyldig fravær, hele dager, mai 2026', '−758,61 kr', false],
      ['Stønad før skatt', '21 999,56 kr', true],
      ['Skatt', '−3 000,00 kr', false],
      ['Utbetalt til deg', '18 999,56 kr', true],
    ],
  )
  t.match(document.calculation.rows[1]?.text, /^Trekk for 1 dag med ugyldig fravær/)
  t.match(document.changes, { rows: [], text: 'Dette er den første lønnsslippen din.' })
  t.equal(document.pageOf(1, 2), 'Side 1 av 2')
})

t.test('what changed: each kind of amount that differs, and what is paid', async (t) => {
  const before = slip('2026-04', [])
  const fine = { attachments: [attachment], attachedOre: ore(100_000) }
  const now = slip('2026-05', ['2026-05-19'], { ...fine, netOre: ore(1_799_956) })
  const { changes, calculation } = payslipDocument('nn', now, before)
  t.equal(changes.heading, 'Kva er endra sidan førre lønsslipp (april 2026)')
  t.same(
    changes.rows.map((row) => row.map(plain)),
    [
      ['Introduksjonsstønad', '21 693,33 kr', '22 758,17 kr', '+1 064,84 kr'],
      ['Ugyldig fråvær, heile dagar', '0,00 kr', '−758,61 kr', '−758,61 kr'],
      ['Utleggstrekk', '0,00 kr', '−1 000,00 kr', '−1 000,00 kr'],
      ['Utbetalt til deg', '18 693,33 kr', '17 999,56 kr', '−693,77 kr'],
    ],
  )
  t.match(calculation.rows.map(({ text }) => text).join(' '), /Utleggstrekk for ei bot/)
  const same = payslipDocument('en', before, before)
  t.match(same.changes, { rows: [], text: 'Nothing has changed since the last payslip.' })
})

t.test(
  'what is held or claimed is a note; what is blocked is not paid, and names nobody',
  async (t) => {
    const noted = payslipDocument(
      'nb',
      slip('2026-05', [], { heldOre: ore(50_000), claimsOre: ore(70_000) }),
      null,
    )
    t.same(
      noted.notes.map(({ heading }) => heading),
      ['Holdt tilbake', 'For mye utbetalt tidligere'],
    )
    const nothing = { withholding: null, withheldOre: ore(0), netOre: ore(0), name: null }
    const blocked = payslipDocument(
      'nb',
      slip('2026-05', [], { ...nothing, isBlocked: true }),
      null,
    )
    t.equal(blocked.facts[0]?.[0], 'Person-ID')
    t.match(blocked.paid, {
      label: 'Ikke utbetalt ennå',
      text: /blir utbetalt når det som mangler/,
    })
    const whole = slip('2026-05', [], { ...nothing })
    const untaxed = payslipDocument('nb', { ...whole, netOre: whole.grossOre }, null)
    t.equal(plain(untaxed.paid.text), 'Integreringsloven § 24.')
  },
)

t.test('what is missing is told by its reason, in the month it is for', async (t) => {
  const of = (code: PayslipReason['code']) => {
    const reasons = [{ code, month: month('2026-05') }]
    return payslipDocument('nb', slip('2026-05', [], { reasons }), null).notes
  }
  t.same(of('no-payee'), [{ heading: 'Dette mangler', text: WORDINGS.nb.reasons['no-payee'] }])
  t.match(of('no-approved-timesheet')[0]?.text, /timeliste for mai 2026\./)
  t.match(of('household-incomplete')[0]?.text, /for mai 2026 kan ikke regnes ut ennå/)
  t.same(of('individual-decision-missing'), [], 'it is told as what is held')
  for (const language of LANGUAGES) {
    const { reasons } = WORDINGS[language]
    t.same(Object.keys(reasons).sort(), [...REASONS].sort())
    const withMonth = REASONS.filter((key) => reasons[key].includes('{month}'))
    t.same(withMonth, ['no-approved-timesheet', 'two-timesheets', 'cannot-be-calculated'])
  }
})
