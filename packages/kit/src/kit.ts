import { randomUUIDv7 } from 'node:crypto'
import type { Contract, ServiceName } from '@fotfeste/contracts/contract.ts'
import type { ProblemSpec } from '@fotfeste/contracts/problems.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Caller } from './auth.ts'
import type { Clock } from './clock.ts'
import type { BaseConfig } from './config.ts'
import type { Readers } from './readers.ts'

/** What a service is: read by its process, its tests, its document and its migration command. */
export type Service<Tables, Config extends BaseConfig> = {
  readonly name: ServiceName
  readonly title: string
  /** Markdown for the head of the document. */
  readonly description: string
  readonly version: string
  readonly contracts: readonly Contract[]
  readonly problems: Readonly<Record<string, ProblemSpec>>
  /** Folder of `NNNN_verb_noun.sql`. */
  readonly migrations: URL
  /** Each registers one resource with `serve`. */
  readonly routes: readonly ((kit: Kit<Tables>) => void)[]
  readonly jobs: (kit: Kit<Tables>, config: Config) => readonly Job[]
}

/** Work that runs beside the requests until the signal says stop. */
export type Job = {
  readonly name: string
  /** Runs once; the kit calls it again after `everyMs`, or after a growing pause when it throws. */
  readonly run: (signal: AbortSignal) => Promise<void>
  readonly everyMs: number
}

/** What routes and jobs are given. `Tables` types the service's own tables. */
export type Kit<Tables> = {
  readonly service: ServiceName
  readonly problems: Readonly<Record<string, ProblemSpec>>
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  /** For reads that are one statement. */
  readonly readers: Readers
  readonly clock: Clock
  readonly authenticate: (authorization: string | undefined) => Promise<Caller>
  readonly admit: (caller: Caller) => Promise<Caller>
  /** Zod checks each answer before it is sent (tests, sandbox); otherwise fast serialisers write it. */
  readonly checksReplies: boolean
  readonly stopping: AbortSignal
  /** Writes queries down; what it builds is sent by `serveOne`. */
  readonly compile: Kysely<Tables>
}

/** A new UUIDv7. */
export const newId = <Kind extends string>(): Id<Kind> => randomUUIDv7() as Id<Kind>
