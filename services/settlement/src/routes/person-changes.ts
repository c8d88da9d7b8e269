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
  lockHouseholdFacts,
  lockPerson,
  updateFacts,
  updateNumbers,
} from '../queries/person-changes.ts'
import { protectPerson } from '../queries/protection.ts'
import { eventOf } from './event.ts'
import { factsForFeed, isHidden, isProtected, type Told } from './feed-facts.ts'
import { noSuchPerson, numberConflicts, showPerson } from './shown-person.ts'

const factsChanged = (told: Told) =>
  eventOf(personFactsChanged, {
    subject: told.person.id,
    isProtected: isHidden(told),
    data: factsForFeed(told),
  })

const correct: Handler<typeof replacePerson, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockPerson(trx, caller.tenant, params.personId)
  if (!held) return noSuchPerson
  expectVersion(held.version)
  const facts = correctFacts(held, body, today)
  if (isRefusal(facts)) return facts
  const person = { ...held, facts, version: held.version + 1, changedAt: at }
  const isTold = person.settledOn !== null
  const household = isTold ? await lockHouseholdFacts(trx, caller.tenant, person.id) : null
  return {
    status: 200,
    body: showPerson(person, caller),
    version: person.version,
    save: [updateFacts(trx, caller.tenant, person)],
    ...(isTold ? { event: factsChanged({ person, household }) } : {}),
    persons: [person.id],
  }
}

const number: Handler<typeof replaceIdentityNumbers, Tables> = async (
  { params, body },
  { trx, caller, at, expectVersion },
) => {
  const held = await lockPerson(trx, caller.tenant, params.personId)
  if (!held) return noSuchPerson
  expectVersion(held.version)
  const wrong = checkNationalNumber(body.nationalNumber)
  if (wrong) return wrong
  const person = { ...held, ...body, version: held.version + 1, changedAt: at }
  const warnings = warnOf(person.facts, person.dufNumber)
  return {
    status: 200,
    body: { personId: person.id, warnings, version: person.version },
    version: person.version,
    save: [updateNumbers(trx, caller.tenant, person)],
    persons: [person.id],
    conflicts: numberConflicts,
  }
}

const protect: Handler<typeof setAddressProtection, Tables> = async (
  { params, body: { addressProtection } },
  { trx, caller, at, expectVersion },
) => {
  const held = await lockPerson(trx, caller.tenant, params.personId)
  if (!held) return noSuchPerson
  expectVersion(held.version)
  const person = { ...held, addressProtection, version: held.version + 1, changedAt: at }
  return {
    status: 200,
    body: { personId: person.id, addressProtection, version: person.version },
    version: person.version,
    persons: [person.id],
    save: protectPerson(trx, caller.tenant, person),
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
