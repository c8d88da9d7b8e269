import { readFileSync } from 'node:fs'
import { introductionEvents } from '@fotfeste/contracts/introduction/events.ts'
import { problems } from '@fotfeste/contracts/introduction/problems.ts'
import t from 'tap'

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

t.test('the page tells every refusal of the catalogue, and no other', async (t) => {
  const told = page.match(/^\| `[a-z-]+` \| \d{3} .*\|$/gm)
  const listed = Object.entries(problems).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  )
  t.same(told, listed)
})

t.test('the page names every event that goes out', async (t) => {
  const [, out = ''] = page.split('Out: ')
  for (const { type } of introductionEvents) t.ok(out.includes(`\`${type}\``), type)
})
