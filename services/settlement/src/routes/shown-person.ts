import { warnOf } from '@fotfeste/domain/settlement/person.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Caller } from '@fotfeste/kit/auth.ts'
import type { HeldPerson } from '../queries/persons.ts'

export const noSuchPerson = refuse('not-found', 'There is no person under this id for your token.')

const isTaken = (pointer: string) =>
  refuse(
    'person-already-registered',
    'Someone in the municipality has this number: look the person up (POST /v1/persons/lookup) instead of registering twice.',
    pointer,
  )

/** What a number that another person has means (each number is one person’s). */
export const numberConflicts = {
  person_national_number: isTaken('/nationalNumber'),
  person_duf_number: isTaken('/dufNumber'),
}

/** A person as the answer shows one; the numbers only to who may see them. */
export function showPerson(person: HeldPerson, caller: Caller) {
  const isShown = caller.scopes.has('fotfeste:identity.read')
  return {
    personId: person.id,
    ...person.facts,
    citizenships: [...person.facts.citizenships],
    identity: {
      shown: isShown,
      nationalNumber: isShown ? person.nationalNumber : null,
      dufNumber: isShown ? person.dufNumber : null,
    },
    addressProtection: person.addressProtection,
    householdId: person.householdId,
    settledOn: person.settledOn,
    warnings: warnOf(person.facts, person.dufNumber),
    version: person.version,
    changedAt: person.changedAt,
  }
}
