import { lookUpPerson, readIdentities } from '@fotfeste/contracts/settlement/identities.ts'
import { checkNationalNumber } from '@fotfeste/domain/settlement/person.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findByNumbers, readNumbers } from '../queries/person-lists.ts'

const read: Handler<typeof readIdentities, Tables> = async ({ body }, { trx, caller }) => {
  const asked = [...new Set(body.personIds)]
  const held = await readNumbers(trx, caller.tenant, asked)
  const byId = new Map(held.map((identity) => [identity.personId, identity]))
  const items = asked.flatMap((personId) => byId.get(personId) ?? [])
  const notFound = asked.filter((personId) => !byId.has(personId))
  return {
    status: 200,
    body: { items, notFound },
    persons: items.map(({ personId }) => personId),
    missed: notFound,
  }
}

const lookUp: Handler<typeof lookUpPerson, Tables> = async ({ body }, { trx, caller }) => {
  const wrong = checkNationalNumber(body.nationalNumber)
  if (wrong) return wrong
  const personId = await findByNumbers(trx, caller.tenant, body)
  return { status: 200, body: { personId }, persons: personId === null ? [] : [personId] }
}

/** Identity numbers of many (fødselsnummer, D-nummer, DUF-nummer), each read logged. */
export function identities(kit: Kit<Tables>): void {
  serve(kit, lookUpPerson, lookUp)
  serve(kit, readIdentities, read)
}
