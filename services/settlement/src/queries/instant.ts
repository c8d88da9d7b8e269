import { sql } from 'kysely'

/** A time as answers write it; inside JSON PostgreSQL would write its own form. */
export const instantOf = (column: string) =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
