import { readFileSync } from 'node:fs'
import { settlementEvents } from '@fotfeste/contracts/settlement/events.ts'
import { problems } from '@fotfeste/contracts/settlement/problems.ts'
import t from 'tap'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

t.test('the README names every refusal and every event of the contract', async (t) => {
  for (const [code, { status, title }] of Object.entries(problems))
    t.ok(readme.includes(`| \`${code}\` | ${status} | ${title} |`), code)
  for (const { type } of settlementEvents) t.ok(readme.includes(`\`${type}\``), type)
})
