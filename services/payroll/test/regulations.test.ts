import { listBaseAmounts, registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { setPolicy } from '@fotfeste/contracts/payroll/policies.ts'
import {
  approveRegulation,
  cancelRegulation,
  clearRegulatedPerson,
  getRegulation,
  listRegulatedPersons,
  listRegulations,
  runRegulation,
  startRegulation,
} from '@fotfeste/contracts/payroll/regulations.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  calculated,
  cancel,
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
import {
  approveByTwo,
  readRegulation,
  registerByHand,
  regulateAll,
  reported,
  runToEnd,
} from './factories-regulations.ts'

const base = await service(t, payroll, { today: '2026-06-01' })
const OLD = 2169333
const NEW = 2275817

/** A participant with approved months, and the way to approve one again. */
async function participantWith(suite: Suite, ...months: string[]) {
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  for (const month of months) await follow(suite, sheet(month))
  await pay(suite, personId)
  return { personId, sheet }
}

const personsOf = async (suite: Suite, regulationId: string, query: Record<string, string> = {}) =>
  (await suite.make(listRegulatedPersons, { params: { regulationId }, query })).body.items

/** Every table of the service but those of the regulation itself, by number of rows. */
async function rowsOf(suite: Suite): Promise<Record<string, number>> {
  const { rows } = await suite.owner.query(
    `select schemaname || '.' || relname as name from pg_stat_user_tables
     where schemaname in ('public', 'system') and relname not like 'regulation%'
       and relname <> 'stored_reply'`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const { rows: counted } = await suite.owner.query(`select count(*)::int as n from ${name}`)
    counts[name] = counted[0].n
  }
  return counts
}

const cancelIt = (suite: Suite, regulationId: string) =>
  suite.call(cancelRegulation, { params: { regulationId }, as: as('starter') })

t.test(
  'X12, TS-G1, TS-G2, TS-G4: a year’s G from the dry run to the difference lines',
  async (t) => {
    const suite = municipality(base)
    await suite.clock.set(plainDate('2026-06-01'))
    await registerByHand(suite, '2026')
    const plain = await participantWith(suite, '2026-05')
    const absent = await participantWith(suite, '2026-05')
    t.equal((await released(suite, '2026-05')).grossOre, 2 * OLD)
    const unpaid = await participantWith(suite, '2026-06')
    await follow(suite, absent.sheet('2026-05', missed('2026-05', 2)))
    await suite.clock.set(plainDate('2026-06-15'))

    const before = await rowsOf(suite)
    const dry = await reported(suite, 2026, 'dry-run')
    t.strictSame(await rowsOf(suite), before, 'a dry run writes its own report alone')
    const totals = { persons: 3, changes: 1, review: 1, alreadyNew: 0, notPaidYet: 1, months: 1 }
    t.match(dry, {
      state: 'calculated',
      amountOre: 13654900,
      totals: { ...totals, differenceOre: 106484 },
    })
    const items = await personsOf(suite, dry.regulationId)
    const of = (personId: string) =>
      items.find((one: { personId: string }) => one.personId === personId)
    t.match(of(plain.personId), {
      outcome: 'changes',
      differenceOre: 106484,
      months: [{ month: '2026-05', paidOre: OLD, newOre: NEW, limitOre: 2386266, reasons: [] }],
    })
    t.match(of(absent.personId), {
      outcome: 'review',
      differenceOre: 0,
      months: [{ paidOre: OLD, reasons: [{ code: 'below-current' }] }],
    })
    t.match(of(unpaid.personId), { outcome: 'not-paid-yet', months: [] })
    const review = await personsOf(suite, dry.regulationId, { outcome: 'review' })
    t.equal(review.length, 1)
    const ofDry = { params: { regulationId: dry.regulationId }, as: as('approver') }
    t.match(await suite.call(approveRegulation, ofDry), { status: 409, code: 'dry-run' })
    t.match(await suite.call(runRegulation, ofDry), { status: 409, code: 'dry-run' })

    const run = await reported(suite, 2026, 'run')
    const params = { regulationId: run.regulationId as string }
    t.match(run, { totals })
    const start = { body: { year: 2026, kind: 'run' }, as: as('starter') } as const
    t.match(await suite.call(startRegulation, start), { status: 409, code: 'regulation-open' })
    t.match(await suite.call(runRegulation, { params, as: as('starter') }), {
      ...{ status: 409, code: 'regulation-state' },
    })
    t.match(await suite.call(approveRegulation, { params, as: as('starter') }), {
      ...{ status: 403, code: 'same-actor' },
    })
    const once = await suite.make(approveRegulation, { params, as: as('approver') })
    t.match(once.body, { state: 'calculated', approvedBy: [/ola/] })
    t.match(await suite.call(approveRegulation, { params, as: as('approver') }), {
      ...{ status: 403, code: 'same-actor' },
    })
    const twice = await suite.make(approveRegulation, { params, as: as('releaser') })
    t.match(twice.body, { state: 'approved', approvedBy: [/ola/, /per/] })
    const byHand = (await suite.make(listBaseAmounts)).body.baseAmounts[0]
    t.match(byHand, { registeredOn: null }, 'approved is not in use')

    const done = await runToEnd(suite, params.regulationId)
    t.match(done, { state: 'done', totals })
    t.match((await suite.make(listBaseAmounts)).body.baseAmounts[0], {
      ...{ registeredOn: '2026-06-15', version: 2 },
    })
    const { rows: told } = await suite.owner.query(
      `select data from system.feed where tenant = $1 and type = 'BaseAmountRegistered' order by event_id`,
      [suite.tenant],
    )
    t.strictSame(told.at(-1).data, { year: 2026, amountOre: 13654900, registeredOn: '2026-06-15' })
    t.match(await cancelIt(suite, params.regulationId), {
      ...{ status: 409, code: 'regulation-state' },
    })

    await suite.clock.set(plainDate('2026-07-01'))
    const june = await released(suite, '2026-06')
    const lines = async (payRunId: string, personId: string) => {
      const slip = await slipOf(suite, payRunId, personId)
      return {
        reasons: slip?.reasons.map(({ code }: { code: string }) => code),
        lines: slip?.lines.map((line: { month: string; kind: string; amountOre: number }) => [
          line.month,
          line.amountOre,
        ]),
        claimsOre: slip?.claimsOre,
      }
    }
    t.strictSame((await lines(june.payRunId, plain.personId)).lines, [['2026-05', 106484]])
    t.strictSame((await lines(june.payRunId, unpaid.personId)).lines, [['2026-06', NEW]])
    t.strictSame(
      await lines(june.payRunId, absent.personId),
      {
        reasons: ['regulation-review'],
        lines: [],
        claimsOre: 2 * 72311,
      },
      'corrected at the G before: the absence is a claim, the new G waits',
    )

    const again = await reported(suite, 2026, 'run')
    t.match(again.totals, { changes: 0, review: 1, alreadyNew: 2, differenceOre: 0 })
    const open = await personsOf(suite, again.regulationId, { outcome: 'review' })
    t.match(open[0].months[0].reasons.at(-1), { code: 'review-open' })
    await approveByTwo(suite, again.regulationId)
    t.match(await runToEnd(suite, again.regulationId), { state: 'done' })
    t.match((await suite.make(listBaseAmounts)).body.baseAmounts[0], { version: 2 }, 'nothing new')

    const body = { reason: 'The timesheet is right.' }
    const clear = (personId: string) =>
      suite.call(clearRegulatedPerson, {
        params: { ...params, personId },
        body,
        as: as('approver'),
      })
    t.match(await clear(plain.personId), { status: 409, code: 'not-in-review' })
    t.match(await clear(newId()), { status: 404 })
    t.match(await clear(absent.personId), {
      ...{
        status: 200,
        body: { clearedBy: /ola/, clearedOn: '2026-07-01', clearReason: body.reason },
      },
    })
    t.match(await clear(absent.personId), { status: 409, code: 'not-in-review' })
    const other = { regulationId: again.regulationId as string, personId: absent.personId }
    t.match(
      await suite.call(clearRegulatedPerson, { params: other, body, as: as('approver') }),
      { status: 409, code: 'not-in-review' },
      'it is cleared in every regulation of the year',
    )
    await suite.clock.set(plainDate('2026-08-03'))
    const july = await calculated(suite, '2026-07')
    const settled = await slipOf(suite, july.payRunId, absent.personId)
    t.match(settled, { reasons: [], lines: [], netOre: 0 }, 'the new G is less than the claim')
    const { rows: claims } = await suite.owner.query(
      `select sum(amount_ore)::int as open from claim_change where person_id = $1 and counts`,
      [absent.personId],
    )
    t.equal(claims[0].open, OLD - (NEW - 151721))
  },
)

t.test('a run goes on while what was paid is what the approvers saw, and no further', async (t) => {
  const suite = municipality(base)
  await suite.clock.set(plainDate('2026-06-01'))
  await registerByHand(suite, '2026')
  const { personId, sheet } = await participantWith(suite, '2026-05')
  await released(suite, '2026-05')
  const { regulationId } = await reported(suite, 2026, 'run')
  await approveByTwo(suite, regulationId)
  await suite.clock.set(plainDate('2026-07-01'))
  const { payRunId } = await calculated(suite, '2026-06')
  const run = () => suite.call(runRegulation, { params: { regulationId }, as: as('starter') })
  t.match(await run(), { status: 409, code: 'pay-run-open' })
  t.match(
    await suite.call(startRegulation, { body: { year: 2026, kind: 'run' }, as: as('starter') }),
    { status: 409, code: 'regulation-open' },
  )
  await cancel(suite, payRunId)
  await follow(suite, sheet('2026-06'))
  await released(suite, '2026-06')
  t.match(await run(), { status: 409, code: 'regulation-outdated' })
  t.match(await cancelIt(suite, regulationId), {
    ...{ status: 200, body: { state: 'cancelled' } },
  })

  const next = await reported(suite, 2026, 'run')
  t.match(next.totals, { changes: 1, months: 2, differenceOre: 2 * 106484 })
  await approveByTwo(suite, next.regulationId)
  await follow(suite, sheet('2026-06', missed('2026-06', 1)))
  t.match(await runToEnd(suite, next.regulationId), {
    ...{ state: 'done', totals: { changes: 0, review: 1 } },
  })
  const [held] = await personsOf(suite, next.regulationId)
  t.match(held, { personId, months: [{ reasons: [] }, { month: '2026-06' }] })
  const codes = held.months[1].reasons.map(({ code }: { code: string }) => code)
  t.strictSame(codes, ['changed-after-approval'])
  t.match(next.history, [{ move: 'start' }, { move: 'calculate', actor: null }])
  const list = await suite.make(listRegulations, { query: { limit: 1 } })
  t.match(list.body, { items: [{ regulationId: next.regulationId }], next: /./ })
})

t.test('TS-G2: a proposed G is for dry runs; no G at all is for none', async (t) => {
  const suite = municipality(base)
  await suite.clock.set(plainDate('2027-04-01'))
  const amount = {
    ...{ status: 'proposed', amountOre: 14300000, from: '2027-05-01', adoptedOn: null },
    source: 'Prop. 1 S (2026-2027)',
  } as const
  const start = (kind: 'run' | 'dry-run') =>
    suite.call(startRegulation, { body: { year: 2027, kind }, as: as('starter') })
  t.match(await start('dry-run'), { status: 422, code: 'base-amount-unknown' })
  await suite.make(registerBaseAmount, {
    params: { year: '2027' },
    body: { registeredOn: null, amount },
    as: as('starter'),
  })
  t.match(await start('run'), { status: 422, code: 'proposed-not-for-payment' })
  t.match(await start('dry-run'), {
    status: 202,
    body: { status: 'proposed', amountOre: 14300000 },
  })
  await regulateAll(suite)
  const list = await suite.make(listRegulations)
  t.match(list.body.items[0], { state: 'calculated', totals: { persons: 0, differenceOre: 0 } })
  t.match(await suite.call(getRegulation, { params: { regulationId: newId() } }), { status: 404 })
})

t.test('a protected person is counted by everyone and shown to who may see them', async (t) => {
  const suite = municipality(base)
  await suite.clock.set(plainDate('2026-06-01'))
  await registerByHand(suite, '2026')
  const { personId, sheet } = await participantWith(suite, '2026-05')
  await participantWith(suite, '2026-05')
  await released(suite, '2026-05')
  const { regulationId } = await reported(suite, 2026, 'dry-run')
  await follow(suite, sheet('2026-06', [], { protected: true }))
  const list = async (...more: 'fotfeste:protected.read'[]) => {
    const scopes = ['fotfeste:payroll.read', ...more]
    const params = { regulationId: regulationId as string }
    const { body } = await suite.make(listRegulatedPersons, { params, as: { scopes } as never })
    return body.items.map((one: { personId: string }) => one.personId)
  }
  t.equal((await list()).includes(personId), false)
  t.equal((await list('fotfeste:protected.read')).includes(personId), true)
  t.match((await reported(suite, 2026, 'dry-run')).totals, { persons: 2, changes: 2 })
})

t.test('the limit is the municipality’s: a rise above it needs a person', async (t) => {
  const suite = municipality(base)
  await suite.clock.set(plainDate('2026-06-01'))
  await registerByHand(suite, '2026')
  await suite.make(setPolicy, {
    params: { name: 'regulationReviewPercent' },
    body: { value: 104, from: '2026-05', reason: 'Every rise is looked at.' },
    as: as('starter'),
  })
  await participantWith(suite, '2026-05')
  await released(suite, '2026-05')
  const dry = await reported(suite, 2026, 'dry-run')
  t.match(dry.totals, { review: 1 })
  const [person] = await personsOf(suite, dry.regulationId)
  t.match(person.months[0], { limitOre: 2256106, reasons: [{ code: 'above-limit' }] })
})

t.test('TS-G5: one person who cannot be computed is for a person, the others go on', async (t) => {
  const suite = municipality(base)
  await suite.clock.set(plainDate('2026-06-01'))
  await registerByHand(suite, '2026')
  const broken = await participantWith(suite, '2026-05')
  await participantWith(suite, '2026-05')
  await released(suite, '2026-05')
  await suite.owner.query(`update basis set content = '{}' where person_id = $1`, [broken.personId])
  const dry = await reported(suite, 2026, 'dry-run')
  t.match(dry, { state: 'calculated', totals: { changes: 1, review: 1 } })
  const [person] = await personsOf(suite, dry.regulationId, { outcome: 'review' })
  t.match(person, {
    ...{
      personId: broken.personId,
      months: [{ newOre: null, reasons: [{ code: 'not-computable' }] }],
    },
  })
})

t.test(
  'stopped in the middle of any page it says so, goes on where it was, and registers once',
  async (t) => {
    const suite = municipality(base)
    await suite.clock.set(plainDate('2026-06-01'))
    await registerByHand(suite, '2026')
    for (let at = 0; at < 4; at += 1) await participantWith(suite, '2026-05')
    await released(suite, '2026-05')
    const expected = (await reported(suite, 2026, 'dry-run')).totals
    // One write in three fails, wherever it is.
    await suite.owner.query(`create sequence stumbling`)
    await suite.owner.query(`grant usage on sequence stumbling to public`)
    await suite.owner.query(`create function stumble() returns trigger language plpgsql as
    $$ begin if nextval('stumbling') % 3 = 0 then raise exception 'stumbled'; end if; return null; end $$`)
    for (const table of ['regulation_person', 'regulation_event', 'base_amount_registration']) {
      await suite.owner.query(`create trigger stumble after insert on ${table}
      for each statement execute function stumble()`)
    }
    const persist = async (): Promise<number> => {
      let failures = 0
      while (
        await regulateAll(suite, 1).then(
          () => false,
          () => true,
        )
      ) {
        failures += 1
        const { rows } = await suite.owner.query(
          `select registered_on from base_amount_registration where tenant = $1 order by version`,
          [suite.tenant],
        )
        t.strictSame(
          rows.map((row) => row.registered_on),
          [null],
          'not in use before it is done',
        )
      }
      return failures
    }
    const insist = async (call: () => Promise<{ status: number }>) => {
      while ((await call()).status >= 500);
    }
    await insist(() =>
      suite.call(startRegulation, { body: { year: 2026, kind: 'run' }, as: as('starter') }),
    )
    t.ok((await persist()) > 0, 'it was stopped')
    const { regulationId } = (await suite.make(listRegulations)).body.items[0]
    const params = { regulationId: regulationId as string }
    for (const who of ['approver', 'releaser'] as const) {
      await insist(() => suite.call(approveRegulation, { params, as: as(who) }))
    }
    await insist(() => suite.call(runRegulation, { params, as: as('starter') }))
    t.ok((await persist()) > 0, 'it was stopped again')
    t.match(await readRegulation(suite, regulationId), {
      state: 'done',
      reason: null,
      totals: expected,
    })
    const { rows } = await suite.owner.query(
      `select count(*)::int as entries from base_amount_registration where tenant = $1`,
      [suite.tenant],
    )
    t.equal(rows[0].entries, 2, 'by hand, and by the regulation once')
  },
)
