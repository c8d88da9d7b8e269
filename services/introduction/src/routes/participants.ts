import {
  getAssessment,
  getParticipant,
  listParticipants,
  registerEmployment,
} from '@fotfeste/contracts/introduction/participants.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  findParticipant,
  listParticipants as listHeld,
  lockParticipant,
  updateEmployment,
} from '../queries/participants.ts'
import {
  noSuchParticipant,
  personsOf,
  showAssessment,
  showParticipant,
  showSummary,
} from './shown-participant.ts'

/** Participants (deltakere): settled persons, where they stand, and the three-month clock. */
export function participants(kit: Kit<Tables>): void {
  serve(kit, listParticipants, async ({ query }, { trx, today }) => {
    const { limit, cursor, enrolled } = query
    const isEnrolled = enrolled === undefined ? null : enrolled === 'true'
    const after = readCursor(cursor)?.[1] ?? null
    const held = await listHeld(trx, { after, limit: limit + 1, isEnrolled })
    const page = pageOf(held, limit, {
      item: (one) => showSummary(one, today),
      cursor: ({ personId }) => ['', personId],
    })
    return { status: 200, body: page, persons: page.items.flatMap(personsOf) }
  })

  serve(kit, getParticipant, async ({ params }, { trx, today }) => {
    const held = await findParticipant(trx, params.personId)
    if (!held) return noSuchParticipant
    const body = showParticipant(held, today)
    return { status: 200, body, version: held.version, persons: personsOf(held) }
  })

  serve(kit, getAssessment, async ({ params, query }, { trx, today }) => {
    const held = await findParticipant(trx, params.personId)
    if (!held) return noSuchParticipant
    const body = showAssessment(held, query.on ?? today)
    return { status: 200, body, persons: [held.personId] }
  })

  serve(kit, registerEmployment, async ({ params, body }, { trx, today, at, expectVersion }) => {
    const held = await lockParticipant(trx, params.personId)
    if (!held) return noSuchParticipant
    expectVersion(held.version)
    const { employment } = body
    const changed = { ...held, employment, version: held.version + 1, changedAt: at }
    return {
      status: 200,
      body: showParticipant(changed, today),
      version: changed.version,
      persons: personsOf(held),
      save: [updateEmployment(trx, changed)],
    }
  })
}
