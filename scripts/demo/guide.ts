import { createGuide } from '@fotfeste/contracts/guides/guides.ts'
import { acceptMatch, signMatch, startMatch } from '@fotfeste/contracts/guides/matches.ts'
import { runMatching } from '@fotfeste/contracts/guides/matching-runs.ts'
import { createReferral } from '@fotfeste/contracts/guides/referrals.ts'
import type { z } from 'zod'
import { randi } from './cast.ts'
import { guides, nameOf, referrals } from './data.ts'
import { idOf, inParallel, type Stage, until } from './stage.ts'

type MatchingRun = z.output<(typeof runMatching.replies)[201]['schema']>

/** What the matching came to, with names for the report. */
export type Matching = {
  readonly run: MatchingRun
  readonly pairs: readonly { guide: string; refugee: string; score: number }[]
  readonly started: number
}

/** Guides are registered, refugees referred with their consent (G1, G7). */
export async function referEveryone(stage: Stage): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  await inParallel(guides, async ({ key: _key, ...guide }) => {
    const { guideId } = await stage.make(randi, createGuide, { body: guide })
    names.set(guideId, String(guide['name']))
  })
  await inParallel(referrals, async ({ key, ...referral }) => {
    const personId = idOf(stage.personIds, key)
    await until('guides reads settlement’s feed', async () => {
      const answer = await stage.attempt(randi, createReferral, { body: { personId, ...referral } })
      if (answer.status === 201) names.set(answer.body.referralId, nameOf(key))
      return answer.status === 201
    })
  })
  return names
}

/** One run finds the best total; each pair accepts, signs for nine months and meets (S39, S40). */
export async function matchEveryone(
  stage: Stage,
  names: ReadonlyMap<string, string>,
): Promise<Matching> {
  const run = await stage.make(randi, runMatching, {})
  let started = 0
  await inParallel(run.proposals, async ({ matchId }) => {
    const params = { matchId }
    let match = await stage.make(randi, acceptMatch, {
      params,
      body: { side: 'guide' },
      ifMatch: 1,
    })
    match = await stage.make(randi, acceptMatch, {
      params,
      body: { side: 'refugee' },
      ifMatch: match.version,
    })
    const body = { signedOn: '2026-05-19', months: 9, weeklyMinutes: 120 }
    match = await stage.make(randi, signMatch, { params, body, ifMatch: match.version })
    match = await stage.make(randi, startMatch, {
      params,
      body: { startedOn: '2026-05-19' },
      ifMatch: match.version,
    })
    if (match.state === 'started') started += 1
  })
  const pairs = run.proposals.map(({ guideId, referralId, score }) => ({
    guide: names.get(guideId) ?? guideId,
    refugee: names.get(referralId) ?? referralId,
    score,
  }))
  return { run, pairs, started }
}
