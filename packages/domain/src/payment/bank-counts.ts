import { kroner, type Ore, sumOre } from '../values/ore.ts'

/** What a bank counts of one status in a file or a part (NbOfTxsPerSts), beside what it lists. */
export type StatusCount = {
  readonly status: string
  readonly isRejection: boolean
  readonly count: number
  /** Null when the bank does not say. */
  readonly sumOre: Ore | null
  /** End-to-end ids that the message lists with this status. */
  readonly listed: readonly string[]
}

/** What a bank says it received of a file or a part, and what became of how many. */
export type BankCounts = {
  /** OrgnlNbOfTxs and OrgnlCtrlSum; null when the bank does not say. */
  readonly count: number | null
  readonly sumOre: Ore | null
  readonly byStatus: readonly StatusCount[]
}

/** A payment that the counts may be about. */
export type CountedPayment = { readonly endToEndId: string; readonly amountOre: Ore }

const sumOf = (payments: readonly CountedPayment[]): Ore =>
  sumOre(payments.map(({ amountOre }) => amountOre))

/**
 * A bank that tells a file by its exceptions lists none of what it took; what it lists of a status it lists whole,
 * and each rejection is listed: a rejection by number alone would leave open whose payment it is.
 */
function ofStatus(counted: StatusCount, sent: readonly CountedPayment[]): string | null {
  const { status, isRejection, count, sumOre: said, listed } = counted
  if (listed.length === 0 && !isRejection) return null
  if (listed.length !== count) return `counts ${count} ${status} and lists ${listed.length}`
  const names = new Set(listed)
  const own = sent.filter(({ endToEndId }) => names.has(endToEndId))
  const isWhole = own.length === listed.length
  if (said === null || !isWhole || sumOf(own) === said) return null
  return `sums ${kroner(said)} kr of ${status} and lists ${kroner(sumOf(own))} kr`
}

function ofAll(counts: BankCounts, sent: readonly CountedPayment[]): string | null {
  const { count, sumOre: said, byStatus } = counts
  if (count !== null && count !== sent.length) {
    return `received ${count} payments, and ${sent.length} were sent`
  }
  if (said !== null && said !== sumOf(sent)) {
    return `received ${kroner(said)} kr, and ${kroner(sumOf(sent))} kr were sent`
  }
  const told = byStatus.reduce((sum, one) => sum + one.count, 0)
  return told > sent.length ? `tells of ${told} payments, and ${sent.length} were sent` : null
}

/** How the counts of a file or a part differ from what was sent or from what the message lists; null: they agree. */
export function whyCountsDiffer(
  counts: BankCounts,
  sent: readonly CountedPayment[],
): string | null {
  const found =
    ofAll(counts, sent) ??
    counts.byStatus.map((one) => ofStatus(one, sent)).find((why) => why !== null)
  return found ? `The bank ${found}: ask it which holds; nothing follows from this entry.` : null
}
