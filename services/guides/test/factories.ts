import { runMatching } from '@fotfeste/contracts/guides/matching-runs.ts'
import { makeGuide, makeMatch, makeReferral, type Suite } from './arrange.ts'

/** Makes what a contract with an id in its path is called on, and answers the path's parameters. */
export const factories: Record<string, (suite: Suite) => Promise<Record<string, string>>> = {
  guide: async (suite) => ({ guideId: await makeGuide(suite) }),
  referral: async (suite) => ({ referralId: await makeReferral(suite) }),
  match: async (suite) => ({ matchId: await makeMatch(suite) }),
  matchingRun: async (suite) => ({ runId: (await suite.make(runMatching)).body.runId }),
}
