import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import {
  getPolicySettings,
  listPayRunPolicies,
  listPolicies,
  setPolicy,
} from '@fotfeste/contracts/payroll/policies.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { approved, as, calculateAll, calculated, follow, newId, participant } from './factories.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const reason = 'Decision of the executive committee.'
const set = (name: string, value: unknown, from: string) =>
  suite.call(setPolicy, {
    params: { name } as never,
    body: { value, from, reason } as never,
    as: as('starter'),
  })
const policy = async (name: string, query: object = {}) => {
  const { body } = await suite.make(listPolicies, { query } as never)
  return body.policies.find((one: { name: string }) => one.name === name)
}
const absence = (minutes: number) => ({
  absences: [{ date: '2026-04-07', minutes, kind: 'unexcused' }],
})
const month = (of: string, asKnownOn: string) =>
  suite.make(calculateMonth, {
    body: {
      ...{ month: of, asKnownOn, participant },
      absences: [{ date: `${of}-07`, minutes: 80, kind: 'unexcused' }],
    } as never,
  })

t.test('a policy is at its default until a person sets it from a month on', async (t) => {
  t.match(await policy('absenceStepMinutes'), {
    key: 'POL2',
    unit: 'minute',
    value: 15,
    defaultValue: 15,
    from: null,
    version: 0,
    least: 1,
    most: 60,
    oneOf: null,
    law: ['integreringsloven § 21'],
  })
  t.match(await policy('summerExemption'), { value: false, least: null, oneOf: [false, true] })
  t.match(await set('absenceStepMinutes', 30, '2026-05'), { status: 200, body: { version: 1 } })
  t.match(await policy('absenceStepMinutes', { on: '2026-04' }), { value: 15, version: 0 })
  t.match(await policy('absenceStepMinutes'), {
    ...{ value: 30, defaultValue: 15, from: '2026-05', version: 1, reason },
    ...{ enteredOn: '2026-05-04', enteredBy: /kari/ },
  })
  t.match(
    await policy('absenceStepMinutes', { asKnownOn: '2026-05-03' }),
    { value: 15 },
    'as known the day before',
  )
})

t.test('every policy is a setting or a rule with its reason', async (t) => {
  const { body } = await suite.make(listPolicies, {})
  const listed = [...body.policies, ...body.rules].map(({ key }: { key: string }) => key)
  const keys = [1, 2, 3, 4, '4a', ...[5, 6, 7, 8, 9]].concat(
    Array.from({ length: 16 }, (_, at) => at + 11),
  )
  for (const key of keys) t.ok(listed.includes(`POL${key}`), `POL${key}`)
  for (const { reason, description } of body.rules) {
    t.ok(reason.length > 20 && description.length > 40)
  }
})

const RULES = resolve(import.meta.dirname, '../../../../shared/domain')
t.test('no policy of the rules is left out', { skip: !existsSync(RULES) }, async (t) => {
  const texts = readdirSync(RULES).filter((name) => name.endsWith('.md'))
  const keys = texts.flatMap((name) =>
    [...readFileSync(join(RULES, name), 'utf8').matchAll(/^- (POL\d+a?) /gm)].map(
      ([, key = '']) => key,
    ),
  )
  const { body } = await suite.make(listPolicies, {})
  const listed = new Set([...body.policies, ...body.rules].map(({ key }: { key: string }) => key))
  t.ok(keys.length > 20)
  t.strictSame(
    keys.filter((key) => !listed.has(key)),
    [],
  )
  const known = new Set([...keys, 'N29', 'four-eyes', 'alert', 'regulation'])
  t.strictSame(
    [...listed].filter((key) => !known.has(key)),
    [],
  )
})

t.test('what cannot be set is refused, and a repetition changes nothing', async (t) => {
  t.match(await set('absenceStepMinutes', 0, '2026-05'), { status: 422, code: 'policy-value' })
  t.match(await set('absenceStepMinutes', 'often', '2026-05'), { code: 'policy-value' })
  t.match(await set('absenceSteps', 15, '2026-05'), { status: 400 })
  const byMachine = await suite.call(setPolicy, {
    params: { name: 'payDay' },
    body: { value: 20, from: '2026-05', reason } as never,
    as: { ...as('starter'), sub: null },
  })
  t.match(byMachine, { status: 403, code: 'needs-a-person' })
  t.match(await set('absenceStepMinutes', 30, '2026-05'), { status: 200, body: { version: 1 } })
  t.match(await set('fallbackTrekkode', 'loennFraHovedarbeidsgiver', '2026-05'), { status: 200 })
  t.match(await set('fallbackTrekkode', null, '2026-06'), { status: 200, body: { version: 2 } })
  t.equal((await policy('fallbackTrekkode')).value, 'loennFraHovedarbeidsgiver')
  t.equal((await policy('fallbackTrekkode', { on: '2026-06' })).value, null)
  const { body } = await suite.make(getPolicySettings, { params: { name: 'fallbackTrekkode' } })
  t.match(body.settings, [{ version: 1 }, { version: 2, value: null, from: '2026-06' }])
})

t.test(
  'a calculation goes by the settings of its month as known on the day asked for',
  async (t) => {
    const lines = async (of: string, asKnownOn: string) =>
      (await month(of, asKnownOn)).body.lines.at(-1).quantity.value
    t.equal(await lines('2026-04', '2026-05-04'), '5/4', 'rounded down to 75 minutes')
    t.equal(await lines('2026-05', '2026-05-04'), '1', 'rounded down to 60 minutes')
    t.equal(await lines('2026-05', '2026-05-03'), '5/4', 'before it was set')
  },
)

t.test('a run keeps the settings it began with, and its months keep theirs', async (t) => {
  const personId = newId()
  const sheet = { timesheetId: newId(), enrolmentId: newId() }
  await follow(
    suite,
    approved(suite.tenant, { personId, month: '2026-04' }, { ...sheet, ...absence(80) }),
  )
  const run = await calculated(suite, '2026-04')
  const params = { payRunId: run.payRunId as string }
  const named = async (query: object = {}) => {
    const { body } = await suite.make(listPayRunPolicies, { params, query } as never)
    return body.policies.find((one: { name: string }) => one.name === 'absenceStepMinutes').value
  }
  t.equal(await named(), 15)
  t.equal(await named({ on: '2026-05' }), 30)
  t.match(await set('absenceStepMinutes', 10, '2026-04'), {
    ...{ status: 409, code: 'policy-in-use' },
    body: { detail: /from 2026-05 on/ },
  })
  t.match(await set('absenceStepMinutes', 10, '2026-05'), { status: 200, body: { version: 2 } })
  t.equal(await named({ on: '2026-05' }), 30, 'what was set later is not the run’s')
  const [slip] = (await suite.make(listPayslips, { params })).body.items
  t.ok(slip.grossOre > 0)
  t.match(
    await suite.call(listPayRunPolicies, { params: { payRunId: newId() }, as: as('starter') }),
    { status: 404 },
  )
})

t.test(
  'a run that has no inputs yet has no settings, and its pay day is that of its month',
  async (t) => {
    const tenant = freshTenant()
    const who = { ...as('starter'), tenant }
    await suite.clock.set(plainDate('2026-06-01'))
    const call = suite.call as (
      contract: unknown,
      asked: object,
    ) => Promise<{ body: { payRunId: string; payDate: string } }>
    await call(setPolicy, {
      params: { name: 'payDay' },
      body: { value: 20, from: '2026-05', reason },
      as: who,
    })
    const { body } = await call(startPayRun, { body: { month: '2026-05' }, as: who })
    t.equal(body.payDate, '2026-06-19', 'the 20th is a Saturday')
    const asked = { params: { payRunId: body.payRunId }, as: who }
    t.match(await call(listPayRunPolicies, asked), { status: 409, code: 'not-calculated' })
    await calculateAll(suite)
    t.match(await call(listPayRunPolicies, asked), { status: 200 })
  },
)
