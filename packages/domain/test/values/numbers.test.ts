import fc from 'fast-check'
import t from 'tap'
import { isAccountNumber, maskAccountNumber } from '../../src/values/account-number.ts'
import { identityNumberKind, isPlausibleDufNumber } from '../../src/values/identity-number.ts'
import { isId } from '../../src/values/ids.ts'
import { isOrganisationNumber, tenant } from '../../src/values/tenant.ts'

/** The same number with another digit at one place: a modulo 11 check must catch it. */
const withOtherDigit = (number: string) =>
  fc.tuple(fc.nat({ max: number.length - 1 }), fc.integer({ min: 1, max: 9 })).map(([at, step]) => {
    const digit = (Number(number[at]) + step) % 10
    return number.slice(0, at) + digit + number.slice(at + 1)
  })

t.test('D5: published identity numbers of each kind', async (t) => {
  const synthetic = ['28894698995', '01840699478']
  const from2032 = ['02013299997', '02013299903', '02013299806', '30108299920', '30108299939']
  for (const number of synthetic) t.equal(identityNumberKind(number), 'synthetic', number)
  for (const number of from2032) t.equal(identityNumberKind(number), 'fnr', number)
  t.equal(identityNumberKind('41011088188'), 'dnr')
})

t.test('D5: what is not an identity number', async (t) => {
  const wrong = {
    'month + 65': '31739556891',
    letters: '2889469899x',
    short: '2889469899',
    empty: '',
  }
  for (const [why, number] of Object.entries(wrong)) t.equal(identityNumberKind(number), null, why)
})

t.test('D5: any one wrong digit is found by the check digits', async (t) => {
  for (const number of ['28894698995', '41011088188', '30108299939']) {
    const caught = fc.property(
      withOtherDigit(number),
      (other) => identityNumberKind(other) === null,
    )
    t.equal(fc.check(caught, { numRuns: 200 }).failed, false, number)
  }
})

/** Every number of a day, month and year, with an individual number, whose check digits are right. */
function numbersOf(dayMonthYear: string): string[] {
  const numbers: string[] = []
  for (let rest = 0; rest < 100_000; rest += 1) {
    const number = dayMonthYear + String(rest).padStart(5, '0')
    if (identityNumberKind(number)) numbers.push(number)
  }
  return numbers
}

t.test('D5: a number with right check digits needs a day that exists', async (t) => {
  t.ok(numbersOf('018006').length === 0, 'month 0 of the synthetic series is no month')
  t.ok(numbersOf('320106').length === 0, '32 January')
  t.ok(numbersOf('001306').length === 0, 'day 0, month 13')
  t.ok(numbersOf('310406').length === 0, '31 April')
  t.ok(numbersOf('008106').length === 0, 'day 0')
  t.ok(numbersOf('290201').length === 0, '29 February in a common year')
  t.ok(numbersOf('290204').length > 0, '29 February in a leap year')
  t.same(identityNumberKind(numbersOf('698204')[0] ?? ''), 'synthetic', 'a synthetic D-number')
})

t.test('D5: published DUF numbers; a failing one is only not plausible', async (t) => {
  const plausible = ['201017238203', '200816832910', '200112345609', '199201426900']
  plausible.push('200205705502', '200900595509')
  for (const number of plausible) t.ok(isPlausibleDufNumber(number), number)
  const wrong = ['201012345678', '123411234560', '204167553610', '500266228604', '20101723820', '']
  for (const number of wrong) t.notOk(isPlausibleDufNumber(number), number)
})

t.test('account numbers end in a modulo 11 check digit', async (t) => {
  t.ok(isAccountNumber('86011117947'))
  for (const number of ['86011117946', '8601111794', '8601.11.17947', '860111179470', ''])
    t.notOk(isAccountNumber(number), number)
  const caught = fc.property(withOtherDigit('86011117947'), (other) => !isAccountNumber(other))
  t.equal(fc.check(caught, { numRuns: 200 }).failed, false)
  t.equal(maskAccountNumber('86011117947'), '*******7947')
})

t.test('a tenant is an organisation number with its check digit', async (t) => {
  for (const number of ['940101808', '974760673', '971032081', '958935420'])
    t.ok(isOrganisationNumber(number), number)
  for (const number of ['940101809', '123456789', '94010180', '9401018080', 'NO9401018', ''])
    t.notOk(isOrganisationNumber(number), number)
  const caught = fc.property(withOtherDigit('940101808'), (other) => !isOrganisationNumber(other))
  t.equal(fc.check(caught, { numRuns: 200 }).failed, false)
  t.equal(tenant('940101808'), '940101808')
  t.throws(() => tenant('940101809'), /valid organisation number/)
})

t.test('an id is a UUIDv7 in lower case', async (t) => {
  t.ok(isId('019307a2-5c3e-7d4f-9a1b-2c3d4e5f6071'))
  const wrong = {
    'version 4': '019307a2-5c3e-4d4f-9a1b-2c3d4e5f6071',
    'upper case': '019307A2-5C3E-7D4F-9A1B-2C3D4E5F6071',
    'wrong variant': '019307a2-5c3e-7d4f-ca1b-2c3d4e5f6071',
    'without dashes': '019307a25c3e7d4f9a1b2c3d4e5f6071',
    'with a tail': '019307a2-5c3e-7d4f-9a1b-2c3d4e5f6071\n',
    empty: '',
  }
  for (const [why, text] of Object.entries(wrong)) t.notOk(isId(text), why)
})
