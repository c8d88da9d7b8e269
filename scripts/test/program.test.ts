import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { keepRunning, type News, type Program } from '../suite/program.ts'

const SERVER = `
  import { createServer } from 'node:http'
  console.log('a line of the log')
  const server = createServer((request, response) => {
    if (request.url === '/crash') process.exit(7)
    response.end(String(process.pid))
  })
  server.listen(Number(process.env.PORT), '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))`

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400 && !isSo(); tries++) await pause(25)
  return isSo()
}

let nextPort = 21_000 + (process.pid % 5_000)

function programIn(folder: string): Program {
  nextPort += 1
  return {
    name: 'toy',
    main: join(folder, 'main.mjs'),
    env: { PATH: process.env['PATH'], PORT: String(nextPort) },
    readyUrl: `http://127.0.0.1:${nextPort}/`,
    logFile: join(folder, 'toy.log'),
  }
}

function news() {
  const lines: string[] = []
  let replaced = 0
  const told: News = {
    say: (line) => lines.push(line),
    replaced: () => {
      replaced += 1
    },
  }
  return { told, lines, replaced: () => replaced }
}

t.test('a killed process is said to be dead, started again, and the caller told', async (t) => {
  const program = programIn(t.testdir({ 'main.mjs': SERVER }))
  const { told, lines, replaced } = news()
  const kept = await keepRunning(program, told)
  const first = kept.pid()
  process.kill(first, 'SIGKILL')
  t.ok(await until(() => replaced() === 1))
  t.not(kept.pid(), first)
  t.match(
    lines[0],
    /^toy ended \(SIGKILL\)\. Starting it again\. Its last lines .*\n {4}a line of the log/,
  )
  t.match(lines[1], `toy runs again (process ${kept.pid()})`)
  await kept.stop()
  t.notOk(isAlive(kept.pid()), 'stop ends the new one')
  t.equal(lines.length, 2, 'a wanted end is not news')
})

t.test('a process that keeps crashing is tried less and less often', async (t) => {
  const program = programIn(t.testdir({ 'main.mjs': SERVER }))
  const { told, lines, replaced } = news()
  const kept = await keepRunning(program, told)
  await fetch(`${program.readyUrl}crash`).catch(() => undefined)
  t.ok(await until(() => replaced() === 1))
  await fetch(`${program.readyUrl}crash`).catch(() => undefined)
  t.ok(await until(() => lines.length === 3))
  t.match(lines[2], /^toy ended \(exit code 7\)\. Trying again in 1 s\./)
  await kept.stop()
  t.equal(replaced(), 1, 'stop does not wait for the next try')
})

t.test('a first start that fails says why, with the last lines of its log', async (t) => {
  const folder = t.testdir({ 'main.mjs': "throw new Error('the setting is wrong')" })
  const program = programIn(folder)
  await t.rejects(keepRunning(program, news().told), {
    message: /toy did not start.*the setting is wrong/s,
  })
})

t.test(
  'a process may begin before its settings are known: it loads, waits and is told them',
  async (t) => {
    const folder = t.testdir({
      'app.ts': "console.log('loaded')",
      'main.mjs': `console.log('begins as ' + process.env.ROLE)\n${SERVER}`,
    })
    const { env, ...program } = programIn(folder)
    const told = Promise.withResolvers<Record<string, string>>()
    const starting = keepRunning(
      { ...program, env: { PATH: env['PATH'] }, settings: told.promise },
      news().told,
    )
    const log = () => readFileSync(program.logFile, 'utf8')
    t.ok(await until(() => log() === 'loaded\n'), 'its modules are loaded')
    told.resolve({ PORT: String(env['PORT']), ROLE: 'cashier' })
    const kept = await starting
    t.match(log(), 'loaded\nbegins as cashier\n')
    await kept.stop()
  },
)

t.test('a process whose settings never come is ended', async (t) => {
  const program = programIn(t.testdir({ 'app.ts': '', 'main.mjs': SERVER }))
  const settings = Promise.reject(new Error('no database'))
  await t.rejects(keepRunning({ ...program, settings }, news().told), /toy did not start/)
})

t.test('when the keeper itself is killed, its processes end on their own', async (t) => {
  const folder = t.testdir({ 'main.mjs': SERVER })
  const program = programIn(folder)
  const keeper = `
    import { keepRunning } from ${JSON.stringify(import.meta.resolve('../suite/program.ts'))}
    const kept = await keepRunning(${JSON.stringify(program)}, { say() {}, replaced() {} })
    console.log(kept.pid())
    setInterval(() => {}, 1000)`
  const parent: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', keeper], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  })
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer]
  const pid = Number(line.toString())
  t.ok(isAlive(pid))
  parent.kill('SIGKILL')
  t.ok(await until(() => !isAlive(pid)))
})
