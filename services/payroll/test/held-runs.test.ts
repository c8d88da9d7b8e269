import { listDecisions, registerDecision } from '@fotfeste/contracts/payroll/decisions.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  aParticipant,
  as,
  follow,
  missed,
  municipality,
  newId,
  pay,
  released,
  type Suite,
  sheetsOf,
  slipOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const HELD = 1_137_908

const decide = (suite: Suite, personId: string, more: object = {}) =>
  suite.call(registerDecision, {
    params: { personId },
    body: { ...registerDecision.bodyExample, decidedOn: '2026-07-01', ...more },
    as: as('enterer'),
  })

/** X25: fifteen whole days of June missed, half the month and a twelfth of G. */
async function absent() {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await on('2026-07-01')
  await follow(suite, sheet('2026-06', missed('2026-06', 15)))
  await pay(suite, personId)
  const june = async () => slipOf(suite, (await released(suite, '2026-06')).payRunId, personId)
  const july = async () => {
    await on('2026-08-03')
    await follow(suite, sheet('2026-07'))
    const run = await released(suite, '2026-07')
    return { run, slip: await slipOf(suite, run.payRunId, personId) }
  }
  return { suite, personId, june, july }
}

t.test(
  'X25, POL8: a large deduction is held, and paid out without a decision in 30 days',
  async (t) => {
    const { suite, personId, june, july } = await absent()
    t.match(await june(), {
      state: 'payable',
      grossOre: 1_137_909,
      heldOre: HELD,
      requiresIndividualDecision: true,
      reasons: [
        {
          code: 'individual-decision-missing',
          month: '2026-06',
          detail: /individual-decisions by 2026-08-09/,
        },
      ],
    })
    const { run, slip } = await july()
    t.match(run, { payDate: '2026-08-12', heldOre: 0 })
    t.match(slip, { grossOre: 2_275_817 + HELD, heldOre: 0, reasons: [] })
    t.match(slip.lines.at(-1), {
      ...{ month: '2026-06', kind: 'difference', amountOre: HELD, ruleKeys: ['POL9', 'POL8'] },
      explanation: /No individual decision .* was registered in time/,
    })
    await on('2026-09-01')
    t.match(await released(suite, '2026-08'), { payslips: 0 }, 'it is paid out once')
    t.same((await suite.make(listDecisions, { params: { personId } })).body.items, [])
  },
)

t.test('with a decision nothing more is paid; lifted, the rest is', async (t) => {
  const { suite, personId, june, july } = await absent()
  t.match(await june(), { heldOre: HELD })
  const made = await decide(suite, personId)
  t.match(made, { status: 201, body: { month: '2026-06', effect: 'deducted' } })
  t.match(await decide(suite, personId), { status: 409, code: 'decision-stands' })
  const { slip } = await july()
  t.match(slip, { grossOre: 2_275_817, heldOre: 0, reasons: [] })
  const lift = { effect: 'lifted', decidedOn: '2026-08-20', reference: 'appeal' }
  t.match(await decide(suite, personId, lift), { status: 422, code: 'day-in-future' })
  await on('2026-09-01')
  t.match(await decide(suite, personId, lift), { status: 201 })
  t.match(await decide(suite, personId, lift), { status: 409, code: 'no-decision' })
  const august = await released(suite, '2026-08')
  t.match(await slipOf(suite, august.payRunId, personId), { grossOre: HELD })
  const listed = (await suite.make(listDecisions, { params: { personId } })).body.items
  t.match(listed, [{ effect: 'deducted' }, { effect: 'lifted' }])
})

t.test('a decision before the run holds nothing back', async (t) => {
  const { suite, personId, june } = await absent()
  t.match(await decide(suite, personId), { status: 201 })
  t.match(await june(), { grossOre: 1_137_909, heldOre: 0, reasons: [] })
})

t.test('X26: a month missed in full pays nothing, and is held', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  await on('2026-07-01')
  await follow(suite, sheet('2026-06', missed('2026-06', 31)))
  await pay(suite, personId)
  const run = await released(suite, '2026-06')
  t.match(run, { payable: 0, heldOre: 2_275_817, grossOre: 0 })
  await on('2026-08-03')
  await follow(suite, sheet('2026-07'))
  const july = await released(suite, '2026-07')
  t.match(await slipOf(suite, july.payRunId, personId), { grossOre: 2 * 2_275_817 })
})

t.test('decisions are about a person in the programme', async (t) => {
  const suite = municipality(base)
  await on('2026-07-01')
  const stranger = await decide(suite, newId())
  t.equal(stranger.status, 404)
  const { personId } = await aParticipant(suite)
  t.match(await decide(suite, personId, { effect: 'lifted' }), { status: 409, code: 'no-decision' })
  t.equal((await suite.call(listDecisions, { params: { personId: newId() } })).status, 404)
})
