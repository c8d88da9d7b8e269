import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import {
  PAYMENT_FILE_VERSIONS,
  type PaymentOrder,
  partIdOf,
  type Transfer,
  writePaymentFile,
} from '../../src/payment/payment-file.ts'
import { plainDate as day } from '../../src/values/calendar.ts'
import { ore } from '../../src/values/ore.ts'

const transfer = (at: number, more: Partial<Transfer> = {}): Transfer => ({
  endToEndId: `019a4c7e3f107c2a9b1e5d2f8c4a6b0${at}`,
  name: 'Selam Tesfay',
  accountNumber: '76940512057',
  amountOre: ore(100 * at),
  kid: null,
  text: 'Introduksjonsstonad 2026-05',
  ...more,
})
const order: PaymentOrder = {
  version: 'pain.001.001.03',
  messageId: '019a4c7e3f107c2a9b1e5d2f8c4a6b01',
  createdAt: '2026-06-10T08:00:00Z',
  debtor: {
    name: 'Tromsø kommune',
    accountNumber: '86011117947',
    bic: 'DNBANOKK',
    customerId: 'KUNDE1',
    divisionId: 'FLYKTNING',
  },
  parts: [
    {
      kind: 'benefit',
      executionOn: day('2026-06-12'),
      transfers: [
        transfer(1, { name: 'Selam <Tesfay> & Co "x" \'y\'', amountOre: ore(2140908) }),
        transfer(2, { name: `${'Å'.repeat(69)} Tail`, amountOre: ore(5) }),
      ],
    },
    {
      kind: 'attachment',
      executionOn: day('2026-06-12'),
      transfers: [transfer(3, { text: 'Utleggstrekk 2026/12' }), transfer(4, { kid: '2345676' })],
    },
    {
      kind: 'tax',
      executionOn: day('2026-06-15'),
      transfers: [transfer(5, { name: 'Skatteetaten', kid: '123456785' })],
    },
  ],
}
const SCHEMAS = resolve(import.meta.dirname, '../../../../../shared/data/schemas/bank')
const valid = async (contents: string, version: string): Promise<boolean> => {
  const result = await validateXML({
    xml: [{ fileName: 'file.xml', contents }],
    schema: [readFileSync(resolve(SCHEMAS, `${version}.xsd`), 'utf8')],
  })
  return result.valid
}
const all = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(
    (match) => match[1] ?? '',
  )

for (const version of PAYMENT_FILE_VERSIONS) {
  t.test(
    `the file validates against ${version}`,
    { skip: existsSync(SCHEMAS) ? false : 'the bank schemas are not beside the repository' },
    async (t) => {
      const file = writePaymentFile({ ...order, version })
      t.ok(await valid(file, version))
      const bare = { ...order, version, debtor: { ...order.debtor, divisionId: null } }
      t.ok(await valid(writePaymentFile(bare), version))
      t.notOk(await valid(file.replace('<PmtMtd>TRF</PmtMtd>', ''), version))
    },
  )
}

t.test('the versions differ where the standard does', async (t) => {
  const [old, now] = PAYMENT_FILE_VERSIONS.map((version) => writePaymentFile({ ...order, version }))
  t.match(old, '<ReqdExctnDt>2026-06-12</ReqdExctnDt>')
  t.match(now, '<ReqdExctnDt><Dt>2026-06-12</Dt></ReqdExctnDt>')
  t.match(old, '<BIC>DNBANOKK</BIC>')
  t.match(now, '<BICFI>DNBANOKK</BICFI>')
  t.match(old, '<PstlAdr><Ctry>NO</Ctry></PstlAdr>')
  t.notMatch(now, 'PstlAdr', 'an address without a town is none there')
})

t.test('parts, codes, accounts and references are those of the order', async (t) => {
  const xml = writePaymentFile(order)
  t.strictSame(all(xml, 'MsgId'), [order.messageId])
  t.strictSame(
    all(xml, 'PmtInfId'),
    [1, 2, 3].map((part) => partIdOf(order.messageId, part)),
  )
  t.strictSame(all(xml, 'ReqdExctnDt'), ['2026-06-12', '2026-06-12', '2026-06-15'])
  t.strictSame(
    all(xml, 'EndToEndId'),
    order.parts.flatMap((part) => part.transfers.map(({ endToEndId }) => endToEndId)),
  )
  const codes = all(xml, 'Cd')
  for (const code of ['SALA', 'SUPP', 'TAXS', 'CUST', 'BANK'])
    t.equal(codes.filter((one) => one === code).length, 1, code)
  t.equal(codes.filter((code) => code === 'NURG').length, 3)
  t.equal(codes.filter((code) => code === 'BBAN').length, 8)
  t.equal(codes.filter((code) => code === 'SCOR').length, 2)
  t.strictSame(all(xml, 'Ref'), ['2345676', '123456785'])
  t.ok(all(xml, 'Ustrd').includes('Utleggstrekk 2026/12'))
  t.match(xml, '<InstdAmt Ccy="NOK">21409.08</InstdAmt>')
  t.match(xml, '<InstdAmt Ccy="NOK">0.05</InstdAmt>')
  t.match(xml, 'Selam &lt;Tesfay&gt; &amp; Co &quot;x&quot; &apos;y&apos;')
  t.ok(all(xml, 'Nm').includes('Å'.repeat(69)), 'a name is cut at 70 characters')
})

/** Counts and sums a file by its text alone. */
function counted(xml: string): { count: number; oere: bigint } {
  const amounts = all(xml, 'InstdAmt')
  return {
    count: amounts.length,
    oere: amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n),
  }
}

t.test('the control sums are what the amounts of the file add up to', async (t) => {
  const transfers = fc.array(fc.integer({ min: 1, max: 9_000_000 }), {
    minLength: 1,
    maxLength: 20,
  })
  const parts = fc.array(transfers, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(parts, (sizes) => {
      const xml = writePaymentFile({
        ...order,
        parts: sizes.map((amounts) => ({
          kind: 'benefit',
          executionOn: day('2026-06-12'),
          transfers: amounts.map((amount) => transfer(1, { amountOre: ore(amount) })),
        })),
      })
      const sums = all(xml, 'CtrlSum').map((sum) => BigInt(sum.replace('.', '')))
      const counts = all(xml, 'NbOfTxs').map(Number)
      const pieces = xml.split('<PmtInf>').slice(1).map(counted)
      const whole = counted(xml)
      return (
        [whole, ...pieces].every(({ oere }, at) => oere === sums[at]) &&
        [whole, ...pieces].every(({ count }, at) => count === counts[at])
      )
    }),
  )
  t.strictSame(all(writePaymentFile(order), 'CtrlSum'), ['21421.13', '21409.13', '7.00', '5.00'])
})

t.test('a bank that knows no division of the customer is told none', async (t) => {
  const xml = writePaymentFile({ ...order, debtor: { ...order.debtor, divisionId: null } })
  t.notMatch(xml, 'FLYKTNING')
  t.notMatch(xml, '<Cd>BANK</Cd>')
  t.match(xml, '<Cd>CUST</Cd>')
})

t.test('the same order gives the same bytes', async (t) => {
  t.equal(writePaymentFile(order), writePaymentFile(structuredClone(order)))
})

t.test(
  'a file that pays nobody, or with too long an id or no amount, is never written',
  async (t) => {
    const broken = (more: Partial<Transfer>): PaymentOrder => ({
      ...order,
      parts: [{ kind: 'benefit', executionOn: day('2026-06-12'), transfers: [transfer(1, more)] }],
    })
    t.throws(() => writePaymentFile({ ...order, parts: [] }))
    const [part] = order.parts
    if (part) t.throws(() => writePaymentFile({ ...order, parts: [{ ...part, transfers: [] }] }))
    t.throws(() => writePaymentFile({ ...order, messageId: 'x'.repeat(33) }))
    t.throws(() => writePaymentFile(broken({ amountOre: ore(0) })))
    t.throws(() => writePaymentFile(broken({ endToEndId: 'x'.repeat(36) })))
  },
)
