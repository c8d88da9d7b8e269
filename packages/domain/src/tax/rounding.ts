/** A rate in hundredths of a percent: 40.48 % is 4048. */
export type Rate = number

/**
 * `num / den` to the nearest whole krone, in whole numbers. Only a fraction that lies exactly in the
 * middle is open: there the Tax Administration's own routine decides, which computes in binary
 * fractions and by their tiny error goes now up, now down. The printed tables carry its choice (about
 * one step in ten thousand), so `official` is its quotient, used for that comparison and nothing else.
 */
export function nearest(num: number, den: number, official: number): number {
  const rest = num % den
  const whole = (num - rest) / den
  if (2 * rest !== den) return 2 * rest > den ? whole + 1 : whole
  return official - whole >= 0.5 ? whole + 1 : whole
}

/** A rate as the official routine writes it: percent with decimals. */
export const officialPercent = (rate: Rate): number => rate / 100

/** A share of a whole, not negative amount, rounded by itself. */
export const share = (amount: number, rate: Rate): number =>
  nearest(amount * rate, 10_000, (amount * officialPercent(rate)) / 100)
