import type { PayslipReason, PersonInputs } from '@fotfeste/domain/stipend/payslip.ts'
import type { StipendPolicies } from '@fotfeste/domain/stipend/policies.ts'
import { chooseCard } from '@fotfeste/domain/tax/card-choice.ts'
import { monthOf } from '@fotfeste/domain/values/month.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { OpenRun } from '../queries/calculation.ts'
import type { FrozenPerson } from '../queries/frozen-persons.ts'
import type { UsedCard } from '../queries/results.ts'

const UNCONFIRMED =
  'The account was entered by one person only: have a second confirm it with POST /v1/payees/{personId}/confirm.'

const NO_CARD = { card: null, cardSource: null, isLastYears: false }

/** An account that no second person has seen is not paid to (payeeConfirmation). */
function whyNoAccount(
  person: FrozenPerson,
  { month }: OpenRun,
  { payeeConfirmation }: StipendPolicies,
): PayslipReason[] {
  if (!payeeConfirmation || !person.hasPayee || person.payeeConfirmed) return []
  return [{ code: 'payee-unconfirmed', month, detail: UNCONFIRMED }]
}

/** What a person is paid and taxed by: the frozen facts with the tax card chosen among the frozen cards. */
export function inputsOf(
  person: FrozenPerson,
  run: OpenRun,
  policies: StipendPolicies,
): { readonly inputs: PersonInputs; readonly card: UsedCard } {
  const { usedOre, extraOre, withoutCard, corrected } = person
  const { fallbackTrekkode } = policies
  const payout = monthOf(run.payDate)
  const chosen = chooseCard(person.cards, { payout, fallbackTrekkode, usedOre })
  const tax = { extraOre, withoutCard, corrected }
  const blockedBy = whyNoAccount(person, run, policies)
  if (isRefusal(chosen)) {
    const { refused: code, detail } = chosen
    blockedBy.push({ code, month: run.month, detail })
    const inputs = { ...person, tax: { ...tax, ...NO_CARD }, blockedBy }
    return { inputs, card: { kind: null, isAwaited: true } }
  }
  const used = chosen ?? NO_CARD
  const inputs = { ...person, tax: { ...tax, ...used }, blockedBy }
  return {
    inputs,
    card: { kind: used.card?.kind ?? null, isAwaited: chosen === null || chosen.isLastYears },
  }
}
