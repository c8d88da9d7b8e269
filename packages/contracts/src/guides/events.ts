import { z } from 'zod'
import type { EventType } from '../feed.ts'
import { date, idOf } from '../values.ts'

const matchFacts = {
  matchId: idOf('Match'),
  guideId: idOf('Guide'),
  personId: idOf('Person'),
  protected: z.boolean().describe('The refugee has address protection'),
}

export const guideMatched = {
  type: 'GuideMatched',
  version: 1,
  description: 'A guide and a refugee have signed their agreement. For follow-up and statistics.',
  data: z.object({ ...matchFacts, agreedOn: date, months: z.int() }),
} as const satisfies EventType

export const matchStarted = {
  type: 'MatchStarted',
  version: 1,
  description: 'A pair has met for the first time. For follow-up and statistics.',
  data: z.object({ ...matchFacts, startedOn: date, plannedEndOn: date }),
} as const satisfies EventType

export const matchEnded = {
  type: 'MatchEnded',
  version: 1,
  description:
    'A pair has ended, having run its time or not. The reason stays with the guides service.',
  data: z.object({ ...matchFacts, endedOn: date, completed: z.boolean() }),
} as const satisfies EventType

export const guidesEvents = [guideMatched, matchStarted, matchEnded] as const
