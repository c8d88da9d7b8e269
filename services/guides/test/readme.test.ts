import { readFileSync } from 'node:fs'
import { problems } from '@fotfeste/contracts/guides/problems.ts'
import { OBSTACLES } from '@fotfeste/domain/matching/obstacles.ts'
import { MAX_POINTS } from '@fotfeste/domain/matching/score.ts'
import t from 'tap'

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

t.test('the page tells every refusal of the catalogue, and no other', async (t) => {
  const told = page.match(/^\| `.*\|$/gm)
  const listed = Object.entries(problems).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  )
  t.same(told, listed)
})

t.test('the page tells the order of the obstacles and the points of the score', async (t) => {
  t.ok(page.includes(OBSTACLES.map((obstacle) => `\`${obstacle}\``).join(', ')))
  const points = Object.entries(MAX_POINTS).map(([term, max]) => `${term.replace('-', ' ')} ${max}`)
  t.ok(page.includes(points.join(', ')))
})
