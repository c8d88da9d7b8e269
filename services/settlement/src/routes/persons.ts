import { createPerson, getPerson, listPersons } from '@fotfeste/contracts/settlement/persons.ts'
import { checkNationalNumber, takeFacts } from '@fotfeste/domain/settlement/person.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve, serveOne } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listPersons as listRows } from '../queries/person-lists.ts'
import { insertPerson, type PersonRow, readPerson, toPerson } from '../queries/persons.ts'
import { pageById, sliceOf } from './page.ts'
import { numberConflicts, showPerson } from './shown-person.ts'

const create: Handler<typeof createPerson, Tables> = async (
  { body },
  { trx, caller, today, at, newId },
) => {
  const { nationalNumber, dufNumber, addressProtection, ...given } = body
  const facts = takeFacts(given, today)
  if (isRefusal(facts)) return facts
  const wrongNumber = checkNationalNumber(nationalNumber)
  if (wrongNumber) return wrongNumber
  const id = newId<'Person'>()
  const numbers = { nationalNumber, dufNumber }
  const nowhere = { settledOn: null, householdId: null }
  const person = { id, version: 1, facts, ...numbers, addressProtection, ...nowhere, changedAt: at }
  return {
    status: 201,
    body: showPerson(person, caller),
    version: 1,
    location: `/v1/persons/${id}`,
    save: [insertPerson(trx, caller.tenant, person)],
    persons: [id],
    conflicts: numberConflicts,
  }
}

const list: Handler<typeof listPersons, Tables> = async ({ query }, { trx, caller }) => {
  const { householdId = null, settled } = query
  const isSettled = settled === undefined ? null : settled === 'yes'
  const rows = await listRows(trx, caller.tenant, { ...sliceOf(query), householdId, isSettled })
  const body = pageById(rows, query, { id: ({ personId }) => personId, item: (row) => row })
  return { status: 200, body, persons: body.items.map(({ personId }) => personId) }
}

/** Persons (personer): the one place where names and numbers are held. */
export function persons(kit: Kit<Tables>): void {
  serve(kit, createPerson, create)
  serve(kit, listPersons, list)
  serveOne(kit, getPerson, {
    query: (asked, { params }) => readPerson(kit.compile, asked, params.personId),
    reply: (row: PersonRow, caller) => {
      const person = toPerson(row)
      return { status: 200, body: showPerson(person, caller), version: person.version }
    },
  })
}
