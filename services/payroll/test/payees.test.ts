import { listBaseAmounts, registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import {
  confirmPayee,
  getDebtorAccount,
  getPayee,
  registerDebtorAccount,
  registerPayee,
} from '@fotfeste/contracts/payroll/payees.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { aParticipant, as, calculated, newId } from './factories.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const params = await aParticipant(suite)
const identity = { scopes: ['fotfeste:payroll.read', 'fotfeste:identity.read'] }
const body = registerPayee.bodyExample

t.test(
  'an account number is shown whole only to who may see it, and each entry is kept',
  async (t) => {
    t.match(await suite.call(getPayee, { params }), { status: 404, code: 'not-found' })
    const first = await suite.call(registerPayee, { params, body })
    t.match(first, {
      status: 200,
      body: { accountNumber: '*******2057', isMasked: true, version: 1 },
    })
    const again = { ...body, accountNumber: '86011117947' }
    t.equal((await suite.make(registerPayee, { params, body: again })).body.version, 2)
    const masked = await suite.call(getPayee, { params })
    t.match(masked, { status: 200, body: { accountNumber: '*******7947', isMasked: true } })
    t.equal(masked.headers.get('etag'), '"2"')
    const whole = await suite.call(getPayee, { params, as: identity })
    t.match(whole.body, { accountNumber: '86011117947', isMasked: false })
    const { rows } = await suite.owner.query(
      'select version, entered_by from payee where person_id = $1 order by version',
      [params.personId],
    )
    t.match(rows, [{ version: 1, entered_by: /case-worker$/ }, { version: 2 }])
    const log = await suite.owner.query('select outcome from access_log order by id')
    t.same(
      log.rows.map(({ outcome }) => outcome),
      ['not-found', 'read', 'read', 'read', 'read'],
    )
  },
)

t.test('an account is confirmed by another than who entered it, as it was seen', async (t) => {
  const person = await aParticipant(suite)
  t.match(await suite.call(confirmPayee, { params: person, as: as('confirmer') }), { status: 404 })
  await suite.make(registerPayee, { params: person, body, as: as('enterer') })
  t.match(await suite.call(confirmPayee, { params: person, as: as('enterer') }), {
    status: 403,
    code: 'same-actor',
  })
  await suite.make(registerPayee, { params: person, body, as: as('starter') })
  const seen = { params: person, ifMatch: 1, as: as('confirmer') }
  t.match(await suite.call(confirmPayee, seen), { status: 412, code: 'stale' })
  const confirmed = await suite.call(confirmPayee, { ...seen, ifMatch: 2 })
  t.match(confirmed, { status: 200, body: { confirmedOn: '2026-05-04', isMasked: true } })
  t.match(await suite.call(confirmPayee, { ...seen, ifMatch: 2 }), { status: 200 })
  t.match((await suite.make(getPayee, { params: person })).body, { confirmedOn: '2026-05-04' })
  const machine = { ...as('confirmer'), sub: null }
  t.match(await suite.call(confirmPayee, { params: person, as: machine }), { status: 403 })
  const anew = await suite.make(registerPayee, { params: person, body, as: as('enterer') })
  t.match(anew.body, { confirmedOn: null, version: 3 })
})

t.test('two entries at once become two versions', async (t) => {
  const person = await aParticipant(suite)
  const both = await Promise.all(
    [1, 2, 3].map(() => suite.make(registerPayee, { params: person, body })),
  )
  t.same(both.map((answer) => answer.body.version).sort(), [1, 2, 3])
})

t.test('a wrong check digit, a name too long and an unknown person are refused', async (t) => {
  const pointers = async (wrong: object) => {
    const answer = await suite.call(registerPayee, { params, body: { ...body, ...wrong } })
    t.equal(answer.status, 400)
    return answer.body.errors.map((error: { pointer: string }) => error.pointer)
  }
  t.same(await pointers({ accountNumber: '76940512058' }), ['/accountNumber'])
  t.same(await pointers({ accountNumber: '7694.05.12057' }), ['/accountNumber'])
  t.same(await pointers({ name: 'x'.repeat(71) }), ['/name'])
  const unknown = await suite.call(registerPayee, { params: { personId: newId() }, body })
  t.match(unknown, { status: 404, body: { detail: /comes with introduction/ } })
  const elsewhere = { tenant: freshTenant() }
  t.equal((await suite.call(registerPayee, { params, body, as: elsewhere })).status, 404)
  t.equal((await suite.call(getPayee, { params, as: elsewhere })).status, 404)
})

t.test('the account to pay from', async (t) => {
  t.match(await suite.call(getDebtorAccount), { status: 200, body: { account: null } })
  const account = registerDebtorAccount.bodyExample
  t.match(await suite.call(registerDebtorAccount, { body: account }), {
    status: 200,
    body: { ...account, version: 1, enteredOn: '2026-05-04' },
  })
  const wrong = { ...account, bic: 'dnb', accountNumber: '86011117948' }
  const refused = await suite.call(registerDebtorAccount, { body: wrong })
  t.equal(refused.status, 400)
  t.equal((await suite.make(registerDebtorAccount, { body: account })).body.version, 2)
  t.match(await suite.call(getDebtorAccount), { status: 200, body: { account: { version: 2 } } })
})

t.test('the base amounts and the day from which this municipality uses one', async (t) => {
  const register = (year: string, registeredOn: string | null) =>
    suite.call(registerBaseAmount, { params: { year }, body: { registeredOn } })
  const official = (await suite.make(listBaseAmounts)).body.baseAmounts
  t.equal(official.length, 73)
  t.match(official[0], { year: 2026, registeredOn: '2026-05-22', isOfficialDay: true, version: 0 })
  t.match(await register('2026', '2026-05-21'), { status: 422, code: 'registered-before-adopted' })
  t.match(await register('1966', null), { status: 422, code: 'base-amount-unknown' })
  t.match(await register('26', null), { status: 400 })
  t.match(await register('2026', null), { status: 200, body: { registeredOn: null, version: 1 } })
  t.match(await register('2026', '2026-05-25'), { status: 200, body: { version: 2 } })
  t.match((await suite.make(listBaseAmounts)).body.baseAmounts[0], {
    registeredOn: '2026-05-25',
    isOfficialDay: false,
  })
  await suite.clock.set(plainDate('2026-06-01'))
  await calculated(suite, '2026-05')
  t.match(await register('2026', '2026-06-02'), { status: 409, code: 'base-amount-in-use' })
  t.match(await register('2026', null), { status: 409, code: 'base-amount-in-use' })
  t.match(await register('2026', '2026-06-01'), { status: 200 })
})
