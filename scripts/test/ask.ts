import pg from 'pg'

/** The first value that a statement answers, on a connection of its own. */
export async function ask(address: string, sql: string): Promise<unknown> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}
