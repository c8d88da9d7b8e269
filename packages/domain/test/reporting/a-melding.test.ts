import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import {
  A_MELDING_CODES,
  type AMelding,
  REPORTED_CLASSES,
  writeAMelding,
} from '../../src/reporting/a-melding.ts'
import { ATTACHMENT_CLASSES } from '../../src/stipend/attachments.ts'
import { ore } from '../../src/values/ore.ts'
import { message } from './message.ts'

const SCHEMAS = resolve(import.meta.dirname, '../../../../../shared/data/schemas/amelding')
const SCHEMA = resolve(SCHEMAS, 'amelding_v2_3.xsd')
const skip = existsSync(SCHEMA) ? false : 'the schema is not beside the repository'
const valid = async (contents: string): Promise<boolean> => {
  const schema = [readFileSync(SCHEMA, 'utf8')]
  return (await validateXML({ xml: [{ fileName: 'file.xml', contents }], schema })).valid
}
const all = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1])

t.test('a message is valid by the schema of the a-ordning, version 2.3', { skip }, async (t) => {
  const xml = writeAMelding(message)
  t.ok(await valid(xml))
  t.ok(await valid(writeAMelding({ ...message, replaces: message.messageId })))
  const nothingWithheld = { ...message, withheld: [], taxAttachmentsOre: ore(0) }
  t.ok(await valid(writeAMelding(nothingWithheld)))
  t.notOk(await valid(xml.replace('<kildesystem>Fotfeste</kildesystem>', '')))
  t.notOk(await valid(xml.replace('v2_3', 'v2_2')), 'another version is another namespace')
})

t.test('the official sample holds the same codes in the same places', { skip }, async (t) => {
  const sample = readFileSync(resolve(SCHEMAS, 'sample_introduksjonsstoenad.xml'), 'utf8')
  const xml = writeAMelding(message)
  for (const name of ['typeArbeidsforhold', 'fordel', 'utloeserArbeidsgiveravgift']) {
    t.same(new Set(all(xml, name)), new Set(all(sample, name)), name)
  }
  for (const code of all(sample, 'beskrivelse'))
    t.ok(all(xml, 'beskrivelse').includes(code), String(code))
})

// The receiver's code lists, which the schema leaves open: benefits paid as pensjonEllerTrygd from 2013.
t.test('each code is one of the receiver’s list', async (t) => {
  t.same(A_MELDING_CODES, {
    employment: 'pensjonOgAndreTyperYtelserUtenAnsettelsesforhold',
    benefit: 'kontantytelse',
    income: 'introduksjonsstoenad',
    withholding: 'ordinaert',
    language: 'bokmaal',
  })
  t.same(REPORTED_CLASSES, {
    'public-dues': 'utleggstrekkSkatt',
    coordinated: 'utleggstrekkSamordnet',
  })
  for (const name of Object.keys(REPORTED_CLASSES))
    t.ok((ATTACHMENT_CLASSES as readonly string[]).includes(name), `${name} is a class of orders`)
  const xml = writeAMelding(message)
  t.same(new Set(all(xml, 'fordel')), new Set(['kontantytelse']))
  t.match(
    xml,
    '<pensjonEllerTrygd><beskrivelse>introduksjonsstoenad</beskrivelse></pensjonEllerTrygd>',
  )
  t.same(new Set(all(xml, 'utloeserArbeidsgiveravgift')), new Set(['false']))
  t.same(new Set(all(xml, 'inngaarIGrunnlagForTrekk')), new Set(['true']))
  t.notMatch(xml, /loennsinntekt|ytelseFraOffentlige|<navn>|foedselsdato/)
})

t.test(
  'tax and attachments are negative whole kroner, what is to be paid is positive',
  async (t) => {
    const xml = writeAMelding(message)
    t.match(xml, '<forskuddstrekk><beskrivelse>ordinaert</beskrivelse><beloep>-3637</beloep>')
    t.match(
      xml,
      '<utleggstrekk><beskrivelse>utleggstrekkSkatt</beskrivelse><beloep>-1498</beloep><datoForUtleggstrekk>2026-06-12</datoForUtleggstrekk>',
    )
    t.match(xml, '<beskrivelse>utleggstrekkSamordnet</beskrivelse><beloep>-500</beloep>')
    t.same(all(xml, 'sumUtleggstrekk'), ['1998'])
    t.same(all(xml, 'loennsutbetalingsdato'), ['2026-06-12', '2026-06-19'])
    t.match(xml, '<loennsutbetalingsdato>2026-06-12</loennsutbetalingsdato><beloep>3137</beloep>')
    t.match(xml, '<loennsutbetalingsdato>2026-06-19</loennsutbetalingsdato><beloep>500</beloep>')
    t.equal(all(xml, 'forskuddstrekk').length + (xml.match(/<forskuddstrekk>/g)?.length ?? 0), 1)
  },
)

t.test('income stands by month of earning, and who is replaced is named', async (t) => {
  const xml = writeAMelding(message)
  t.same(all(xml, 'startdatoOpptjeningsperiode'), ['2026-04-01', '2026-05-01', '2026-05-01'])
  t.same(all(xml, 'sluttdatoOpptjeningsperiode'), ['2026-04-30', '2026-05-31', '2026-05-31'])
  for (const amount of ['1064.83', '22758.17', '15172.12']) t.match(xml, `<beloep>${amount}</`)
  t.same(all(xml, 'norskIdentifikator'), ['222121914', '222121914', '13830197340', '14919010038'])
  t.same(all(xml, 'kalendermaaned'), ['2026-06'])
  t.same(all(xml, 'meldingsId'), [message.messageId])
  t.same(all(xml, 'erstatterMeldingsId'), [])
  const replaced = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f00'
  t.same(all(writeAMelding({ ...message, replaces: replaced }), 'erstatterMeldingsId'), [replaced])
})

t.test('nothing withheld leaves nothing to pay', async (t) => {
  const receivers = message.receivers.slice(1)
  const none: AMelding = { ...message, withheld: [], taxAttachmentsOre: ore(0), receivers }
  t.notMatch(writeAMelding(none), /betalingsinformasjon|forskuddstrekk|utleggstrekk/)
})

t.test('a message that cannot be right is a fault of ours', async (t) => {
  const [first] = message.receivers
  if (!first) throw new Error('there is one')
  const faults: [string, AMelding][] = [
    [
      'whole kroner',
      { ...message, withheld: [{ payDate: '2026-06-12' as never, amountOre: ore(50) }] },
    ],
    ['number', { ...message, receivers: [{ ...first, nationalNumber: '1383019734' }] }],
    [
      'above zero',
      {
        ...message,
        receivers: [{ ...first, incomes: [{ month: message.month, amountOre: ore(0) }] }],
      },
    ],
  ]
  for (const [told, wrong] of faults) t.throws(() => writeAMelding(wrong), new RegExp(told))
})
