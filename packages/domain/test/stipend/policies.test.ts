import fc from 'fast-check'
import t from 'tap'
import {
  POLICIES,
  POLICY_DEFAULTS,
  POLICY_NAMES,
  type PolicyName,
  policyNamed,
  policyText,
} from '../../src/stipend/policies.ts'
import {
  type PolicySetting,
  policiesOf,
  setPolicy,
  settingOf,
  settingsKnownOn,
} from '../../src/stipend/policy-settings.ts'
import { addToMonth, firstDay, month } from '../../src/values/month.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { day } from './facts.ts'

const setting = (
  name: PolicyName,
  value: PolicySetting['value'],
  more: { version?: number; from?: string; enteredOn?: string } = {},
): PolicySetting => ({
  name,
  value,
  version: more.version ?? 1,
  from: month(more.from ?? '2026-07'),
  enteredOn: day(more.enteredOn ?? '2026-06-01'),
})

t.test('each policy has its name, its key, its law and a default within its range', async (t) => {
  for (const policy of POLICIES) {
    t.strictSame(policyNamed(policy.name), policy)
    t.ok(policy.key.length > 0 && policy.law.length > 0 && policy.description.length > 40)
    const { name, value } = policy
    const entry = { name, value, from: month('2026-07') }
    t.equal(setPolicy(entry, null), entry, `the default of ${name} may be set`)
  }
  t.strictSame(
    POLICIES.map(({ name }) => name),
    POLICY_NAMES,
  )
  t.match(POLICY_DEFAULTS, {
    absenceStepMinutes: 15,
    leaveByDayLimit: 15,
    breastfeedingMinutes: 60,
    payDay: 12,
    decisionWithinDays: 30,
    setOffPercent: 10,
    setOffAtOnceBelowOre: 50000,
    protectedAmountOre: 0,
    summerExemption: false,
    twoApproversAboveOre: 0,
    payeeConfirmation: true,
    receiptWithinBankingDays: 1,
    approveBeforePayDays: 3,
    taxCardsWithinDays: 1,
    useBaseAmountWithinDays: 30,
    timeBarWarningDays: 180,
    regulationReviewPercent: 110,
  })
  t.equal(POLICY_DEFAULTS.fallbackTrekkode, null)
})

t.test('a month goes by the entry in force for it, else by the default', async (t) => {
  const policies = policiesOf([
    setting('payDay', 20),
    setting('payDay', 25, { version: 2, from: '2026-09' }),
    setting('setOffPercent', 5, { from: '2026-08' }),
  ])
  t.equal(policies(month('2026-06')).payDay, 12)
  t.equal(policies(month('2026-07')).payDay, 20)
  t.equal(policies(month('2026-08')).payDay, 20)
  t.equal(policies(month('2027-01')).payDay, 25)
  t.equal(policies(month('2026-07')).setOffPercent, 10)
  t.equal(policies(month('2026-08')).setOffPercent, 5)
  t.equal(policies(month('2026-08')), policies(month('2026-08')), 'worked out once')
  t.equal(policiesOf([])(month('2026-08')), POLICY_DEFAULTS)
})

t.test('of two entries for one month the newer holds, and both stay to be told', async (t) => {
  const first = setting('payDay', 20)
  const second = setting('payDay', 25, { version: 2, enteredOn: '2026-06-15' })
  for (const settings of [
    [first, second],
    [second, first],
  ]) {
    t.equal(settingOf(settings, 'payDay', month('2026-07')), second)
    const before = settingsKnownOn(settings, day('2026-06-14'))
    t.equal(settingOf(before, 'payDay', month('2026-07')), first, 'as known the day before')
    t.strictSame(settingsKnownOn(settings, day('2026-05-31')), [])
  }
})

t.test('a value out of range or of another kind is refused', async (t) => {
  const set = (name: PolicyName, value: PolicySetting['value']) =>
    setPolicy({ name, value, from: month('2026-07') }, null)
  t.match(set('payDay', 0), { refused: 'policy-value', pointer: '/value' })
  t.match(set('payDay', 32), { detail: /from 1 .* to 31/ })
  t.match(set('payDay', 1.5), { refused: 'policy-value' })
  t.match(set('payDay', true), { refused: 'policy-value' })
  t.match(set('payDay', null), { refused: 'policy-value' })
  t.match(set('breastfeedingMinutes', 59), { refused: 'policy-value' }, 'less than the regulation')
  t.match(set('summerExemption', 1), { detail: /one of false, true/ })
  t.match(set('fallbackTrekkode', 'pensjonFraNAV'), { refused: 'policy-value' })
  t.match(set('fallbackTrekkode', 'loennFraHovedarbeidsgiver'), { name: 'fallbackTrekkode' })
})

t.test(
  'a month that a run reaches keeps its settings: integreringsloven § 25, fvl § 35',
  async (t) => {
    const set = (from: string, newest: string | null) =>
      setPolicy(
        { name: 'payDay', value: 20, from: month(from) },
        newest === null ? null : month(newest),
      )
    t.match(set('2026-06', '2026-06'), { refused: 'policy-in-use', pointer: '/from' })
    t.match(set('2026-03', '2026-06'), { detail: /from 2026-07 on/ })
    t.match(set('2026-07', '2026-06'), { name: 'payDay' })
    t.match(set('2020-01', null), { name: 'payDay' })
  },
)

t.test('values are told as people read them', async (t) => {
  t.equal(policyText('ore', 50000), '500.00 kr')
  t.equal(policyText('percent', 10), '10 %')
  t.equal(policyText('minute', 15), '15 (minute)')
  t.equal(policyText('yes-no', true), 'yes')
  t.equal(policyText('yes-no', false), 'no')
  t.equal(policyText('code', null), 'none')
  t.equal(policyText('code', 'pensjon'), 'pensjon')
})

const settings = fc.array(
  fc.record({ value: fc.integer({ min: 1, max: 31 }), from: fc.nat(11), entered: fc.nat(11) }),
  { maxLength: 8 },
)

t.test('properties: what is allowed later never changes a month that a run reached', async (t) => {
  fc.assert(
    fc.property(settings, fc.nat(11), fc.array(fc.nat(20)), (given, reached, order) => {
      const at = (index: number) => addToMonth(month('2026-01'), index)
      const newest = at(reached)
      const made = given.map(({ value, from, entered }, index) =>
        setting('payDay', value, {
          version: index + 1,
          from: at(from),
          enteredOn: firstDay(at(entered)),
        }),
      )
      const before = made.filter(({ from }) => from <= newest)
      const later = made.filter((one) => !isRefusal(setPolicy(one, newest)))
      t.strictSame(policiesOf([...before, ...later])(newest), policiesOf(before)(newest))
      const shuffled = made.toSorted((a, b) => (order[a.version] ?? 0) - (order[b.version] ?? 0))
      for (let index = 0; index < 12; index += 1) {
        t.strictSame(policiesOf(shuffled)(at(index)), policiesOf(made)(at(index)))
      }
    }),
  )
})
