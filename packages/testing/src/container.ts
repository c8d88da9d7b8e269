import { PostgreSqlContainer } from '@testcontainers/postgresql'
import pg from 'pg'

/** The image a container run uses; the embedded binaries have the same major version. */
const IMAGE = 'postgres:18'

export type Container = {
  readonly url: string
  readonly version: string
  stop(): Promise<void>
}

/** Starts PostgreSQL in a container, with crash safety off: its data is thrown away. */
export async function startContainer(): Promise<Container> {
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  settings.push('max_connections=600')
  const container = await new PostgreSqlContainer(IMAGE)
    .withCommand(['postgres', ...settings.flatMap((setting) => ['-c', setting])])
    .start()
  const url = container.getConnectionUri()
  const stop = async () => {
    await container.stop()
  }
  return { url, version: await versionOf(url), stop }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    )
    return rows[0]?.version ?? 'of unknown version'
  } finally {
    await client.end()
  }
}
