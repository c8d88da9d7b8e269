import { createPerson, getPerson } from '@fotfeste/contracts/settlement/persons.ts'
import { checkNationalNumber, takeFacts, warnOf } from '@fotfeste/domain/settlement/person.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Caller } from '@fotfeste/kit/auth.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve, serveOne } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { type HeldPerson, insertPerson, readPerson, toPerson } from '../queries/persons.ts'

/** A person as the answer shows one; the numbers only to who may see them. */
function shown(person: HeldPerson, caller: Caller) {
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
    householdId: null,
    settledOn: person.settledOn,
    warnings: warnOf(person.facts, person.dufNumber),
    version: person.version,
    changedAt: person.changedAt,
  }
}

/** Persons (personer): the one place where names and numbers are held. */
export function persons(kit: Kit<Tables>): void {
  serve(kit, createPerson, async ({ body }, { trx, caller, today, at, newId }) => {
    const { nationalNumber, dufNumber, addressProtection, ...given } = body
    const facts = takeFacts(given, today)
    if (isRefusal(facts)) return facts
    const wrongNumber = checkNationalNumber(nationalNumber)
    if (wrongNumber) return wrongNumber
    const id = newId<'Person'>()
    const person = {
      id,
      version: 1,
      facts,
      nationalNumber,
      dufNumber,
      addressProtection,
      settledOn: null,
      changedAt: at,
    }
    return {
      status: 201,
      body: shown(person, caller),
      version: 1,
      location: `/v1/persons/${id}`,
      save: [insertPerson(trx, caller.tenant, person)],
      conflicts: {
        person_national_number: refuse(
          'person-already-registered',
          'A person with this national number is registered: look the person up instead.',
          '/nationalNumber',
        ),
      },
    }
  })

  serveOne(kit, getPerson, {
    query: (asked, { params }) => readPerson(kit.compile, asked, params.personId),
    reply: (row: Parameters<typeof toPerson>[0], caller) => {
      const person = toPerson(row)
      return { status: 200, body: shown(person, caller), version: person.version }
    },
  })
}
