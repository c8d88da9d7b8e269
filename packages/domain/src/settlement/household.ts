import { ageOn, type PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'

/**
 * `adult` heads the household, alone or beside another adult; `partner` is married to or lives with an
 * adult; `child` is the child of an adult in it, of any age; `other` is everyone else, such as a
 * grandparent, a grown sibling, or an unaccompanied minor who lives alone.
 */
export const RELATIONS = ['adult', 'partner', 'child', 'other'] as const
export type Relation = (typeof RELATIONS)[number]

export type HouseholdMember = {
  readonly personId: PersonId
  readonly relation: Relation
  readonly birthDate: PlainDate
  readonly unaccompaniedMinor: boolean
}

export type HouseholdRefusal =
  | 'member-twice'
  | 'household-without-adult'
  | 'two-partners'
  | 'adult-too-young'

const MAJORITY = 18
const isGrown = (relation: Relation): boolean => relation === 'adult' || relation === 'partner'

/**
 * Puts a household (husstand) together. Each is in it once; there is an adult unless all are
 * unaccompanied minors; adults and partners are 18 or older today.
 */
export function composeHousehold<Member extends HouseholdMember>(
  members: readonly Member[],
  today: PlainDate,
): Refusal<HouseholdRefusal> | { readonly members: readonly Member[] } {
  const seen = new Set<string>()
  const twice = members.findIndex(({ personId }) => seen.size === seen.add(personId).size)
  if (twice >= 0)
    return refuse('member-twice', 'Name each person once.', `/members/${twice}/personId`)
  const young = members.findIndex(
    (m) => isGrown(m.relation) && ageOn(m.birthDate, today) < MAJORITY,
  )
  if (young >= 0)
    return refuse(
      'adult-too-young',
      'An adult or partner is 18 or older: use `child`, or `other` for an unaccompanied minor.',
      `/members/${young}/relation`,
    )
  const partners = members.filter(({ relation }) => relation === 'partner')
  if (partners.length > 1)
    return refuse(
      'two-partners',
      'Give one partner; further adults are `adult` or `other`.',
      '/members',
    )
  const hasAdult = members.some(({ relation }) => relation === 'adult')
  const needsAdult = partners.length > 0 || members.some((member) => !member.unaccompaniedMinor)
  if (!hasAdult && needsAdult)
    return refuse(
      'household-without-adult',
      'Name an `adult`; only unaccompanied minors live without one.',
      '/members',
    )
  return { members }
}

/**
 * Changes who is in a household. While a settlement case is open nobody leaves: IMDi's proposal names
 * the whole household (F5). Whoever comes is settled by that case too.
 */
export function changeHousehold<Member extends HouseholdMember>(
  state: {
    readonly members: readonly { readonly personId: PersonId }[]
    readonly hasOpenCase: boolean
  },
  members: readonly Member[],
  today: PlainDate,
): Refusal<HouseholdRefusal | 'household-in-case'> | { readonly members: readonly Member[] } {
  const composed = composeHousehold(members, today)
  if (isRefusal(composed)) return composed
  const staying = new Set<string>(members.map(({ personId }) => personId))
  if (state.hasOpenCase && state.members.some(({ personId }) => !staying.has(personId)))
    return refuse(
      'household-in-case',
      'Keep every member until the open settlement case of the household is settled or declined.',
      '/members',
    )
  return composed
}

/** A household is protected when one of its members is: whoever may not see that member does not see it. */
export const isProtectedHousehold = (
  members: readonly { readonly protected: boolean }[],
): boolean => members.some((member) => member.protected)
