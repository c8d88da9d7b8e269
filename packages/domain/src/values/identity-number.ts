import { daysInMonthOf } from './calendar.ts'

/** What an identity number turned out to be. Birth date and sex are never read from it (D5: numbers issued from 2032 show neither). */
export type IdentityNumberKind = 'fnr' | 'dnr' | 'synthetic'

const K1 = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const K2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

const weigh = (digits: string, weights: number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)

/**
 * Checks a fødselsnummer or D-number: both check digits and the date.
 * The first check digit may leave 0, 1, 2 or 3 (numbers issued from 1 January 2032).
 */
export function identityNumberKind(text: string): IdentityNumberKind | null {
  if (!/^\d{11}$/.test(text)) return null
  const first = (weigh(text, K1) + Number(text[9])) % 11
  if (first > 3 || weigh(text, K2) % 11 !== 0) return null
  const isD = Number(text[0]) >= 4
  const isSynthetic = Number(text.slice(2, 4)) > 80
  const day = Number(text.slice(0, 2)) - (isD ? 40 : 0)
  const month = Number(text.slice(2, 4)) - (isSynthetic ? 80 : 0)
  const year = 2000 + Number(text.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > daysInMonthOf(year, month)) return null
  return isSynthetic ? 'synthetic' : isD ? 'dnr' : 'fnr'
}

const DUF = [4, 6, 3, 2, 4, 6, 3, 2, 7, 5]

/** True when a DUF number's two check digits are right. A failing one is a warning, never a refusal (D5). */
export function isPlausibleDufNumber(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false
  const check = weigh(text, DUF) % 11
  const year = Number(text.slice(0, 4))
  return year >= 1970 && year <= 2040 && Number(text.slice(10)) === check
}
