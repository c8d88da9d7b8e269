import { cpus } from 'node:os'
import { type Measured, median } from './row.ts'

const number = (value: number): string =>
  Math.round(value).toLocaleString('en').replaceAll(',', ' ')

function spread(values: readonly number[]): string {
  return `${number(Math.min(...values))}–${number(Math.max(...values))}`
}

function lineOf({ row, rounds }: Measured): string[] {
  const ratios = rounds.map(({ value, floor }) => value / floor)
  return [
    row.name,
    row.unit,
    `${number(median(rounds.map(({ value }) => value)))} (${spread(rounds.map(({ value }) => value))})`,
    `${number(row.floor)} (${spread(rounds.map(({ floor }) => floor))})`,
    `${row.ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    row.p50Ms?.toFixed(2) ?? '',
    row.p99Ms?.toFixed(2) ?? '',
  ]
}

/** Medians of the rounds with their spread, and what they were measured with. */
export function table(
  all: readonly Measured[],
  run: { command: string; postgres: string },
): string {
  const head = ['measure', 'unit', 'ours', 'floor', 'ratio', 'p50 ms', 'p99 ms']
  const lines = [head, ...all.map(lineOf)]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const text = lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
  const cores = cpus()
  return [
    ...text,
    '',
    `${run.command}, ${new Date().toISOString().slice(0, 16)}Z, Node ${process.versions.node}, ` +
      `PostgreSQL ${run.postgres}, ${cores.length} × ${cores[0]?.model.trim()}`,
  ].join('\n')
}
