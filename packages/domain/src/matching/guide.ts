import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { GuideFacts, GuidePapers } from './facts.ts'

export type GuideRefusal = 'date-in-future' | 'capacity-below-matches'

const PAPERS = [
  'interviewedOn',
  'trainedOn',
  'declarationSignedOn',
  'policeCertificateSeenOn',
] as const satisfies readonly (keyof GuidePapers)[]

/** Holds what is told of a guide against today and the matches that hold the guide's places. */
export function checkGuide(
  { papers, capacity, openMatches }: Pick<GuideFacts, 'papers' | 'capacity' | 'openMatches'>,
  today: PlainDate,
): Refusal<GuideRefusal> | null {
  for (const paper of PAPERS) {
    const day = papers[paper]
    if (day !== null && day > today)
      return refuse('date-in-future', `${day} has not come; today is ${today}.`, `/papers/${paper}`)
  }
  if (capacity < openMatches)
    return refuse(
      'capacity-below-matches',
      `${openMatches} matches hold a place; end or cancel one before the capacity is ${capacity}.`,
      '/capacity',
    )
  return null
}
