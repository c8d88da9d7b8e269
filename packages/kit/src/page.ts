import { isId } from '@fotfeste/domain/values/ids.ts'
import { commonProblem } from './problems.ts'

/** Where a page ended: the sort value and the id, both as text. It names no tenant, so a foreign one shows nothing. */
export type Cursor = readonly [sort: string, id: string]

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => typeof part === 'string') &&
  isId(value[1] ?? '')

/**
 * Reads a cursor; null for the first page. A forged one is a 400 on `cursor`, and so is one of another list when
 * `isPlace` tells what a sort value of this one looks like.
 */
export function readCursor(
  text: string | undefined,
  isPlace: (sort: string) => boolean = () => true,
): Cursor | null {
  if (text === undefined) return null
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (isCursor(read) && isPlace(read[0])) return read
  } catch {
    // Falls through to the one answer for every unreadable cursor.
  }
  throw commonProblem(
    'invalid-request',
    'Send `next` of the page before as `cursor`, or leave it out.',
    {
      errors: [{ in: 'query', pointer: '/cursor', detail: 'is not a cursor of this list' }],
    },
  )
}

/** Makes a page of rows that were read with a limit of `limit + 1`: the one too many says that there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  of: { item: (row: Row) => Item; cursor: (row: Row) => Cursor },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    items: shown.map(of.item),
    next: hasMore ? Buffer.from(JSON.stringify(of.cursor(last))).toString('base64url') : null,
  }
}
