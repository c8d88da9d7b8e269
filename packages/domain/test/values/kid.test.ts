import fc from 'fast-check'
import t from 'tap'
import { isKid } from '../../src/values/kid.ts'

t.test('a KID is right by modulus 10 or by modulus 11', async (t) => {
  for (const kid of ['2345676', '18', '00', '1234567890128', '123456785']) t.ok(isKid(kid), kid)
  t.ok(isKid('6-'), 'a check value of ten is a dash')
  for (const wrong of ['2345677', '1', '', '12-4', '-', '1a', '1'.repeat(26), ' 2345676'])
    t.notOk(isKid(wrong), wrong)
})

/** The check digit as a creditor computes it, written apart from the check. */
function luhnDigit(body: string): string {
  let sum = 0
  for (let at = 0; at < body.length; at += 1) {
    const digit = Number(body[body.length - 1 - at])
    const product = at % 2 === 0 ? digit * 2 : digit
    sum += product > 9 ? product - 9 : product
  }
  return String((10 - (sum % 10)) % 10)
}

function elevenDigit(body: string): string {
  const weights = [2, 3, 4, 5, 6, 7]
  let sum = 0
  for (let at = 0; at < body.length; at += 1)
    sum += Number(body[body.length - 1 - at]) * (weights[at % 6] ?? 0)
  const rest = 11 - (sum % 11)
  return rest === 11 ? '0' : rest === 10 ? '-' : String(rest)
}

t.test(
  'whatever the number, its check digit makes it a KID and no other digit both ways',
  async () => {
    const body = fc.stringMatching(/^\d{1,24}$/)
    fc.assert(
      fc.property(body, (digits) => {
        const right = [luhnDigit(digits), elevenDigit(digits)]
        return [...'0123456789-'].every(
          (digit) => isKid(`${digits}${digit}`) === right.includes(digit),
        )
      }),
    )
  },
)
