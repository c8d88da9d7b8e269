import { type BankEntry, readAmount } from '@fotfeste/domain/payment/bank-answer.ts'
import type { Node } from './node.ts'

/** The amount of an element with its currency; a sum that is no amount of kroner is none of ours. */
export function amountOf(node: Node | undefined): Pick<BankEntry, 'amountOre' | 'isKroner'> {
  if (!node) return { amountOre: null, isKroner: true }
  const amountOre = readAmount(node.own())
  return { amountOre, isKroner: node.attribute('Ccy') === 'NOK' && amountOre !== null }
}

export function reasonOf(node: Node, name: string): Pick<BankEntry, 'reasonCode' | 'reasonText'> {
  const information = node.children(name)
  const codes = information.flatMap((one) => {
    const reason = one.child('Rsn')
    return reason?.text('Cd') ?? reason?.text('Prtry') ?? []
  })
  const texts = information.flatMap((one) => one.texts('AddtlInf'))
  return {
    reasonCode: codes[0]?.slice(0, 35) ?? null,
    reasonText: texts.length > 0 ? texts.join(' ').slice(0, 1_000) : null,
  }
}
