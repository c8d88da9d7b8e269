import type { Id } from '@fotfeste/domain/values/ids.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'

/** Every UUIDv7 sorts behind it. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

type Asked = { readonly cursor?: string | undefined; readonly limit: number }

/** Lists go by id, which is the order of registration: where to go on, and one row more than is shown. */
export const sliceOf = <Kind extends string>({ cursor, limit }: Asked) => ({
  after: (readCursor(cursor)?.[1] ?? BEFORE_ALL) as Id<Kind>,
  limit: limit + 1,
})

/** A page of rows read with `sliceOf`. */
export const pageById = <Row, Item>(
  rows: readonly Row[],
  { limit }: Asked,
  of: { readonly id: (row: Row) => string; readonly item: (row: Row) => Item },
) => pageOf(rows, limit, { item: of.item, cursor: (row) => [of.id(row), of.id(row)] })
