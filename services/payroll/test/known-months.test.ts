import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { readKnownMonth } from '@fotfeste/contracts/payroll/known-months.ts'
import { setPolicy } from '@fotfeste/contracts/payroll/policies.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approved,
  as,
  follow,
  missed,
  municipality,
  newId,
  participant,
  pay,
  released,
  type Suite,
  sheetsOf,
  started,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-06-01' })
const on = (date: string) => base.clock.set(plainDate(date))
const readOf =
  (suite: Suite, personId: string) =>
  async (asKnownOn: string, more: object = {}) => {
    const params = { personId, month: '2026-05' }
    return (await suite.make(readKnownMonth, { params, query: { asKnownOn, ...more } } as never))
      .body
  }

t.test('TS-G10: a month as known on each day, beside what was paid for it by then', async (t) => {
  const suite = municipality(base)
  const [personId, enrolmentId] = [newId(), newId()]
  const sheet = sheetsOf(suite, personId)
  const known = readOf(suite, personId)
  const gross = async (day: string) => {
    const { items, paidOre } = await known(day)
    return [items[0]?.result?.grossOre ?? null, paidOre]
  }
  await on('2026-06-01')
  const late = { registeredOn: null }
  await suite.make(registerBaseAmount, { params: { year: '2026' }, body: late })
  await follow(suite, sheet('2026-05', [], { enrolmentId }))
  await pay(suite, personId)
  await released(suite, '2026-05')
  await on('2026-06-15')
  const registered = { registeredOn: '2026-06-15' }
  await suite.make(registerBaseAmount, { params: { year: '2026' }, body: registered })
  await on('2026-07-01')
  const absent = { enrolmentId, approvedOn: '2026-07-01' }
  await follow(suite, sheet('2026-05', missed('2026-05', 1), absent))
  await on('2026-07-10')
  const corrected = { ...participant, birthDate: '2003-04-01' }
  await follow(suite, started(suite.tenant, personId, { enrolmentId, participant: corrected }))

  t.same(await gross('2026-05-27'), [null, 0], 'no timesheet was approved yet')
  t.same(await gross('2026-05-28'), [2_169_333, 0], 'the base amount before')
  t.same(await gross('2026-06-14'), [2_169_333, 2_169_333], 'paid')
  t.same(await gross('2026-06-15'), [2_275_817, 2_169_333], 'the new base amount')
  t.same(await gross('2026-07-01'), [2_275_817 - 75_861, 2_169_333], 'a day missed')
  t.same(await gross('2026-07-10'), [1_517_211 - 50_574, 2_169_333], 'the birth date corrected')
  t.match(await known('2026-07-10', { explain: 'nb' }), {
    asKnownOn: '2026-07-10',
    items: [
      {
        enrolmentId,
        version: 2,
        approvedOn: '2026-07-01',
        factsVersion: 2,
        problem: null,
        result: {
          lines: [{ factor: '2/3', sentence: /du er under 25 år/ }, { sentence: /fravær/ }],
        },
      },
    ],
  })
})

t.test('a setting counts from the day it was entered', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  await on('2026-04-20')
  await follow(
    suite,
    approved(
      suite.tenant,
      { personId, month: '2026-05' },
      {
        absences: [{ date: '2026-05-12', minutes: 20, kind: 'unexcused' }],
      },
    ),
  )
  const body = { value: 20, from: '2026-05', reason: 'Decision of the executive committee.' }
  await on('2026-06-02')
  await suite.make(setPolicy, {
    ...{ params: { name: 'absenceStepMinutes' }, body, as: as('starter') },
  } as never)
  const known = readOf(suite, personId)
  const taken = async (day: string) => (await known(day)).items[0].result.lines[1].amountOre
  t.equal(await taken('2026-06-01'), -3691)
  t.equal(await taken('2026-06-02'), -4921)
})

t.test('a month that the law refuses says why; a person nobody knows is not there', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  const ended = { ...participant, programmeEnd: '2026-04-30' }
  await on('2026-06-01')
  const sheet = { participant: ended }
  await follow(suite, approved(suite.tenant, { personId, month: '2026-05' }, sheet))
  t.match(await readOf(suite, personId)('2026-06-01'), {
    paidOre: 0,
    items: [{ result: null, problem: { code: 'month-outside-programme', detail: /2026-04-30/ } }],
  })
  const params = { personId: newId(), month: '2026-05' }
  t.match(await suite.call(readKnownMonth, { params, query: {} } as never), { status: 404 })
  const today = await suite.make(readKnownMonth, {
    params: { personId, month: '2026-05' },
  } as never)
  t.equal(today.body.asKnownOn, '2026-06-01')
})

t.test('a protected person’s month is seen with the scope', async (t) => {
  const suite = municipality(base)
  const personId = newId()
  const of = { personId, month: '2026-05' }
  await follow(suite, approved(suite.tenant, of, { protected: true }))
  const scopes = ['fotfeste:payroll.read']
  const ask = (more: string[]) =>
    suite.call(readKnownMonth, {
      params: of,
      query: {},
      as: { scopes: [...scopes, ...more] },
    } as never)
  t.match(await ask([]), { status: 404 })
  t.match(await ask(['fotfeste:protected.read']), { status: 200 })
})
