import pg from 'pg'

export type Column = {
  readonly name: string
  /** SQL type as PostgreSQL writes it; of a domain column the domain's name. */
  readonly type: string
  readonly isNullable: boolean
  readonly default: string | null
  /** `always`: the database alone fills it. */
  readonly identity: 'always' | 'by default' | null
}

export type Constraint = {
  readonly name: string
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion'
  readonly definition: string
  readonly columns: readonly string[]
  /** The table a foreign key leads to. */
  readonly target: string | null
}

export type Policy = { readonly name: string; readonly using: string; readonly check: string }

export type Table = {
  readonly schema: string
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** Indexes that no constraint made. */
  readonly indexes: readonly string[]
  readonly isGuarded: boolean
  readonly policies: readonly Policy[]
  /** What the service's role may do: `select, insert`. */
  readonly grants: string
}

const COLUMNS = `
  select a.attrelid::int as "of", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as "isNullable", pg_get_expr(d.adbin, d.adrelid) as "default",
    case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`

// Not-null constraints have rows here from version 18 on; the columns tell them already.
const CONSTRAINTS = `
  select c.conrelid::int as "of", c.conname as name, pg_get_constraintdef(c.oid) as definition,
    case c.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign'
      when 'c' then 'check' when 'x' then 'exclusion' end as kind,
    array(select attname::text from unnest(c.conkey) with ordinality k(n, at)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.at) as columns,
    t.relname as target
  from pg_constraint c left join pg_class t on t.oid = c.confrelid
  where c.conrelid <> 0 and c.contype in ('p', 'u', 'f', 'c', 'x')
  order by c.conrelid, array_position('{p,u,x,f,c}'::text[], c.contype::text), c.conname`

const INDEXES = `
  select i.indrelid::int as "of", pg_get_indexdef(i.indexrelid) as definition
  from pg_index i where not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  order by i.indrelid, i.indexrelid::regclass::text`

const POLICIES = `
  select polrelid::int as "of", polname as name,
    trim(regexp_replace(coalesce(pg_get_expr(polqual, polrelid), ''), '\\s+', ' ', 'g')) as using,
    coalesce(pg_get_expr(polwithcheck, polrelid), '') as check
  from pg_policy order by polrelid, polname`

const TABLES = `
  select c.oid::int as "of", n.nspname as schema, c.relname as name,
    c.relrowsecurity and c.relforcerowsecurity as "isGuarded",
    coalesce((select string_agg(lower(g.privilege_type), ', ' order by array_position(
        '{SELECT,INSERT,UPDATE,DELETE}'::text[], g.privilege_type))
      from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee where r.rolname = $1), '') as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('public', 'system')
  order by n.nspname, c.relname`

type Row = { readonly of: number }

/** Reads every table of the schemas `public` and `system`; the text is the same on PostgreSQL 15 and 18. */
export async function readTables(url: string, appRole: string): Promise<Table[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const rows = async <Found>(query: string, values: string[] = []) =>
    (await client.query<Found & Row>(query, values)).rows
  try {
    const columns = await rows<Column>(COLUMNS)
    const constraints = await rows<Constraint>(CONSTRAINTS)
    const indexes = await rows<{ definition: string }>(INDEXES)
    const policies = await rows<Policy>(POLICIES)
    const tables = await rows<Omit<Table, 'columns' | 'constraints' | 'indexes' | 'policies'>>(
      TABLES,
      [appRole],
    )
    return tables.map((table) => {
      const own = <Found extends Row>(all: readonly Found[]) =>
        all.filter(({ of }) => of === table.of)
      return {
        ...table,
        columns: own(columns),
        constraints: own(constraints),
        indexes: own(indexes).map(({ definition }) => definition),
        policies: own(policies),
      }
    })
  } finally {
    await client.end()
  }
}
