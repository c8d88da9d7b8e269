import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { validateXML } from 'xmllint-wasm'
import { type PaymentOrder, writePaymentFile } from '../../src/stipend/payment-file.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { day } from './facts.ts'

const order: PaymentOrder = {
  messageId: '019a4c7e3f107c2a9b1e5d2f8c4a6b01',
  createdAt: '2026-06-10T08:00:00Z',
  payDate: day('2026-06-12'),
  month: month('2026-05'),
  debtor: {
    name: 'Tromsø kommune',
    accountNumber: '86011117947',
    bic: 'DNBANOKK',
    customerId: 'KUNDE1',
    divisionId: 'FLYKTNING',
  },
  payments: [
    {
      endToEndId: '019a4c7e3f107c2a9b1e5d2f8c4a6b02',
      name: 'Selam <Tesfay> & Co "x" \'y\'',
      accountNumber: '76940512057',
      amountOre: ore(2140908),
    },
    {
      endToEndId: '019a4c7e3f107c2a9b1e5d2f8c4a6b03',
      name: `${'Å'.repeat(69)} Tail`,
      accountNumber: '86011117947',
      amountOre: ore(5),
    },
  ],
}
const SCHEMA = resolve(
  import.meta.dirname,
  '../../../../../shared/data/schemas/bank/pain.001.001.03.xsd',
)
const valid = async (contents: string): Promise<boolean> => {
  const result = await validateXML({
    xml: [{ fileName: 'file.xml', contents }],
    schema: [readFileSync(SCHEMA, 'utf8')],
  })
  return result.valid
}

t.test(
  'the file validates against pain.001.001.03',
  {
    skip: existsSync(SCHEMA) ? false : 'the bank schema is not beside the repository',
  },
  async (t) => {
    t.ok(await valid(writePaymentFile(order)))
    const bare = { ...order, debtor: { ...order.debtor, divisionId: null } }
    t.ok(await valid(writePaymentFile(bare)))
    t.notOk(await valid(writePaymentFile(order).replace('<PmtMtd>TRF</PmtMtd>', '')))
  },
)

t.test('sums, codes and accounts are those of the order', async (t) => {
  const xml = writePaymentFile(order)
  const all = (name: string) =>
    [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1])
  t.strictSame(all('NbOfTxs'), ['2', '2'])
  t.strictSame(all('CtrlSum'), ['21409.13', '21409.13'])
  t.strictSame(all('MsgId'), [order.messageId])
  t.strictSame(all('PmtInfId'), [`${order.messageId}-1`])
  t.strictSame(all('ReqdExctnDt'), ['2026-06-12'])
  t.strictSame(
    all('EndToEndId'),
    order.payments.map((payment) => payment.endToEndId),
  )
  for (const code of ['NURG', 'SALA', 'CUST', 'BANK']) t.ok(all('Cd').includes(code), code)
  t.equal(all('Cd').filter((code) => code === 'BBAN').length, 3)
  t.match(xml, '<InstdAmt Ccy="NOK">21409.08</InstdAmt>')
  t.match(xml, '<InstdAmt Ccy="NOK">0.05</InstdAmt>')
  t.match(xml, 'Selam &lt;Tesfay&gt; &amp; Co &quot;x&quot; &apos;y&apos;')
  t.ok(all('Nm').includes('Å'.repeat(69)), 'a name is cut at 70 characters')
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
  'a file without payments, with too long an id or without an amount is never written',
  async (t) => {
    const [payment] = order.payments
    if (payment === undefined) return t.fail('the order has payments')
    t.throws(() => writePaymentFile({ ...order, payments: [] }))
    t.throws(() => writePaymentFile({ ...order, messageId: 'x'.repeat(34) }))
    t.throws(() => writePaymentFile({ ...order, payments: [{ ...payment, amountOre: ore(0) }] }))
    t.throws(() =>
      writePaymentFile({ ...order, payments: [{ ...payment, endToEndId: 'x'.repeat(36) }] }),
    )
  },
)
