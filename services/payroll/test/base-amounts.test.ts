import { listBaseAmounts, registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { approved, as, calculated, follow, newId, participant, pay } from './factories.ts'

const suite = await service(t, payroll, { today: '2027-04-01' })
const proposed = {
  ...{ status: 'proposed', amountOre: 14300000, from: '2027-05-01', adoptedOn: null },
  source: 'Prop. 1 S (2026-2027)',
}
const final = {
  ...{ status: 'final', amountOre: 14312300, from: '2027-05-01', adoptedOn: '2027-05-21' },
  source: 'kgl.res. 21 May 2027',
}
const register = (year: string, registeredOn: string | null, amount?: object) =>
  suite.call(registerBaseAmount, {
    params: { year },
    body: { registeredOn, ...(amount ? { amount } : {}) } as never,
    as: as('starter'),
  })
const newest = async () => (await suite.make(listBaseAmounts)).body.baseAmounts[0]
const monthOf = async (asKnownOn: string) =>
  (
    await suite.make(calculateMonth, {
      body: { month: '2027-05', asKnownOn, participant } as never,
    })
  ).body.grunnbeloepOre

t.test('a proposed base amount is kept, shown and used by no calculation', async (t) => {
  t.match(await register('2027', null, proposed), {
    status: 200,
    body: {
      year: 2027,
      status: 'proposed',
      amountOre: 14300000,
      knownOn: null,
      registeredOn: null,
    },
  })
  t.match(await newest(), { year: 2027, status: 'proposed', version: 0, isOfficialDay: false })
  t.match(await register('2027', '2027-04-01', proposed), {
    status: 422,
    code: 'proposed-not-for-payment',
  })
  t.match(await register('2027', '2027-04-01'), { code: 'proposed-not-for-payment' })
  t.match(await register('2028', null, { ...proposed, from: '2028-05-01' }), {
    status: 422,
    code: 'base-amount-unknown',
  })
  t.equal(await monthOf('2027-06-01'), 13654900)
})

t.test(
  'a final one is used by calculations from its adoption and by runs from its day',
  async (t) => {
    await suite.clock.set(plainDate('2027-05-25'))
    t.match(await register('2027', null, { ...final, adoptedOn: null }), {
      code: 'base-amount-unclear',
    })
    t.match(await register('2027', '2027-05-20', final), { code: 'registered-before-adopted' })
    t.match(await register('2027', null, final), {
      body: { status: 'final', amountOre: 14312300, registeredOn: null, version: 1 },
    })
    t.equal(await monthOf('2027-05-20'), 13654900)
    t.equal(await monthOf('2027-05-21'), 14312300)

    const personId = newId()
    await follow(suite, approved(suite.tenant, { personId, month: '2027-05' }))
    await pay(suite, personId)
    await suite.clock.set(plainDate('2027-06-01'))
    t.equal((await calculated(suite, '2027-05')).grossOre, 2275817, 'not registered: the old one')
  },
)

t.test('the same again changes nothing; the other way round is refused', async (t) => {
  t.match(await register('2027', '2027-06-02', final), { body: { version: 2 } })
  t.match(await register('2027', '2027-06-02', final), { status: 200, body: { version: 2 } })
  t.match(await register('2027', '2027-06-02'), { status: 200, body: { version: 2 } })
  t.match(await register('2027', null, proposed), { status: 409, code: 'base-amount-differs' })
  await suite.clock.set(plainDate('2027-07-01'))
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2027-06' }))
  const { rows } = await suite.owner.query(
    `update pay_run set state = 'cancelled', version = version + 1 where tenant = $1 returning id`,
    [suite.tenant],
  )
  t.equal(rows.length, 1)
  t.match(await calculated(suite, '2027-06'), { state: 'calculated' })
  const other = { ...final, amountOre: 14312400 }
  t.match(await register('2027', '2027-06-02', other), {
    ...{ status: 409, code: 'base-amount-differs' },
    body: { detail: /143123\.00 .* 143124\.00/ },
  })
  t.match(await register('2027', null), { status: 409, code: 'base-amount-in-use' })
})
