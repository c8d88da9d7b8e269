import t from 'tap'
import { addEarning, EMPTY_TALLY, takeReduction } from '../../src/stipend/line.ts'
import { checkRuleSets, RULE_SETS, ruleSetOn } from '../../src/stipend/rule-sets.ts'
import { ratio } from '../../src/values/ratio.ts'
import { day } from './facts.ts'

t.test('the rule sets of each law neither overlap nor leave gaps', async (t) => {
  checkRuleSets(RULE_SETS)
  const [first, second] = RULE_SETS.slice(-2)
  if (first === undefined || second === undefined) return t.fail('there are sets')
  t.throws(() => checkRuleSets([{ ...first, to: day('2025-12-30') }, second]), 'a gap')
  t.throws(() => checkRuleSets([{ ...first, to: day('2026-01-01') }, second]), 'an overlap')
  t.throws(() => checkRuleSets([{ ...first, to: null }, second]), 'open before another')
  t.throws(() => checkRuleSets([first]), 'the last one ends')
})

t.test('N2: every day that matters for the benefit begins a set, with its source', async (t) => {
  const begin = (regime: string) =>
    RULE_SETS.filter((set) => set.regime === regime).map(({ from }) => from)
  t.strictSame(begin('introduksjonsloven'), ['2003-09-01', '2017-01-01'])
  t.strictSame(begin('integreringsloven'), [
    ...['2021-01-01', '2022-08-24', '2023-08-01', '2024-07-01', '2026-01-01'],
  ])
  for (const { source, changed } of RULE_SETS) {
    t.match(source, /^(lov|forskrift) \d+ \w+ \d{4} nr \d+/)
    t.match(changed, /^[A-Z].{20,}\.$/)
  }
  const on = (date: string) => ruleSetOn('integreringsloven', day(date))?.source
  t.match(on('2022-08-23'), /nr 127/)
  t.match(on('2022-08-24'), /nr 1479/)
  t.match(on('2025-12-31'), /nr 1215/)
})

t.test('each law holds from its day on', async (t) => {
  t.equal(ruleSetOn('introduksjonsloven', day('2003-08-31')), null)
  t.equal(ruleSetOn('introduksjonsloven', day('2003-09-01'))?.couple, null)
  t.equal(ruleSetOn('integreringsloven', day('2020-12-31')), null)
  t.equal(ruleSetOn('integreringsloven', day('2024-06-30'))?.couple, null)
  t.strictSame(ruleSetOn('integreringsloven', day('2024-07-01'))?.couple, ratio(5, 6))
})

t.test('a reduction never takes the rounded rest below zero', async (t) => {
  const line = {
    code: 'introduction-benefit' as const,
    quantity: { value: '1', unit: 'day' as const },
    factor: '1',
    dates: [],
    ruleKeys: [],
    law: [],
    inputs: [],
    explanation: '',
  }
  const two = [ratio(12, 10), ratio(14, 10)].reduce(
    (tally, exact) => addEarning(tally, { ...line, exact }),
    EMPTY_TALLY,
  )
  t.equal(two.leftOre, 2, 'rounded 1 + 1, exact 2.6')
  const almost = takeReduction(two, { ...line, exact: ratio(25, 10) })
  t.equal(almost.leftOre, 0, '2.5 rounds to 3, of which 2 are there')
  t.strictSame(almost.left, ratio(1, 10))
  t.equal(takeReduction(two, { ...line, exact: ratio(26, 10) }).leftOre, 0)
})
