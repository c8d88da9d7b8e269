import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { registerDecision } from '@fotfeste/contracts/payroll/decisions.ts'
import { startPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import fc from 'fast-check'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approve,
  as,
  calculateAll,
  cancel,
  card,
  follow,
  missed,
  municipality,
  newId,
  order,
  pay,
  release,
  released,
  type Suite,
  sheetsOf,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-07-01' })
const on = (date: string) => base.clock.set(plainDate(date))

type Person = { readonly personId: string; readonly sheet: ReturnType<typeof sheetsOf> }
type Deed = (suite: Suite, person: Person) => Promise<unknown>

/** How a person's June ended in the ordinary run. */
const BEFORE: Readonly<Record<string, Deed>> = {
  paid: (suite, { personId }) => pay(suite, personId),
  'without an account': async () => undefined,
  'with days missed': async (suite, { personId, sheet }) => {
    await follow(suite, sheet('2026-06', missed('2026-06', 2)))
    await pay(suite, personId)
  },
  'with a held part': async (suite, { personId, sheet }) => {
    await follow(suite, sheet('2026-06', missed('2026-06', 15)))
    await pay(suite, personId)
  },
}

/** What happens to a person afterwards. */
const AFTER: Readonly<Record<string, Deed>> = {
  nothing: async () => undefined,
  'another account': (suite, { personId }) => pay(suite, personId, '86011117947'),
  'a day more missed': (suite, { sheet }) => follow(suite, sheet('2026-06', missed('2026-06', 3))),
  'nothing missed': (suite, { sheet }) => follow(suite, sheet('2026-06')),
  'May, approved late': (suite, { sheet }) => follow(suite, sheet('2026-05')),
  'a tax card': (suite, { personId }) => card(suite, personId, { kind: 'table', table: '8010' }),
  'an order': (suite, { personId }) => order(suite, personId),
  'a decision': (suite, { personId }) =>
    suite.make(registerDecision, {
      params: { personId },
      body: { ...registerDecision.bodyExample, decidedOn: '2026-07-01' },
      as: as('enterer'),
    }),
}

async function extraordinary(suite: Suite): Promise<string> {
  const body = { month: '2026-06', kind: 'extraordinary', reason: 'Something was wrong.' }
  const { payRunId } = (await suite.make(startPayRun, { body, as: as('starter') })).body
  await calculateAll(suite)
  return payRunId
}

/** What a run says of each person, without the ids it gave. */
async function slipsOf(suite: Suite, payRunId: string) {
  const { items } = (await suite.make(listPayslips, { params: { payRunId } })).body
  return items
    .map(({ payslipId: _id, payRunId: _run, ...slip }: Record<string, unknown>) => slip)
    .sort((a: { personId: string }, b: { personId: string }) => (a.personId < b.personId ? -1 : 1))
}

async function leftOut(payRunId: string): Promise<string[]> {
  const { rows } = await base.owner.query(
    'select person_id from pay_run_person where run_id = $1 and unchanged',
    [payRunId],
  )
  return rows.map((row) => row.person_id)
}

/** Does the work while nobody is left out. */
async function forEveryone<Result>(work: () => Promise<Result>): Promise<Result> {
  await base.owner.query(`create or replace function compute_all() returns trigger language plpgsql as
    $$ begin new.unchanged := false; return new; end $$`)
  await base.owner.query(`create trigger compute_all before insert on pay_run_person
    for each row execute function compute_all()`)
  try {
    return await work()
  } finally {
    await base.owner.query('drop trigger compute_all on pay_run_person')
  }
}

async function juneOf(
  suite: Suite,
  deeds: readonly Deed[],
): Promise<{ persons: Person[]; payRunId: string }> {
  await on('2026-07-01')
  const persons: Person[] = []
  for (const deed of deeds) {
    const personId = newId()
    const person = { personId, sheet: sheetsOf(suite, personId) }
    await follow(suite, person.sheet('2026-06'))
    await deed(suite, person)
    persons.push(person)
  }
  const { payRunId } = await released(suite, '2026-06')
  await on('2026-07-13')
  return { persons, payRunId }
}

/** One of each, among them who is left out: what chance draws may hold nobody. */
const fates = Object.keys(BEFORE).flatMap((before, at) => [
  { before, after: 'nothing' },
  { before, after: Object.keys(AFTER)[at + 1] ?? 'nothing' },
])
const fate = fc.record({
  before: fc.constantFrom(...Object.keys(BEFORE)),
  after: fc.constantFrom(...Object.keys(AFTER)),
})

t.test(
  'POL6: an extraordinary run that leaves out whom nothing has changed for says what one of everyone says',
  async (t) => {
    let lean = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 4, maxLength: 8 }), async (drawn) => {
        const suite = municipality(base)
        const deed = (deeds: Readonly<Record<string, Deed>>, name: string): Deed =>
          deeds[name] ?? (async () => undefined)
        const befores = drawn.map(({ before }) => deed(BEFORE, before))
        const { persons } = await juneOf(suite, befores)
        for (const [at, { after }] of drawn.entries()) {
          const person = persons[at]
          if (person) await deed(AFTER, after)(suite, person)
        }
        const some = await extraordinary(suite)
        const said = await slipsOf(suite, some)
        const idle = drawn.filter((one) => /paid|days/.test(one.before) && one.after === 'nothing')
        const out = await leftOut(some)
        t.equal(out.length, idle.length, 'only those are left out')
        lean += out.length
        await cancel(suite, some)
        const all = await forEveryone(() => extraordinary(suite))
        t.same(await slipsOf(suite, all), said)
      }),
      { numRuns: 5, examples: [[fates]] },
    )
    t.ok(lean > 0, 'somebody was left out')
  },
)

t.test('a correction that is undone is found again: the newest released run counts', async (t) => {
  const suite = municipality(base)
  const [paid = async () => undefined] = Object.values(BEFORE)
  const { persons } = await juneOf(suite, [paid, paid])
  const [, person] = persons
  if (!person) throw new Error('there are two')
  const take = async () => {
    const payRunId = await extraordinary(suite)
    const out = await leftOut(payRunId)
    await approve(suite, payRunId)
    return { out: out.length, run: await release(suite, payRunId) }
  }
  await follow(suite, person.sheet('2026-06', missed('2026-06', 1)))
  t.match(await take(), { out: 1, run: { payslips: 1, netOre: 0 } }, 'too much was paid')
  await follow(suite, person.sheet('2026-06'))
  t.match(await take(), { out: 1, run: { payslips: 1, netOre: 0, claimsOre: 0 } })
  t.match(await take(), { out: 2, run: { payslips: 0 } })
})

t.test('another G leaves nobody out', async (t) => {
  const suite = municipality(base)
  const [paid = async () => undefined] = Object.values(BEFORE)
  const late = { params: { year: '2026' }, body: { registeredOn: '2026-07-10' } }
  await suite.make(registerBaseAmount, { ...late, as: as('enterer') })
  await juneOf(suite, [paid, paid])
  const payRunId = await extraordinary(suite)
  t.same(await leftOut(payRunId), [])
  t.match(await slipsOf(suite, payRunId), [{ grossOre: 106_484 }, { grossOre: 106_484 }])
})

/** What a run, the bank or a message leaves of a person is no fact that a run starts from. */
const RESULTS = [
  ...[
    'attachment_paid',
    'claim_change',
    'ledger_entry',
    'pay_line',
    'pay_run_person',
    'payment',
    'payslip',
  ],
  ...['person', 'report_person', 'report_problem', 'tax_card_import_entry'],
]

t.test('every table of facts about a person tells that one was written', async (t) => {
  const { rows } = await base.owner.query(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not exists (
      select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'note_facts') order by 1`)
  t.same(
    rows.map(({ name }) => name),
    RESULTS,
  )
})
