import t from 'tap'
import { addEarning, EMPTY_TALLY, takeReduction } from '../../src/stipend/line.ts'
import { checkRuleSets, RULE_SETS, ruleSetOn } from '../../src/stipend/rule-sets.ts'
import { ratio } from '../../src/values/ratio.ts'
import { day } from './facts.ts'

t.test('the rule sets of each law neither overlap nor leave gaps', async (t) => {
  checkRuleSets(RULE_SETS)
  const [, first, second] = RULE_SETS
  if (first === undefined || second === undefined) return t.fail('there are three sets')
  t.throws(() => checkRuleSets([{ ...first, to: day('2024-06-29') }, second]), 'a gap')
  t.throws(() => checkRuleSets([{ ...first, to: day('2024-07-01') }, second]), 'an overlap')
  t.throws(() => checkRuleSets([{ ...first, to: null }, second]), 'open before another')
  t.throws(() => checkRuleSets([first]), 'the last one ends')
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
