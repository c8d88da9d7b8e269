import { assert } from '@fotfeste/domain/values/assert.ts'
import type { HouseholdFacts } from '../queries/person-changes.ts'
import type { HeldPerson } from '../queries/persons.ts'

/** A settled person and those the person lives with, as the feed tells of them. */
export type Told = { readonly person: HeldPerson; readonly household: HouseholdFacts | null }

/** True for a person with address protection of either degree. */
export const isProtected = (person: HeldPerson): boolean => person.addressProtection !== 'none'

/** What the feed tells of a settled person; no name, number or address. */
export function factsForFeed({ person, household }: Told) {
  const { id, facts } = person
  assert(facts.permit !== null, 'a settled person has a permit')
  return {
    personId: id,
    householdId: household?.id ?? null,
    birthDate: facts.birthDate,
    sex: facts.sex,
    permitGround: facts.permit.ground,
    permitGrantedOn: facts.permit.grantedOn,
    appliedFromAbroad: facts.appliedFromAbroad,
    arrivedOn: facts.arrivedOn,
    settledByAgreement: facts.settledByAgreement,
    nordicOrEeaCitizen: facts.nordicOrEeaCitizen,
    referencePersonSettledOn: facts.referencePersonSettledOn,
    permitAppliedOn: facts.permitAppliedOn,
    unaccompaniedMinor: facts.unaccompaniedMinor,
    protected: isProtected(person),
    household: household?.members.map((member) => ({ ...member })) ?? [],
  }
}

/** An event is hidden when its subject is protected, or someone the event names beside it. */
export const isHidden = ({ person, household }: Told): boolean =>
  isProtected(person) || household?.protected === true
