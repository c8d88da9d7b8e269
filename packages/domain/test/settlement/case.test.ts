import t from 'tap'
import {
  answerCase,
  CASE_STATUSES,
  type CaseState,
  type CaseStatus,
  correctSettlement,
  findHousing,
  proposeCase,
  settleMember,
} from '../../src/settlement/case.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'

const today = plainDate('2026-03-16')
const day = plainDate
const permit = { ground: 'asylum', grantedOn: day('2025-11-03'), validTo: null } as const
const person = (id: string, settledOn: string | null = null) => ({
  personId: id as PersonId,
  settledOn: settledOn === null ? null : day(settledOn),
})
const at = (status: CaseStatus): CaseState => ({
  status,
  proposedOn: day('2026-01-05'),
  answeredOn: status === 'proposed' ? null : day('2026-01-09'),
  housingFoundOn: status === 'housing-found' || status === 'settled' ? day('2026-02-02') : null,
})
const settle = (id: string, settledOn: string) => ({
  personId: id as PersonId,
  settledOn: day(settledOn),
  permit,
})

t.test('F5: a household walks from proposal to settlement', async (t) => {
  const proposed = proposeCase({ hasOpenCase: false, unsettled: 2 }, day('2026-01-05'), today)
  t.strictSame(proposed, at('proposed'))
  const accepted = answerCase(at('proposed'), { step: 'accept', on: day('2026-01-09') }, today)
  t.strictSame(accepted, at('accepted'))
  const housed = findHousing(at('accepted'), day('2026-02-02'), today)
  t.strictSame(housed, at('housing-found'))
  const first = settleMember(
    { ...at('housing-found'), members: [person('a'), person('b')] },
    settle('a', '2026-02-16'),
    today,
  )
  t.strictSame(first, { status: 'housing-found' })
  const last = settleMember(
    { ...at('housing-found'), members: [person('a', '2026-02-16'), person('b')] },
    settle('b', '2026-03-02'),
    today,
  )
  t.strictSame(last, { status: 'settled' })
})

t.test('a proposal can be declined', async (t) => {
  const declined = answerCase(at('proposed'), { step: 'decline', on: day('2026-01-09') }, today)
  t.strictSame(declined, at('declined'))
})

t.test('a household with an open case, or with nobody to settle, is not proposed', async (t) => {
  t.match(proposeCase({ hasOpenCase: true, unsettled: 2 }, today, today), { refused: 'case-open' })
  t.match(proposeCase({ hasOpenCase: false, unsettled: 0 }, today, today), {
    refused: 'nobody-to-settle',
  })
  t.match(proposeCase({ hasOpenCase: false, unsettled: 1 }, day('2026-03-17'), today), {
    refused: 'date-in-future',
    pointer: '/proposedOn',
  })
})

t.test('F5, F7: every step from every other status is refused', async (t) => {
  for (const status of CASE_STATUSES) {
    const state = at(status)
    if (status !== 'proposed')
      for (const step of ['accept', 'decline'] as const)
        t.match(
          answerCase(state, { step, on: today }, today),
          { refused: 'case-not-proposed' },
          `${step} when ${status}`,
        )
    if (status !== 'accepted')
      t.match(findHousing(state, today, today), { refused: 'case-not-accepted' }, status)
    if (status !== 'housing-found')
      t.match(
        settleMember({ ...state, members: [person('a')] }, settle('a', '2026-03-01'), today),
        { refused: 'housing-not-found' },
        status,
      )
  }
})

t.test('each day is not in the future and not before the step before it', async (t) => {
  const answers: ['accept' | 'decline', string, string][] = [
    ['accept', '2026-01-04', 'dates-out-of-order'],
    ['decline', '2026-01-04', 'dates-out-of-order'],
    ['accept', '2026-03-17', 'date-in-future'],
    ['decline', '2026-03-17', 'date-in-future'],
  ]
  for (const [step, on, code] of answers)
    t.match(answerCase(at('proposed'), { step, on: day(on) }, today), {
      refused: code,
      pointer: step === 'accept' ? '/acceptedOn' : '/declinedOn',
    })
  const found: [string, string][] = [
    ['2026-01-08', 'dates-out-of-order'],
    ['2026-03-17', 'date-in-future'],
  ]
  for (const [on, code] of found)
    t.match(findHousing(at('accepted'), day(on), today), { refused: code, pointer: '/foundOn' })
  t.strictSame(findHousing(at('accepted'), day('2026-01-09'), today), {
    ...at('housing-found'),
    housingFoundOn: '2026-01-09',
  })
})

t.test('F6: the settlement date is not before housing, acceptance or permit', async (t) => {
  const state = { ...at('housing-found'), members: [person('a')] }
  t.strictSame(settleMember(state, settle('a', '2026-02-02'), today), { status: 'settled' })
  t.match(settleMember(state, settle('a', '2026-02-01'), today), {
    refused: 'dates-out-of-order',
    pointer: '/settledOn',
  })
  t.match(settleMember(state, settle('a', '2026-03-17'), today), { refused: 'date-in-future' })
  const late = { ...permit, grantedOn: day('2026-03-02') }
  t.match(settleMember(state, { ...settle('a', '2026-03-01'), permit: late }, today), {
    refused: 'dates-out-of-order',
  })
})

t.test('only a member with a permit who is not settled is settled', async (t) => {
  const state = at('housing-found')
  t.match(settleMember({ ...state, members: [person('a')] }, settle('b', '2026-03-02'), today), {
    refused: 'not-in-household',
    pointer: '/personId',
  })
  const again = { ...state, members: [person('a', '2026-02-16'), person('b')] }
  t.match(settleMember(again, settle('a', '2026-03-02'), today), { refused: 'person-settled' })
  const alone = { ...state, members: [person('a')] }
  t.match(settleMember(alone, { ...settle('a', '2026-03-02'), permit: null }, today), {
    refused: 'permit-missing',
  })
})

t.test('a case without the day of the step before it cannot be', async (t) => {
  t.throws(() => findHousing({ ...at('accepted'), answeredOn: null }, today, today), /answer/)
  t.throws(
    () =>
      settleMember(
        { ...at('housing-found'), housingFoundOn: null, members: [] },
        settle('a', '2026-03-02'),
        today,
      ),
    /housing/,
  )
})

t.test('F6: a settlement date is corrected within its bounds, also in a closed case', async (t) => {
  const members = [person('a', '2026-02-16'), person('b')]
  for (const status of ['housing-found', 'settled'] as const) {
    const corrected = correctSettlement(
      { ...at(status), members },
      settle('a', '2026-02-12'),
      today,
    )
    t.strictSame(corrected, { settledOn: '2026-02-12' }, status)
  }
  const wrong: [string, string, string][] = [
    ['c', '2026-02-12', 'not-in-household'],
    ['b', '2026-02-12', 'person-not-settled'],
    ['a', '2026-02-01', 'dates-out-of-order'],
    ['a', '2026-03-17', 'date-in-future'],
  ]
  for (const [id, settledOn, refused] of wrong)
    t.match(correctSettlement({ ...at('settled'), members }, settle(id, settledOn), today), {
      refused,
    })
})
