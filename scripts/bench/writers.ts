import { randomUUIDv7 } from 'node:crypto'
import { createServer } from 'node:http'
import { inTransaction, jobView, openTransaction } from '@fotfeste/kit/db.ts'
import { recordEvent } from '@fotfeste/kit/event.ts'
import { openPool } from '@fotfeste/kit/pool.ts'

/** Ten writers, each one event a transaction, as commands write them; `POST /write?ms=` answers how many they wrote. */
const WRITERS = 10

const pool = openPool(process.env['BENCH_DATABASE_URL'] ?? '', WRITERS)
const tenant = process.env['BENCH_TENANT'] ?? ''

async function writeOne(): Promise<void> {
  const open = await openTransaction(pool, jobView(tenant))
  const event = {
    type: 'HousingFound',
    version: 1,
    subject: randomUUIDv7(),
    isProtected: false,
    data: { caseId: randomUUIDv7(), personIds: [randomUUIDv7()], foundOn: '2026-03-02' },
  }
  await open.finish([recordEvent(tenant, randomUUIDv7(), event)])
}

async function writeFor(ms: number): Promise<number> {
  const until = performance.now() + ms
  let written = 0
  const one = async () => {
    for (; performance.now() < until; written += 1) await writeOne()
  }
  await Promise.all(Array.from({ length: WRITERS }, one))
  return written
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (url.pathname === '/write') {
    response.end(JSON.stringify({ written: await writeFor(Number(url.searchParams.get('ms'))) }))
  } else response.end('ready')
})
await inTransaction(pool, jobView(tenant), async () => undefined)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void pool.end()))
}
server.listen(Number(process.env['FOTFESTE_PORT']), '127.0.0.1')
