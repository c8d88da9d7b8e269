import {
  lookUpPerson,
  readIdentities,
  readIdentitiesForSuite,
} from '@fotfeste/contracts/settlement/identities.ts'
import { checkNationalNumber } from '@fotfeste/domain/settlement/person.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { logAccess } from '@fotfeste/kit/access-log.ts'
import type { Handler, Input } from '@fotfeste/kit/answer.ts'
import { jobView, openTransaction } from '@fotfeste/kit/db.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { replyWriters } from '@fotfeste/kit/reply.ts'
import { parseInput, route } from '@fotfeste/kit/route.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findByNumbers, type HeldIdentity, readNumbers } from '../queries/person-lists.ts'

/** Who was found, in the order asked, and who was not. */
function inOrder(asked: readonly PersonId[], held: readonly HeldIdentity[]) {
  const byId = new Map(held.map((identity) => [identity.personId, identity]))
  return {
    items: asked.flatMap((personId) => byId.get(personId) ?? []),
    notFound: asked.filter((personId) => !byId.has(personId)),
  }
}

const read: Handler<typeof readIdentities, Tables> = async ({ body }, { trx, caller }) => {
  const asked = [...new Set(body.personIds)]
  const { items, notFound } = inOrder(asked, await readNumbers(trx, caller.tenant, asked))
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

/**
 * A job of the suite asks: its token has no municipality, so the one it names is entered as a job enters it,
 * and the log names the service as the one who read.
 */
function forSuite(kit: Kit<Tables>): void {
  const write = replyWriters(readIdentitiesForSuite, kit.checksReplies)
  route(kit, readIdentitiesForSuite, async (request, reply) => {
    const { body } = parseInput(readIdentitiesForSuite, request) as Input<
      typeof readIdentitiesForSuite
    >
    const tenant = tenantOf(body.tenant)
    const personIds = [...new Set(body.personIds)]
    const open = await openTransaction<Tables>(kit.pool, jobView(tenant))
    const held = await readNumbers(open.trx, tenant, personIds).catch(async (error) => {
      await open.abandon()
      throw error
    })
    const found = inOrder(personIds, held)
    const asked = {
      ...{ tenant, seesProtected: true, actor: request.caller?.actor ?? '', party: tenant },
      ...{ operation: readIdentitiesForSuite.id, requestId: request.id },
    }
    const shown = found.items.map(({ personId }) => personId)
    await open.finish([
      logAccess(asked, shown, 'read'),
      logAccess(asked, found.notFound, 'not-found'),
    ])
    return reply
      .type('application/json; charset=utf-8')
      .serializer((text: string) => text)
      .send(write(200, found))
  })
}

/** Identity numbers of many (fødselsnummer, D-nummer, DUF-nummer), each read logged. */
export function identities(kit: Kit<Tables>): void {
  serve(kit, lookUpPerson, lookUp)
  serve(kit, readIdentities, read)
  forSuite(kit)
}
