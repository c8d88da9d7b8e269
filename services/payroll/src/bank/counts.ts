import { readAmount } from '@fotfeste/domain/payment/bank-answer.ts'
import type { BankCounts } from '@fotfeste/domain/payment/bank-counts.ts'
import type { Node } from './node.ts'

/** A number of payments; one that is no number agrees with nothing. */
const numberOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1)

/** Every payment below a node with the status it is listed with. */
const listedBelow = (node: Node): Node[] => [
  ...node.children('OrgnlPmtInfAndSts').flatMap(listedBelow),
  ...node.children('TxInfAndSts'),
]

/** What a bank counts of a file or a part (`node`), beside what the message lists below `within`. */
export function countsOf(within: Node, node: Node): BankCounts | null {
  const [count, sum] = [node.text('OrgnlNbOfTxs'), node.text('OrgnlCtrlSum')]
  const listed = listedBelow(within)
  const byStatus = node.children('NbOfTxsPerSts').map((one) => {
    const status = one.text('DtldSts') ?? ''
    const ofStatus = listed.filter((payment) => payment.text('TxSts') === status)
    return {
      ...{ status: status.slice(0, 35), isRejection: status === 'RJCT' },
      count: numberOf(one.text('DtldNbOfTxs') ?? ''),
      sumOre: readAmount(one.text('DtldCtrlSum') ?? ''),
      listed: ofStatus.flatMap((payment) => payment.text('OrgnlEndToEndId') ?? []),
    }
  })
  if (count === undefined && sum === undefined && byStatus.length === 0) return null
  return {
    count: count === undefined ? null : numberOf(count),
    sumOre: readAmount(sum ?? ''),
    byStatus,
  }
}
