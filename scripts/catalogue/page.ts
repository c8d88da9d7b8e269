import type { Column, Table } from './read.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

function columnRow(column: Column): string {
  const notes = [
    column.isNullable ? 'may be null' : '',
    column.identity ? `identity, ${column.identity}` : '',
    column.default === null ? '' : `default \`${cell(column.default)}\``,
  ]
  return `| ${column.name} | ${column.type} | ${notes.filter(Boolean).join(', ')} |`
}

function section(table: Table): string[] {
  const name = table.schema === 'public' ? table.name : `${table.schema}.${table.name}`
  const rules = [
    ...table.constraints.map(({ name, definition }) => `- \`${name}\`: \`${definition}\``),
    ...table.indexes.map((definition) => `- \`${definition}\``),
    ...table.policies.map(
      ({ name, using, check }) => `- policy \`${name}\`: using \`${using}\`, check \`${check}\``,
    ),
    `- row security ${table.isGuarded ? 'forced' : 'off'}; the service's role may ${table.grants || 'nothing'}`,
  ]
  const columns = ['| column | type | |', '|---|---|---|', ...table.columns.map(columnRow)]
  return [`## ${name}`, '', ...columns, '', ...rules, '']
}

/** The schema as a page: tables, columns, keys, checks, policies and grants, read from the catalogue. */
export function schemaPage(title: string, tables: readonly Table[]): string {
  const head = [`# Schema of ${title}`, '', 'Made by `pnpm db-types` from the migrations.', '']
  return `${[...head, ...tables.flatMap(section)].join('\n').trimEnd()}\n`
}
