/** Luhn's sum (modulus 10): every second digit from the right is doubled, the check digit not. */
function isRightByTen(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** Modulus 11 with the weights 2 to 7 from the right; a check value of ten is written as a dash. */
function isRightByEleven(body: string, check: string): boolean {
  const sum = [...body]
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (2 + (at % 6)), 0)
  const value = (11 - (sum % 11)) % 11
  return check === (value === 10 ? '-' : String(value))
}

/**
 * True for a customer identification (KID) of 2 to 25 characters whose last one is right by modulus 10 or by
 * modulus 11: which of the two a creditor uses is the creditor's choice, and a reference does not say.
 */
export function isKid(text: string): boolean {
  if (!/^\d{1,24}[\d-]$/.test(text)) return false
  return isRightByEleven(text.slice(0, -1), text.slice(-1)) || isRightByTen(text)
}
