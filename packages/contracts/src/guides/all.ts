import type { Contract } from '../contract.ts'
import { createGuide, getGuide, listGuides, replaceGuide } from './guides.ts'
import {
  acceptMatch,
  cancelMatch,
  declineMatch,
  endMatch,
  getMatch,
  listMatches,
  proposeMatch,
  signMatch,
  startMatch,
} from './matches.ts'
import { getMatchingRun, listMatchingRuns, runMatching } from './matching-runs.ts'
import {
  createReferral,
  getReferral,
  listReferrals,
  replaceReferral,
  withdrawConsent,
} from './referrals.ts'

/** Every operation of the guides service. */
export const guidesContracts: readonly Contract[] = [
  createGuide,
  listGuides,
  getGuide,
  replaceGuide,
  createReferral,
  listReferrals,
  getReferral,
  replaceReferral,
  withdrawConsent,
  runMatching,
  listMatchingRuns,
  getMatchingRun,
  proposeMatch,
  listMatches,
  getMatch,
  acceptMatch,
  declineMatch,
  cancelMatch,
  signMatch,
  startMatch,
  endMatch,
]
