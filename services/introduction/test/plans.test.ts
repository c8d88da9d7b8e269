import { endEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import { getPlan, putPlan } from '@fotfeste/contracts/introduction/plans.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { decide, start } from './factories.ts'

const suite = await service(t, introduction)
const nothing = { enrolmentId: '019b0000-0000-7000-8000-000000000000' }
const body = putPlan.bodyExample

t.test('N19, N17: a plan shows its weeks and what the law asks for', async (t) => {
  const params = { enrolmentId: (await decide(suite)).enrolmentId }
  t.equal((await suite.call(getPlan, { params })).status, 404)
  const made = await suite.call(putPlan, { params, body, ifMatch: '"0"' })
  t.match(made, { status: 200, body: { version: 1, fullTimeMinutes: 2250, missingElements: [] } })
  t.same(
    made.body.phases.map((phase: Record<string, unknown>) => phase['isFullTime']),
    [true, true],
  )
  const [first] = body.phases
  const thin = { ...body, phases: [{ ...first, activities: first?.activities.slice(0, 1) }] }
  t.match(await suite.call(putPlan, { params, body: thin, ifMatch: '"0"' }), { status: 412 })
  const changed = await suite.call(putPlan, { params, body: thin, ifMatch: 1 })
  t.match(changed.body, {
    version: 2,
    phases: [{ weeklyMinutes: 1350, isFullTime: false }],
    missingElements: ['work-or-education', 'social-studies', 'life-mastery'],
  })
  const read = await suite.call(getPlan, { params })
  t.equal(read.headers.get('etag'), '"2"')
  t.equal(read.body.version, 2)
  const { rows } = await suite.owner.query('select version from plan where enrolment_id = $1', [
    params.enrolmentId,
  ])
  t.equal(rows.length, 2, 'the earlier version is kept')
})

t.test('N17: a parent’s plan lacks parental guidance until it has it', async (t) => {
  const household = { livesWithParent: false, partnerInProgramme: false, hasChildren: true }
  const { enrolmentId } = await start(suite, { household })
  const made = await suite.call(putPlan, { params: { enrolmentId }, body })
  t.same(made.body.missingElements, ['parental-guidance'])
})

t.test('two first plans at once: one wins', async (t) => {
  const params = { enrolmentId: (await decide(suite)).enrolmentId }
  const answers = await Promise.all(
    [1, 2].map(() => suite.call(putPlan, { params, body, ifMatch: '"0"' })),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
})

t.test('a plan is refused with its reason', async (t) => {
  const { enrolmentId } = await start(suite)
  const params = { enrolmentId }
  const [first, second] = body.phases
  const reversed = { ...body, phases: [second, first] }
  t.match(await suite.call(putPlan, { params, body: reversed }), {
    status: 422,
    code: 'phases-out-of-order',
    body: { errors: [{ pointer: '/phases/1' }] },
  })
  const early = { ...body, phases: [{ ...first, from: '2026-01-11' }] }
  t.match(await suite.call(putPlan, { params, body: early }), {
    status: 422,
    code: 'outside-programme',
  })
  t.equal((await suite.call(putPlan, { params: nothing, body })).status, 404)
  const ending = { endedOn: '2026-03-13', reason: 'moved', caseReference: '26/1' }
  await suite.make(endEnrolment, { params, body: ending })
  t.match(await suite.call(putPlan, { params, body }), { status: 409, code: 'programme-ended' })
})
