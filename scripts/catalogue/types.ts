import type { Column, Table } from './read.ts'

const VALUES = '@fotfeste/domain/values'

/** SQL types and the domains of our migrations, and the TypeScript type that a row of ours holds. */
const TYPES: Readonly<Record<string, string>> = {
  tenant_id: 'Tenant',
  ore: 'Ore',
  minutes: 'Minutes',
  month: 'Month',
  record_version: 'number',
  date: 'PlainDate',
  uuid: 'string',
  text: 'string',
  boolean: 'boolean',
  integer: 'number',
  smallint: 'number',
  bigint: 'number',
  'double precision': 'number',
  numeric: 'string',
  daterange: 'string',
  'timestamp with time zone': 'string',
}

const HOME: Readonly<Record<string, string>> = {
  Tenant: `${VALUES}/tenant.ts`,
  Ore: `${VALUES}/ore.ts`,
  Minutes: `${VALUES}/minutes.ts`,
  Month: `${VALUES}/month.ts`,
  PlainDate: `${VALUES}/calendar.ts`,
  Id: `${VALUES}/ids.ts`,
  ColumnType: 'kysely',
  Generated: 'kysely',
  GeneratedAlways: 'kysely',
}

const pascal = (name: string) =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_all, first) => first.toUpperCase())

/** `CHECK (x = ANY (ARRAY['a'::text, 'b'::text]))` names the only values: a union of them. */
function namedValues({ constraints }: Table, column: string): string | null {
  for (const { kind, definition, columns } of constraints) {
    if (kind !== 'check' || columns.length !== 1 || columns[0] !== column) continue
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[(.*)\]\)\)\)$/.exec(definition)?.[1]
    const values = list?.split(', ').map((value) => /^'([^']*)'::text$/.exec(value)?.[1])
    if (values?.every((value) => value !== undefined))
      return values.map((value) => `'${value}'`).join(' | ')
  }
  return null
}

/** The kind of thing a uuid names: by its foreign key, as its table's own key, or by its name. */
function idOf(table: Table, { name }: Column): string {
  const key = table.constraints.find(
    ({ kind, columns }) => kind === 'foreign' && columns.includes(name),
  )
  const last = key?.columns.at(-1)
  if (key?.target && last === name) return `Id<'${pascal(key.target)}'>`
  if (name === 'id') return `Id<'${pascal(table.name)}'>`
  return name.endsWith('_id') ? `Id<'${pascal(name.slice(0, -3))}'>` : 'string'
}

function valueType(table: Table, column: Column): string {
  const isList = column.type.endsWith('[]')
  const type = column.type.replace('[]', '')
  if (type === 'jsonb') return 'ColumnType<unknown, string, string>'
  const plain = type === 'uuid' ? idOf(table, column) : (TYPES[type] ?? null)
  if (plain === null)
    throw new Error(`${table.name}.${column.name}: no TypeScript type for ${type}`)
  const held = (type === 'text' && !isList && namedValues(table, column.name)) || plain
  return isList ? `${held}[]` : held
}

function columnType(table: Table, column: Column): string {
  const type = `${valueType(table, column)}${column.isNullable ? ' | null' : ''}`
  if (column.identity === 'always') return `GeneratedAlways<${type}>`
  return column.identity || column.default !== null ? `Generated<${type}>` : type
}

function imports(body: string): string[] {
  const byHome = new Map<string, string[]>()
  for (const [name, home] of Object.entries(HOME))
    if (new RegExp(`\\b${name}\\b`).test(body))
      byHome.set(home, [...(byHome.get(home) ?? []), name])
  return [...byHome]
    .sort()
    .map(([home, names]) => `import type { ${names.sort().join(', ')} } from '${home}'`)
}

/** The table types of one service, for Kysely: SQL domains become the domain's branded values. */
export function tableTypes(tables: readonly Table[]): string {
  const types = tables.map((table) => {
    const columns = table.columns.map((column) => `  ${column.name}: ${columnType(table, column)}`)
    return `export type ${pascal(table.name)}Table = {\n${columns.join('\n')}\n}\n`
  })
  const all = tables.map(({ name }) => `  ${name}: ${pascal(name)}Table`)
  const body = `${types.join('\n')}\nexport type Tables = {\n${all.join('\n')}\n}\n`
  return `// Made by \`pnpm db-types\` from the migrations.\n${imports(body).join('\n')}\n\n${body}`
}
