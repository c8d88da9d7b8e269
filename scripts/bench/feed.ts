import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import { follow } from '@fotfeste/kit/follow.ts'
import type { Job } from '@fotfeste/kit/kit.ts'
import { openPool } from '@fotfeste/kit/pool.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import pg from 'pg'
import { type House, migrateService } from './house.ts'
import { type Measured, measured, type Round } from './row.ts'

const ROUNDS = 3
const ROUND_MS = 5_000

/** The follower's table: one row an event, behind the tenant wall like every other. */
const FOLLOWED = `create table followed (tenant tenant_id not null, event uuid not null, primary key (tenant, event));
  select system.guard('followed', 'select, insert')`

async function makeFollowed(ownerUrl: string, role: string): Promise<void> {
  const owner = new pg.Client({
    connectionString: ownerUrl,
    options: `-c fotfeste.app_role=${role}`,
  })
  await owner.connect()
  await owner.query(FOLLOWED).finally(() => owner.end())
}

type Followed = { followed: { tenant: string; event: string } }
type Apply = Parameters<typeof follow<Followed>>[0]['apply']

/** Counts what it applies, so that the measure sees when the last event has arrived. */
function counting() {
  const counted = { applied: 0 }
  const apply: Apply = async (trx, event) => {
    await trx.insertInto('followed').values({ tenant: event.tenant, event: event.id }).execute()
    counted.applied += 1
  }
  return { counted, apply }
}

async function write(url: string, ms: number): Promise<number> {
  const answer = await fetch(`${url}/write?ms=${ms}`, { method: 'POST' })
  return ((await answer.json()) as { written: number }).written
}

/** Runs the follower until it has applied so many events in all. */
async function followUntil(job: Job, counted: { applied: number }, enough: () => number) {
  while (counted.applied < enough()) await job.run(new AbortController().signal)
}

/** Events a second through a real follower, from ten writers at work to the last event applied. */
export async function feed(house: House): Promise<Measured> {
  const source = await house.startService('settlement', {})
  const { settlement, introduction } = house.databases
  await migrateService('introduction', introduction)
  await makeFollowed(introduction.ownerUrl, introduction.role)
  const writers = await house.startProgram('writers', {
    BENCH_DATABASE_URL: settlement.serviceUrl,
    BENCH_TENANT: freshTenant(),
  })
  const pool = openPool(introduction.serviceUrl, 4)
  const { counted, apply } = counting()
  const token = serviceTokens({
    kind: 'endpoint',
    url: `${house.issuer.issuer}/token`,
    clientId: 'fotfeste-introduction',
  })
  const call = client({ baseUrl: source, token, timeoutMs: 30_000 })
  const job = follow({ source: 'settlement', pool, call, apply })
  let total = 0
  const rounds: Round[] = []
  try {
    for (let at = -1; at < ROUNDS; at++) {
      const alone = await write(writers, ROUND_MS)
      total += alone
      await followUntil(job, counted, () => total)
      const began = performance.now()
      let isWritten = false
      const writing = write(writers, ROUND_MS).then((written) => {
        total += written
        isWritten = true
        return written
      })
      await followUntil(job, counted, () => (isWritten ? total : Number.POSITIVE_INFINITY))
      const value = (await writing) / ((performance.now() - began) / 1000)
      // The first round warms both sides up.
      if (at >= 0) rounds.push({ value, floor: alone / (ROUND_MS / 1000) })
    }
  } finally {
    await pool.end()
  }
  return measured('feed', 'events/s', rounds)
}
