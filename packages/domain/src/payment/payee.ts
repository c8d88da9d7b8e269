import { type Refusal, refuse } from '../values/refusal.ts'

/** Four eyes: that an account is the person's own is said by another than who entered it. */
export function confirmPayee(
  payee: { readonly enteredBy: string },
  actor: string,
): Refusal<'same-actor'> | 'confirmed' {
  if (payee.enteredBy !== actor) return 'confirmed'
  return refuse('same-actor', 'Who entered the payee cannot confirm it; another person must.')
}
