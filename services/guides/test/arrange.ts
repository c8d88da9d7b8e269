import { randomUUIDv7 } from 'node:crypto'
import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { createGuide } from '@fotfeste/contracts/guides/guides.ts'
import {
  acceptMatch,
  proposeMatch,
  signMatch,
  startMatch,
} from '@fotfeste/contracts/guides/matches.ts'
import { createReferral } from '@fotfeste/contracts/guides/referrals.ts'
import { personSettled } from '@fotfeste/contracts/settlement/events.ts'
import { applyPage } from '@fotfeste/kit/follow.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'
import { applySettlement } from '../src/jobs/follow-settlement.ts'

export type Suite = Harness<Tables>

export const SEES_PROTECTED = [
  'fotfeste:guides.read',
  'fotfeste:guides.write',
  'fotfeste:protected.read',
]

type Heard = readonly { type: string; data: object }[]

let heard: Promise<void> = Promise.resolve()

/** Applies events of settlement's feed as the follower does, behind the ones applied before; one page at a time. */
export function hearSettlement(suite: Suite, events: Heard): Promise<void> {
  heard = heard.then(() => applyNext(suite, events))
  return heard
}

async function applyNext(suite: Suite, events: Heard): Promise<void> {
  const { rows } = await suite.owner.query(
    "select position from system.follow where source = 'settlement'",
  )
  const after = Number(rows[0]?.position ?? 0)
  const page = events.map(
    ({ type, data }, at): CloudEvent => ({
      specversion: '1.0',
      id: randomUUIDv7(),
      source: 'urn:fotfeste:settlement',
      type,
      subject: randomUUIDv7(),
      time: '2026-02-16T09:00:00.000Z',
      datacontenttype: 'application/json',
      sequence: String(after + at + 1),
      tenant: suite.tenant,
      typeversion: 1,
      data: { ...data },
    }),
  )
  const settings = { pool: suite.kit.pool, source: 'settlement', apply: applySettlement } as const
  await applyPage<Tables>(settings, after, page)
}

export type Told = { birthDate?: string; sex?: 'female' | 'male'; protected?: boolean }

/** What settlement tells of a person. */
export const personTold = (personId: string, told: Told = {}) => ({
  personId,
  householdId: randomUUIDv7(),
  birthDate: '1990-11-14',
  sex: 'female',
  permitGround: 'asylum',
  permitGrantedOn: '2025-11-03',
  appliedFromAbroad: false,
  arrivedOn: null,
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null,
  unaccompaniedMinor: false,
  protected: false,
  household: [],
  ...told,
})

/** A person whom settlement has told of; answers the id. */
export async function settlePerson(suite: Suite, told: Told = {}): Promise<string> {
  const personId = randomUUIDv7()
  const data = { ...personTold(personId, told), caseId: randomUUIDv7(), settledOn: '2026-02-16' }
  await hearSettlement(suite, [{ type: personSettled.type, data }])
  return personId
}

export const guideBody = createGuide.bodyExample
export const referralBody = createReferral.bodyExample

/** Registers a guide; answers the id. */
export async function makeGuide(suite: Suite, told: object = {}): Promise<string> {
  const body = { ...guideBody, ...told }
  return (await suite.make(createGuide, { body })).body.guideId
}

/** Settles and refers a person; answers the referral's id. */
export async function makeReferral(
  suite: Suite,
  told: { person?: Told; referral?: object } = {},
): Promise<string> {
  const personId = await settlePerson(suite, told.person)
  const body = { ...referralBody, personId, ...told.referral }
  const as = told.person?.protected ? { as: { scopes: SEES_PROTECTED } } : {}
  return (await suite.make(createReferral, { body, ...as })).body.referralId
}

/** Proposes a pair by hand; answers the match's id. */
export async function makeMatch(suite: Suite): Promise<string> {
  const [guideId, referralId] = [await makeGuide(suite), await makeReferral(suite)]
  return (await suite.make(proposeMatch, { body: { guideId, referralId } })).body.matchId
}

const AGREEMENT = { signedOn: '2026-03-16', months: 9, weeklyMinutes: 120 }

/** Brings a proposed match to one of its later states. */
export async function bringTo(
  suite: Suite,
  matchId: string,
  state: 'accepted' | 'agreed' | 'started',
): Promise<void> {
  const params = { matchId }
  for (const side of ['guide', 'refugee']) await suite.make(acceptMatch, { params, body: { side } })
  if (state === 'accepted') return
  await suite.make(signMatch, { params, body: AGREEMENT })
  if (state === 'agreed') return
  await suite.make(startMatch, { params, body: { startedOn: '2026-03-16' } })
}
