import { assert } from '@fotfeste/domain/values/assert.ts'
import type { LockedPerson } from '../queries/person-changes.ts'

/** What the feed tells of a settled person; no name, number or address. */
export function factsForFeed({ person, household, protected: isProtected }: LockedPerson) {
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
    unaccompaniedMinor: facts.unaccompaniedMinor,
    protected: isProtected,
    household: household?.members.map((member) => ({ ...member })) ?? [],
  }
}

/** An event is hidden when its subject is protected, or someone the event names beside it. */
export const isHidden = (locked: LockedPerson): boolean =>
  locked.protected || locked.household?.protected === true
