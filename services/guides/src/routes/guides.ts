import {
  createGuide,
  getGuide,
  listGuides,
  replaceGuide,
} from '@fotfeste/contracts/guides/guides.ts'
import { checkGuide } from '@fotfeste/domain/matching/guide.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import * as query from '../queries/guides.ts'
import { nothing, shownGuide } from './shown.ts'

/** Guides (flyktningguider): volunteers, what they told and which papers were seen. */
export function guides(kit: Kit<Tables>): void {
  serve(kit, createGuide, async ({ body }, { trx, caller, today, at, newId }) => {
    const id = newId<'Guide'>()
    const held = { version: 1, changedAt: at, state: 'available', openMatches: 0 } as const
    const guide = { ...body, ...held, id }
    const wrong = checkGuide(guide, today)
    if (wrong?.refused === 'date-in-future') return { ...wrong, refused: wrong.refused }
    return {
      status: 201,
      body: shownGuide(guide),
      version: 1,
      location: `/v1/guides/${id}`,
      save: [query.insertGuide(trx, caller.tenant, guide)],
    }
  })

  serve(kit, getGuide, async ({ params }, { trx, caller }) => {
    const guide = await query.findGuide(trx, caller.tenant, params.guideId)
    if (!guide) return nothing
    return { status: 200, body: shownGuide(guide), version: guide.version }
  })

  serve(kit, listGuides, async ({ query: asked }, { trx, caller }) => {
    const { limit, cursor, state = null } = asked
    const after = readCursor(cursor)?.[1] ?? null
    const found = await query.listGuides(trx, caller.tenant, { after, limit: limit + 1, state })
    const of = { item: shownGuide, cursor: ({ id }: query.HeldGuide) => ['', id] as const }
    return { status: 200, body: pageOf(found, limit, of) }
  })

  serve(kit, replaceGuide, async ({ params, body }, { trx, caller, today, at, expectVersion }) => {
    const held = await query.lockGuide(trx, caller.tenant, params.guideId)
    if (!held) return nothing
    expectVersion(held.version)
    const guide = { ...held, ...body, version: held.version + 1, changedAt: at }
    const wrong = checkGuide(guide, today)
    if (wrong) return wrong
    return {
      status: 200,
      body: shownGuide(guide),
      version: guide.version,
      save: [query.updateGuide(trx, caller.tenant, guide)],
    }
  })
}
