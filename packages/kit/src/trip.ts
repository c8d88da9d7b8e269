import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type pg from 'pg'
import { parserOf } from './pool.ts'

/** A statement with its parameters. */
export type Sendable = { readonly sql: string; readonly parameters: readonly unknown[] }
export type Answered = Pick<pg.QueryResult, 'rows' | 'rowCount' | 'command'>

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as {
  prepareValue(value: unknown): unknown
}

/** What pg's connection offers of PostgreSQL's extended protocol. */
type Wire = {
  readonly stream: Socket
  close(statement: { type: 'S'; name: string }): void
  parse(statement: { name: string; text: string }): void
  bind(portal: { statement: string; values: readonly unknown[] }): void
  describe(portal: { type: 'P'; name: string }): void
  execute(portal: { portal: string; rows: number }): void
  sync(): void
}

type Column = { readonly name: string; readonly parse: (text: string) => unknown }

type Entry = {
  readonly name: string
  readonly sql: string
  readonly values: readonly unknown[]
  readonly rows: Record<string, unknown>[]
  readonly resolve: (answer: Answered) => void
  readonly reject: (error: unknown) => void
  columns: readonly Column[]
  fault: unknown
}

/** One connection's queue: a trip under way, the next one gathering, and the statements it knows with their columns. */
type Line = {
  readonly client: pg.ClientBase
  readonly known: Map<string, readonly Column[]>
  gathering: Trip | null
  isUnderWay: boolean
}

const MOST_NAMED_STATEMENTS = 500
const statementNames = new Map<string, string>()

function nameOf(sql: string): string {
  const known = statementNames.get(sql)
  if (known || statementNames.size >= MOST_NAMED_STATEMENTS) return known ?? ''
  const name = `s${statementNames.size + 1}`
  statementNames.set(sql, name)
  return name
}

/**
 * Statements that leave together and are answered together, with one Sync: each Sync is a packet, a wake-up
 * and a message on both sides, and half the cost of a small statement. After an error PostgreSQL skips the
 * rest of the trip, the commit in it too. A statement is described once for each connection.
 */
class Trip implements pg.Submittable {
  readonly #line: Line
  readonly #entries: Entry[] = []
  #at = 0
  #unsendable: Error | null = null

  constructor(line: Line) {
    this.#line = line
  }

  add({ sql, parameters }: Sendable): Promise<Answered> {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>()
    const name = nameOf(sql)
    const entry = { name, sql, rows: [], resolve, reject, columns: [], fault: null }
    try {
      this.#entries.push({ ...entry, values: parameters.map(prepareValue) })
    } catch (error) {
      // Without this statement the others must not be committed either.
      this.#entries.push({ ...entry, values: [] })
      this.#unsendable = error as Error
    }
    return promise
  }

  /** Called by pg when the connection is free; what it answers goes to `handleError`. */
  submit(connection: pg.Connection): Error | null {
    if (this.#unsendable) return this.#unsendable
    const wire = connection as unknown as Wire
    wire.stream.cork()
    for (const entry of this.#entries) this.#write(wire, entry)
    wire.sync()
    wire.stream.uncork()
    return null
  }

  #write(wire: Wire, entry: Entry): void {
    const { name, sql, values } = entry
    const columns = this.#line.known.get(name)
    const isNew = columns === undefined
    if (columns) entry.columns = columns
    // After an error it is not sure whether the server knows the statement; closing an unknown one is no error.
    if (isNew && name !== '') wire.close({ type: 'S', name })
    if (isNew) wire.parse({ name, text: sql })
    wire.bind({ statement: name, values })
    if (isNew) wire.describe({ type: 'P', name: '' })
    wire.execute({ portal: '', rows: 0 })
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }) {
    const entry = this.#entries[this.#at]
    if (!entry) return
    entry.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }))
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const entry = this.#entries[this.#at]
    if (!entry) return
    const row: Record<string, unknown> = {}
    try {
      for (const [at, { name, parse }] of entry.columns.entries()) {
        const text = fields[at] ?? null
        row[name] = text === null ? null : parse(text)
      }
      entry.rows.push(row)
    } catch (error) {
      entry.fault = error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const entry = this.#entries[this.#at]
    this.#at += 1
    if (!entry) return
    const { name, columns, rows, fault } = entry
    if (name !== '') this.#line.known.set(name, columns)
    if (fault) entry.reject(fault)
    const count = /\d+$/.exec(text)
    entry.resolve({
      rows,
      rowCount: count ? Number(count[0]) : null,
      command: text.split(' ', 1)[0] ?? '',
    })
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleError(error: unknown): void {
    for (const { name, reject } of this.#entries.slice(this.#at)) {
      this.#line.known.delete(name)
      reject(error)
    }
    this.#at = this.#entries.length
    arrive(this.#line)
  }

  handleReadyForQuery(): void {
    arrive(this.#line)
  }
}

function leave(line: Line): void {
  const trip = line.gathering
  if (!trip || line.isUnderWay) return
  line.gathering = null
  line.isUnderWay = true
  line.client.query(trip)
}

function arrive(line: Line): void {
  line.isUnderWay = false
  leave(line)
}

const lines = new WeakMap<pg.ClientBase, Line>()

/**
 * Puts a statement on the connection's next trip, which leaves when the running microtasks are done: what is
 * sent without waiting for each other's answer rides together.
 */
export function send(client: pg.ClientBase, query: Sendable): Promise<Answered> {
  const line = lines.get(client) ?? { client, known: new Map(), gathering: null, isUnderWay: false }
  lines.set(client, line)
  if (!line.gathering) {
    line.gathering = new Trip(line)
    if (!line.isUnderWay) process.nextTick(leave, line)
  }
  return line.gathering.add(query)
}
