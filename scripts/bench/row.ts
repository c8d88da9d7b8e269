/** A measure as `--json` prints it: ours, the floor of the same run, and their ratio. */
export type Row = {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly floor: number
  readonly ratio: number
  readonly p50Ms?: number
  readonly p99Ms?: number
  /** Highest resident memory of the process that was measured. */
  readonly memoryMiB?: number
}

/** One round of both sides, one right after the other. */
export type Round = {
  readonly value: number
  readonly floor: number
  readonly p50Ms?: number
  readonly p99Ms?: number
}

/** A row with what each round measured, for the table. */
export type Measured = { readonly row: Row; readonly rounds: readonly Round[] }

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** The medians of the rounds; the ratio is of the medians. */
export function measured(name: string, unit: string, rounds: readonly Round[]): Measured {
  const value = median(rounds.map((round) => round.value))
  const floor = median(rounds.map((round) => round.floor))
  const times = (key: 'p50Ms' | 'p99Ms') => {
    const known = rounds.flatMap((round) => round[key] ?? [])
    return known.length > 0 ? { [key]: rounded(median(known), 2) } : {}
  }
  const row = {
    name,
    unit,
    value: Math.round(value),
    floor: Math.round(floor),
    ratio: rounded(value / floor, 2),
    ...times('p50Ms'),
    ...times('p99Ms'),
  }
  return { row, rounds }
}
