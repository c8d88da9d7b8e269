import t from 'tap'
import type { MatchId } from '../../src/matching/codes.ts'
import { checkProposal, checkStillAllowed, newMatch } from '../../src/matching/propose.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { guide, refugee, TODAY } from './examples.ts'

const pair = { guide: guide(1), refugee: refugee(1), exclusions: new Set<string>(), today: TODAY }

t.test('a new match is proposed today and nothing more', async (t) => {
  const id = '0195a000-0004-7000-8000-000000000001' as MatchId
  const match = newMatch(id, { guideId: guide(1).id, refugee: refugee(2) }, TODAY)
  t.match(match, {
    id,
    guideId: guide(1).id,
    referralId: refugee(2).id,
    personId: refugee(2).personId,
    state: 'proposed',
    proposedOn: TODAY,
  })
  t.equal(Object.values(match).filter((value) => value === null).length, 8)
})

t.test('a pair proposed by hand meets the same bars as in a run', async (t) => {
  t.equal(checkProposal(pair), null)
  t.match(checkProposal({ ...pair, refugee: refugee(1, { state: 'matched' }) }), {
    refused: 'referral-not-waiting',
    pointer: '/referralId',
  })
  t.match(checkProposal({ ...pair, guide: guide(1, { openMatches: 1 }) }), {
    refused: 'guide-full',
    pointer: '/guideId',
  })
  t.match(checkProposal({ ...pair, guide: guide(1, { requiredGender: 'female' }) }), {
    refused: 'pair-not-allowed',
    detail: /gender/,
  })
  t.match(checkProposal({ ...pair, refugee: refugee(1, { protected: true }) }), {
    refused: 'pair-not-allowed',
    detail: /protected/,
  })
})

t.test('a pair goes on with a paused guide, but not with papers that ran out', async (t) => {
  const held = guide(1, { openMatches: 1, state: 'paused', acceptsMinors: true })
  const matched = refugee(1, { state: 'matched' })
  t.equal(checkStillAllowed(held, matched, TODAY), null)
  const minor = { ...matched, birthDate: plainDate('2010-01-01'), guardianConsentOn: TODAY }
  const seen = { ...held.papers, policeCertificateSeenOn: plainDate('2023-03-17') }
  t.equal(checkStillAllowed({ ...held, papers: seen }, minor, TODAY), null)
  t.match(checkStillAllowed({ ...held, papers: seen }, minor, plainDate('2026-03-17')), {
    refused: 'pair-not-allowed',
    detail: /certificate/,
  })
})
