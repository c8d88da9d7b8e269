import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, parse } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresHome } from './postgres-home.ts'
import { isAlive } from './postgres-lock.ts'

export const SUPERUSER = 'postgres'
const PASSWORD = 'fotfeste.password'

/** One call for the whole file system, where there is one, costs a tenth of one for each of 2,700 files. */
const SYNC = process.platform === 'linux' ? ['--sync-method=syncfs'] : []

const run = promisify(execFile)

type Wanted = { readonly durable: boolean; readonly first?: string | undefined }

/** Makes a server's data where there is none. Made aside and renamed: a start that is killed here leaves nothing half done. */
export async function makeData(home: PostgresHome, { durable, first }: Wanted): Promise<void> {
  const { data } = home
  if (isData(data)) return
  const aside = `${data}.new-${process.pid}`
  await mkdir(dirname(data), { recursive: true })
  clearAside(data)
  try {
    if (first !== undefined && isData(first))
      await copyData({ ...home, data: aside }, first, durable)
    else await initialise({ ...home, data: aside }, durable)
    await rm(data, { recursive: true, force: true })
    await rename(aside, data)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

const isData = (folder: string): boolean => existsSync(join(folder, 'PG_VERSION'))

async function initialise({ programs, data, account }: PostgresHome, durable: boolean) {
  const secret = `${data}.password`
  try {
    await mkdir(data, { mode: 0o700 })
    await writeFile(secret, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account) {
      await chown(data, account.uid, account.gid)
      await chown(secret, account.uid, account.gid)
    }
    // A long random password gains nothing from slow hashing, and every connection would pay for it.
    const args = [
      ...['-D', data, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${secret}`],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--no-instructions', '-c', 'scram_iterations=1'],
      ...(durable ? SYNC : ['--no-sync']),
    ]
    await run(program(programs, 'initdb'), args, { ...childSettings(data), ...account })
    await rename(secret, join(data, PASSWORD))
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Error(`initdb failed: ${stderr || message}`)
  } finally {
    await rm(secret, { force: true })
  }
}

/** What a power cut must not take is on the disk before the copy gets its name. */
async function copyData(
  { programs, data, account }: PostgresHome,
  first: string,
  durable: boolean,
) {
  cpSync(first, data, { recursive: true })
  const places = [
    data,
    ...readdirSync(data, { recursive: true }).map((name) => join(data, String(name))),
  ]
  if (account) for (const place of places) chownSync(place, account.uid, account.gid)
  const args = ['-D', data, '--sync-only', ...SYNC]
  if (durable) await run(program(programs, 'initdb'), args, { ...childSettings(data), ...account })
}

/** What starts that were killed half-way have left beside the data. */
function clearAside(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const [, pid] = name.startsWith(`${basename(data)}.new-`) ? name.split('.new-') : []
    const owner = Number.parseInt(pid ?? '', 10)
    if (owner > 0 && (owner === process.pid || !isAlive(owner))) {
      rmSync(join(dirname(data), name), { recursive: true, force: true })
    }
  }
}

/** The superuser's password. */
export const passwordOf = (data: string): string => readFileSync(join(data, PASSWORD), 'utf8')

/** How PostgreSQL's programs are run: nothing of the caller's own `PG*` settings reaches them. */
export function childSettings(data: string) {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return {
    cwd: parse(data).root,
    env: { ...Object.fromEntries(env), LC_ALL: 'C' },
    windowsHide: true,
  }
}

/** The file of one of PostgreSQL's programs. */
export function program(folder: string, name: string): string {
  return join(folder, process.platform === 'win32' ? `${name}.exe` : name)
}
