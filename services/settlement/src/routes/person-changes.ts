import {
  personFactsChanged,
  personProtectionChanged,
} from '@fotfeste/contracts/settlement/events.ts'
import {
  replaceIdentityNumbers,
  setAddressProtection,
} from '@fotfeste/contracts/settlement/identities.ts'
import { replacePerson } from '@fotfeste/contracts/settlement/persons.ts'
import { checkNationalNumber, correctFacts, warnOf } from '@fotfeste/domain/settlement/person.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  type LockedPerson,
  lockPerson,
  updateFacts,
  updateNumbers,
} from '../queries/person-changes.ts'
import { protectPerson } from '../queries/protection.ts'
import { eventOf } from './event.ts'
import { factsForFeed, isHidden, isProtected } from './feed-facts.ts'
import { noSuchPerson, numberConflicts, showPerson } from './shown-person.ts'

const factsChanged = (locked: LockedPerson) =>
  eventOf(personFactsChanged, {
    subject: locked.person.id,
    isProtected: isHidden(locked),
    data: factsForFeed(locked),
  })

const correct: Handler<typeof replacePerson, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const locked = await lockPerson(trx, params.personId)
  if (!locked) return noSuchPerson
  const { person: held } = locked
  expectVersion(held.version)
  const facts = correctFacts(held, body, today)
  if (isRefusal(facts)) return facts
  const person = { ...held, facts, version: held.version + 1, changedAt: at }
  return {
    status: 200,
    body: showPerson(person, caller),
    version: person.version,
    save: [updateFacts(trx, person)],
    ...(person.settledOn === null ? {} : { event: factsChanged({ ...locked, person }) }),
    persons: [person.id],
  }
}

const number: Handler<typeof replaceIdentityNumbers, Tables> = async (
  { params, body },
  { trx, at, expectVersion },
) => {
  const locked = await lockPerson(trx, params.personId)
  if (!locked) return noSuchPerson
  const { person: held } = locked
  expectVersion(held.version)
  const wrong = checkNationalNumber(body.nationalNumber)
  if (wrong) return wrong
  const person = { ...held, ...body, version: held.version + 1, changedAt: at }
  const warnings = warnOf(person.facts, person.dufNumber)
  return {
    status: 200,
    body: { personId: person.id, warnings, version: person.version },
    version: person.version,
    save: [updateNumbers(trx, person)],
    conflicts: numberConflicts,
  }
}

const protect: Handler<typeof setAddressProtection, Tables> = async (
  { params, body: { addressProtection } },
  { trx, at, expectVersion },
) => {
  const locked = await lockPerson(trx, params.personId)
  if (!locked) return noSuchPerson
  const { person: held } = locked
  expectVersion(held.version)
  const person = { ...held, addressProtection, version: held.version + 1, changedAt: at }
  return {
    status: 200,
    body: { personId: person.id, addressProtection, version: person.version },
    version: person.version,
    save: protectPerson(trx, person),
    event: eventOf(personProtectionChanged, {
      subject: person.id,
      // Also that someone once was protected is for those only who may see protected persons.
      isProtected: true,
      data: { personId: person.id, protected: isProtected(person) },
    }),
  }
}

/** What changes of a person: facts, identity numbers, address protection. */
export function personChanges(kit: Kit<Tables>): void {
  serve(kit, replacePerson, correct)
  serve(kit, replaceIdentityNumbers, number)
  serve(kit, setAddressProtection, protect)
}
