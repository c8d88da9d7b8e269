import { randomUUID } from 'node:crypto'
import type { Contract } from '@fotfeste/contracts/contract.ts'
import { guidesContracts } from '@fotfeste/contracts/guides/all.ts'
import { introductionContracts } from '@fotfeste/contracts/introduction/all.ts'
import { payrollContracts } from '@fotfeste/contracts/payroll/all.ts'
import { settlementContracts } from '@fotfeste/contracts/settlement/all.ts'
import { replyWriters } from '@fotfeste/kit/reply.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, getToy, spoilToy } from './toy/contracts.ts'

const ALL: readonly Contract[] = [
  ...settlementContracts,
  ...introductionContracts,
  ...payrollContracts,
  ...guidesContracts,
]
const quiet = { config: { FOTFESTE_LOG_LEVEL: 'silent' as const } }
const checked = await service(t, toyService(), quiet)
const fast = await service(t, toyService(), {
  config: { ...quiet.config, FOTFESTE_REPLIES: 'fast' },
})
const make = async (suite: typeof checked) =>
  (await suite.make(createToy, { body: { name: randomUUID(), grams: 100 } })).body.toyId as string

t.test(
  'the fast writer and the checked one write the same, for every example of every service',
  async (t) => {
    let written = 0
    for (const contract of ALL) {
      const [quick, careful] = [false, true].map((isChecked) => replyWriters(contract, isChecked))
      for (const [status, reply] of Object.entries(contract.replies)) {
        if (!reply.schema || reply.contentType || reply.example === undefined) continue
        const [one, two] = [quick, careful].map((write) => write?.(Number(status), reply.example))
        t.same(JSON.parse(one ?? ''), JSON.parse(two ?? ''), `${contract.id} ${status}`)
        written += 1
      }
    }
    t.ok(written >= ALL.length / 2, `${written} examples`)
  },
)

t.test('checked, a wrong answer is a 500 and nothing of it is stored', async (t) => {
  const toyId = await make(checked)
  const wrong = { params: { toyId }, body: { how: 'wrong-reply' }, key: 'again' }
  t.match(await checked.call(spoilToy, wrong), { status: 500, code: 'internal-error' })
  t.equal((await checked.call(getToy, { params: { toyId } })).body.grams, 100)
  const { rows } = await checked.owner.query("select from stored_reply where key = 'again'")
  t.same(rows, [])
})

t.test('fields outside the contract are never sent, checked or fast', async (t) => {
  for (const suite of [checked, fast]) {
    const toyId = await make(suite)
    const answer = await suite.make(spoilToy, { params: { toyId }, body: { how: 'undeclared' } })
    t.same(Object.keys(answer.body), ['toyId', 'name', 'grams', 'colour', 'version'])
    const { rows } = await suite.owner.query(
      "select body from stored_reply where operation = 'spoilToy'",
    )
    t.notMatch(rows[0].body, /secret/)
  }
})

t.test('bytes are written a character each, and come back as they were', async (t) => {
  const replies = { 200: { description: 'Bytes', contentType: 'application/pdf', isBinary: true } }
  const write = replyWriters({ ...getToy, replies } as Contract, true)
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
  t.ok(Buffer.from(write(200, bytes), 'latin1').equals(bytes))
})
