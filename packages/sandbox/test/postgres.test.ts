import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { startPostgres } from '../src/postgres.ts'
import { erasePostgres, findHome, hydrateSymlinks } from '../src/postgres-home.ts'
import { isAlive } from '../src/postgres-lock.ts'

const isRoot = process.getuid?.() === 0

type Test = Pick<typeof t, 'teardown'>

function throwawayFolder(test: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'fotfeste-test-'))
  const dataDir = join(folder, 'pg')
  test.teardown(() => {
    erasePostgres(dataDir)
    rmSync(folder, { recursive: true, force: true })
  })
  return dataDir
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Made once, by the first test: those after it take it over from each other. */
const shared = throwawayFolder(t)

t.test(
  'it starts from a folder that only its owner may enter, and stop leaves nothing',
  async (t) => {
    const dataDir = shared
    const place = findHome(dataDir).data
    const halfMade = `${place}.new-4194305`
    mkdirSync(halfMade)
    const first = join(dataDir, 'nothing to copy')
    const server = await startPostgres({ dataDir, port: 0, durable: false, first })
    t.match(server.version, /^18\./)
    t.notOk(existsSync(halfMade), 'what a killed start left half made is gone')
    t.equal(await ask(server.url, 'show fsync'), 'off')
    t.equal(await ask(server.url, "select lower('ÆØÅ')"), 'æøå')
    t.equal(await ask(server.url, 'show listen_addresses'), '127.0.0.1')
    if (isRoot) t.not(server.dataDir, dataDir, 'the unprivileged account cannot reach the folder')
    await server.stop()
    t.notOk(isAlive(server.pid), 'the process is gone')
    t.notOk(existsSync(join(server.dataDir, 'postmaster.pid')), 'no lock is left')
    t.same(
      readdirSync(server.dataDir).filter((name) => /owner|\.new-/.test(name)),
      [],
    )
    await t.rejects(ask(server.url, 'select 1'), { code: 'ECONNREFUSED' })
  },
)

t.test('what was committed is there after a SIGKILL of the server and its lock file', async (t) => {
  const first = await startPostgres({ dataDir: shared, port: 0, durable: true })
  t.equal(await ask(first.url, 'show fsync'), 'on')
  await ask(first.url, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  await first.ended
  t.ok(existsSync(join(first.dataDir, 'postmaster.pid')), 'the kill left the lock')
  const second = await startPostgres({ dataDir: shared, port: 0, durable: true })
  t.equal(await ask(second.url, 'select answer from kept'), 42)
  await second.stop()
})

t.test('data begins as a copy of what a stopped server left, and goes its own way', async (t) => {
  const first = findHome(shared).data
  const dataDir = throwawayFolder(t)
  const copied = await startPostgres({ dataDir, port: 0, durable: true, first })
  t.equal(await ask(copied.url, 'select answer from kept'), 42)
  await ask(copied.url, 'drop table kept')
  await copied.stop()
  const again = await startPostgres({ dataDir, port: 0, durable: true, first })
  await t.rejects(ask(again.url, 'select from kept'), { code: '42P01' }, 'it is not copied twice')
  await again.stop()
  const other = await startPostgres({ dataDir: shared, port: 0, durable: false })
  t.equal(await ask(other.url, 'select answer from kept'), 42, 'the first keeps what it had')
  await other.stop()
  erasePostgres(dataDir)
  t.notOk(existsSync(again.dataDir), 'erasing finds the data wherever it is')
})

t.test('a lock file with the number of another living program is cleared', async (t) => {
  const first = await startPostgres({ dataDir: shared, port: 0, durable: false })
  await first.stop()
  const other = spawn('sleep', ['60'], findHome(shared).account ?? {})
  t.teardown(() => other.kill())
  writeFileSync(join(first.dataDir, 'postmaster.pid'), `${other.pid}\n${first.dataDir}\n`)
  const second = await startPostgres({ dataDir: shared, port: 0, durable: false })
  t.equal(await ask(second.url, 'select 1'), 1)
  await second.stop()
})

t.test('a second start on a folder in use is refused and harms nothing', async (t) => {
  const server = await startPostgres({ dataDir: shared, port: 0, durable: false })
  await t.rejects(startPostgres({ dataDir: shared, port: 0, durable: false }), {
    message: /in use by process \d+: stop that one first/,
  })
  t.equal(await ask(server.url, 'select 1'), 1)
  await server.stop()
})

t.test('a port that is taken is named, with what to do', async (t) => {
  const [dataDir, first] = [throwawayFolder(t), findHome(shared).data]
  const { port, stop } = await startPostgres({ dataDir, port: 0, durable: false, first })
  await t.rejects(startPostgres({ dataDir: shared, port, durable: false }), {
    message: /Port \d+ is taken: choose others with PORT_BASE/,
  })
  await stop()
})

t.test('a server whose owner was killed is replaced by the next start', async (t) => {
  const script = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve('../src/postgres.ts'))}
    const server = await startPostgres({ dataDir: process.argv[1], port: 0, durable: false })
    console.log(server.pid)
    setInterval(() => {}, 1000)`
  const args = ['--input-type=module', '-e', script, shared]
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(owner.stdout, 'data')) as [Buffer]
  const orphan = Number(line.toString())
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  t.ok(isAlive(orphan), 'the database outlives its owner')
  const server = await startPostgres({ dataDir: shared, port: 0, durable: false })
  t.notOk(isAlive(orphan))
  t.not(server.pid, orphan)
  await server.stop()
})

t.test('a process that ends without stopping takes its database along', async (t) => {
  const script = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve('../src/postgres.ts'))}
    const server = await startPostgres({ dataDir: process.argv[1], port: 0, durable: false })
    process.stdout.write(String(server.pid), () => process.exit(3))`
  const args = ['--input-type=module', '-e', script, shared]
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(owner.stdout, 'data')) as [Buffer]
  const server = Number(line.toString())
  for (let tries = 0; isAlive(server) && tries < 250; tries++) await pause(20)
  t.notOk(isAlive(server))
})

t.test('libraries get their links back where no install script ran', (t) => {
  const folder = t.testdir({ native: { lib: { 'libpq.so.5.18': 'the library' } } })
  const native = join(folder, 'native')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  hydrateSymlinks(native)
  hydrateSymlinks(native)
  const moved = join(folder, 'moved')
  mkdirSync(moved)
  cpSync(native, moved, { recursive: true, verbatimSymlinks: true })
  unlinkSync(join(native, 'lib/libpq.so'))
  t.ok(existsSync(join(moved, 'lib/libpq.so')), 'the link is relative and survives a move')
  t.end()
})
