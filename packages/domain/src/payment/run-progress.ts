import type { PaymentState } from './payment.ts'

/** Where a run stands once it is with the bank; the rest of its life is no matter of payments. */
export type BankedState = 'released' | 'accepted' | 'rejected' | 'booked'
export type BankedMove = 'accept' | 'reject' | 'book'

/**
 * The moves a run takes because of its payments: accepted when the bank has answered for each and taken one at
 * least, rejected when it took none, booked when each that it took has left the account.
 */
export function movesOfRun(
  state: BankedState,
  payments: readonly PaymentState[],
): readonly BankedMove[] {
  if (state === 'rejected' || state === 'booked') return []
  if (payments.includes('released')) return []
  const isRejected = payments.length > 0 && payments.every((one) => one === 'rejected')
  if (isRejected) return ['reject']
  const accepts: readonly BankedMove[] = state === 'released' ? ['accept'] : []
  return payments.includes('accepted') ? accepts : [...accepts, 'book']
}
