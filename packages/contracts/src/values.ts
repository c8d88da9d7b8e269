import { isPlainDate, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { type Id, isId } from '@fotfeste/domain/values/ids.ts'
import { MINUTES_PER_DAY, type Minutes } from '@fotfeste/domain/values/minutes.ts'
import { isMonth, type Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { z } from 'zod'
import './messages.ts'

/** Control characters and lone surrogates: PostgreSQL, JSON readers or a bank's XML do not take them. */
const UNCLEAN = /[^\P{Cc}\t\n\r]/u
const isCleanText = (value: string): boolean => value.isWellFormed() && !UNCLEAN.test(value)

/** Text of 1 to `max` characters, not spaces alone. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(isCleanText, 'must not hold control characters or half a surrogate pair')
    .refine((value) => value.trim() !== '', 'must hold more than spaces')

/** A UUIDv7 of one kind of thing. */
export const idOf = <Kind extends string>(kind: Kind) => {
  const told = `must be the id (UUIDv7) of a ${kind}`
  return z
    .string()
    .length(36, told)
    .refine((value): value is Id<Kind> => isId(value), told)
    .meta({ format: 'uuid', description: `Id of a ${kind} (UUIDv7)` }) as unknown as z.ZodType<
    Id<Kind>,
    Id<Kind>
  >
}

/** Years from here on are refused at the door, so that every date taken in has some years after it. */
const TOO_LATE = '2190'
const DAY_TOLD = 'must be a day that exists, YYYY-MM-DD, before 2190'
const MONTH_TOLD = 'must be a month, YYYY-MM, before 2190'

/** A day that exists, `YYYY-MM-DD`. */
export const date = z
  .string()
  .length(10, DAY_TOLD)
  .refine((value): value is PlainDate => isPlainDate(value) && value < TOO_LATE, DAY_TOLD)
  .meta({ format: 'date' }) as unknown as z.ZodType<PlainDate, PlainDate>

/** A month, `YYYY-MM`. */
export const month = z
  .string()
  .length(7, MONTH_TOLD)
  .refine((value): value is Month => isMonth(value) && value < TOO_LATE, MONTH_TOLD)
  .meta({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }) as unknown as z.ZodType<Month, Month>

/** An instant in UTC, ISO 8601. */
export const instant = z.string().max(30).meta({ format: 'date-time' })

const integer = z.int()
/** Money in whole øre, any sign. */
export const ore = integer as unknown as z.ZodType<Ore, Ore>
/** Money in whole øre, zero or more, at most ten million kroner. */
export const positiveOre = z.int().min(0).max(1_000_000_000) as unknown as z.ZodType<Ore, Ore>
/** Minutes of one day. */
export const minutesOfDay = z.int().min(0).max(MINUTES_PER_DAY) as unknown as z.ZodType<
  Minutes,
  Minutes
>
/** Minutes of one month. */
export const minutesOfMonth = z.int().min(0).max(44_640) as unknown as z.ZodType<Minutes, Minutes>

/** A whole number in a query. */
export const countOf = (least: number, most: number) => {
  const told = `must be a whole number from ${least} to ${most}, given once`
  return z.coerce.number(told).int(told).min(least, told).max(most, told)
}

/** `limit` and `cursor` of a keyset page; spread into a query object. */
export const pageQuery = {
  limit: countOf(1, 200).default(50).describe('How many items at most'),
  cursor: text(500).optional().describe('`next` of the page before'),
}

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null at the end'),
  })

/** The law a figure or an answer rests on: rule keys and paragraphs. */
export const law = z
  .array(z.string())
  .describe('Paragraphs, e.g. `integreringsloven § 20 second paragraph`')

/** RFC 9457 problem document. */
export const problem = z
  .object({
    type: z.string().describe('`urn:fotfeste:problem:<code>`'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What went wrong and what to do next'),
    instance: z.string().describe('The request id'),
    retryable: z.boolean(),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'path', 'header']),
          pointer: z.string().describe('JSON pointer of the field'),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' })
