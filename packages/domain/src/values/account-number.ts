const WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** True for a Norwegian bank account number (BBAN): eleven digits whose modulo 11 sum is 0. */
export function isAccountNumber(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false
  return WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0) % 11 === 0
}

/** All but the last four digits hidden: `*******1234`. */
export const maskAccountNumber = (text: string): string => `*******${text.slice(-4)}`
