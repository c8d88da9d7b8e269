import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  approved,
  calculated,
  follow,
  newId,
  participant,
  pay,
  released,
  started,
} from './factories.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const held = async (sql: string, ...values: unknown[]) =>
  (await suite.owner.query(sql, values)).rows

t.test('the same event again changes nothing; a new version stands beside the old', async (t) => {
  const personId = newId()
  const first = approved(suite.tenant, { personId, month: '2026-03' })
  const second = { ...first, data: { ...first.data, version: 2 } }
  await follow(suite, first, first, second)
  const rows = await held('select version from basis where person_id = $1 order by 1', personId)
  t.same(rows, [{ version: 1 }, { version: 2 }])
  const facts = await held('select version from programme_facts where person_id = $1', personId)
  t.same(facts, [{ version: 1 }], 'the same facts are not kept twice')
})

t.test('a broken event stops the follower and moves nothing', async (t) => {
  const before = await held('select position from system.follow')
  const wrong = started(suite.tenant, newId(), { participant: { birthDate: 'yesterday' } })
  await t.rejects(follow(suite, started(suite.tenant, newId()), wrong))
  t.same(await held('select position from system.follow'), before)
})

t.test('protection set later reaches everything held of the person', async (t) => {
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-03' }))
  await pay(suite, personId)
  const seal = { type: 'TimesheetSealed', tenant: suite.tenant }
  const data = {
    enrolmentId: newId(),
    personId,
    timesheetId: newId(),
    month: '2026-04',
    revision: 1,
  }
  await follow(suite, { ...seal, data: { ...data, protected: true } })
  for (const table of ['person', 'programme_facts', 'basis', 'payee']) {
    const rows = await held(`select protected from ${table} where person_id = $1`, personId)
    t.same(rows, [{ protected: true }], table)
  }
  await follow(suite, { ...seal, data: { ...data, protected: false } })
  t.same(await held('select protected from payee where person_id = $1', personId), [
    { protected: false },
  ])
})

t.test(
  'changed facts recompute a paid month; an end in it takes back what was too much',
  async (t) => {
    const [leaver, ender] = [newId(), newId()]
    const [leave, end] = [newId(), newId()]
    const programme = (personId: string, enrolmentId: string) =>
      approved(suite.tenant, { personId, month: '2026-04' }, { enrolmentId })
    await follow(suite, programme(leaver, leave), programme(ender, end))
    await pay(suite, leaver)
    await pay(suite, ender)
    await released(suite, '2026-04')
    const off = { from: '2026-04-13', to: '2026-04-13', kind: 'unpaid-leave' }
    await follow(
      suite,
      {
        type: 'ProgrammeFactsChanged',
        tenant: suite.tenant,
        data: {
          enrolmentId: leave,
          personId: leaver,
          protected: false,
          changedFrom: '2026-04-13',
          participant: { ...participant, interruptions: [off] },
        },
      },
      {
        type: 'ProgrammeEnded',
        tenant: suite.tenant,
        data: {
          enrolmentId: end,
          personId: ender,
          protected: false,
          endedOn: '2026-04-15',
          reason: 'time-expired',
        },
      },
      {
        type: 'ProgrammeDecided',
        tenant: suite.tenant,
        data: {
          enrolmentId: newId(),
          personId: newId(),
          protected: false,
          regime: 'integreringsloven',
          standing: 'right-and-duty',
          goal: 'work',
          decidedOn: '2026-04-15',
          plannedStart: '2026-05-15',
          plannedEnd: '2027-05-14',
        },
      },
    )
    await suite.clock.set('2026-06-01' as never)
    const may = await calculated(suite, '2026-05')
    t.equal(may.claimsOre, 72311 + (2169333 - 1084667))
    await approve(suite, may.payRunId)
  },
)
