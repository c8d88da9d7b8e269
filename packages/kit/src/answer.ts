import type { Contract } from '@fotfeste/contracts/contract.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Refusal } from '@fotfeste/domain/values/refusal.ts'
import type { Compilable, Kysely } from 'kysely'
import type { z } from 'zod'
import type { Caller } from './auth.ts'
import type { NewEvent } from './event.ts'

type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** The parsed request, typed by the contract. */
export type Input<C extends Contract> = {
  readonly params: Out<C['params']>
  readonly query: Out<C['query']>
  readonly body: Out<C['body']>
}

/** What a handler may use beside its input. */
export type Context<Tables> = {
  /** Sends each query at once; await reads, hand writes back as `save`. */
  readonly trx: Kysely<Tables>
  readonly caller: Caller & { readonly tenant: NonNullable<Caller['tenant']> }
  readonly today: PlainDate
  /** Real time, ISO 8601 UTC: for order and audit, never for the law. */
  readonly at: string
  readonly newId: <Kind extends string>() => Id<Kind>
  /** Compares If-Match with the version read under the row lock; stops with 412 when they differ. */
  readonly expectVersion: (version: number) => void
}

type StatusOf<C extends Contract> = {
  [Status in keyof C['replies'] & number]: Status
}[keyof C['replies'] & number]

type BodyOf<C extends Contract> = {
  [Status in keyof C['replies'] & number]: C['replies'][Status] extends {
    readonly schema: infer Schema
  }
    ? Out<Schema>
    : unknown
}[keyof C['replies'] & number]

/** A handler's answer: the reply, and what is saved with it in one trip. */
export type Answer<C extends Contract> = {
  readonly status: StatusOf<C>
  readonly body: BodyOf<C>
  readonly version?: number
  readonly location?: string
  /** Statements without an answer, sent together with the event, the stored reply and the commit. */
  readonly save?: readonly Compilable[]
  readonly event?: NewEvent
  /** The persons whose facts the answer shows: one access-log row each. */
  readonly persons?: readonly string[]
  /** Persons asked for in a list of ids and not there for this token: a row each, `not-found`. */
  readonly missed?: readonly string[]
  /** What a broken unique, exclusion or foreign key means, by the constraint's name. */
  readonly conflicts?: Readonly<Record<string, Refusal<C['problems'][number] | 'not-found'>>>
}

export type Handler<C extends Contract, Tables> = (
  input: Input<C>,
  context: Context<Tables>,
) => Promise<Answer<C> | Refusal<C['problems'][number] | 'not-found'>>
