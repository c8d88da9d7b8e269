/** One order as the bank read it from a payment file. */
export type Order = {
  readonly endToEndId: string
  readonly account: string
  readonly amountOre: number
}

/** What the bank took of one file, and what not. */
export type Taken = {
  readonly messageId: string
  readonly orders: readonly Order[]
  readonly refused: readonly Order[]
}

const first = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''

const ordersOf = (file: string): Order[] =>
  file
    .split('<CdtTrfTxInf>')
    .slice(1)
    .map((part) => ({
      endToEndId: first(part, /<EndToEndId>([^<]+)</),
      account: first(part, /<CdtrAcct>.*?<Id>(\d{11})<\/Id>/s),
      amountOre: Math.round(Number(first(part, /<InstdAmt Ccy="NOK">([\d.]+)</)) * 100),
    }))

const xml = (schema: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${schema}">${content}</Document>`
const header = (id: string, on: string): string =>
  `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${on}T09:00:00</CreDtTm></GrpHdr>`

/** The receipt of a file (pain.002): each payment taken or refused. */
export function receiptOf({ messageId, orders, refused }: Taken, on: string): string {
  const statuses = orders.map((order) => {
    const isRefused = refused.includes(order)
    const reason = isRefused ? '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>' : ''
    return `<TxInfAndSts><OrgnlEndToEndId>${order.endToEndId}</OrgnlEndToEndId><TxSts>${isRefused ? 'RJCT' : 'ACCP'}</TxSts>${reason}</TxInfAndSts>`
  })
  const group = `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>${refused.length > 0 ? 'PART' : 'ACCP'}</GrpSts></OrgnlGrpInfAndSts>`
  const part = `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}-1</OrgnlPmtInfId>${statuses.join('')}</OrgnlPmtInfAndSts>`
  const id = `R-${messageId.slice(-30)}`
  return xml('pain.002.001.03', `<CstmrPmtStsRpt>${header(id, on)}${group}${part}</CstmrPmtStsRpt>`)
}

/** What was booked on the municipality's account (camt.054). */
export function bookingOf({ messageId, orders, refused }: Taken, on: string): string {
  const entries = orders
    .filter((order) => !refused.includes(order))
    .map(({ endToEndId, amountOre }) => {
      const amount = `<Amt Ccy="NOK">${(amountOre / 100).toFixed(2)}</Amt>`
      const details = `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><AmtDtls><TxAmt>${amount}</TxAmt></AmtDtls></TxDtls></NtryDtls>`
      return `<Ntry>${amount}<CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${on}</Dt></BookgDt>${details}</Ntry>`
    })
  const id = `B-${messageId.slice(-30)}`
  const account = '<Acct><Id><Othr><Id>86011117947</Id></Othr></Id></Acct>'
  const notification = `<Ntfctn><Id>${id}</Id><CreDtTm>${on}T09:00:00</CreDtTm>${account}${entries.join('')}</Ntfctn>`
  return xml(
    'camt.054.001.02',
    `<BkToCstmrDbtCdtNtfctn>${header(id, on)}${notification}</BkToCstmrDbtCdtNtfctn>`,
  )
}

/**
 * A bank that keeps count by itself: it reads the files with no code of the product, and pays each order it
 * takes once. What should never come to it is written among its faults.
 */
export function bank() {
  const files = new Map<string, string>()
  const paid = new Map<string, Order>()
  const faults: string[] = []
  return {
    faults,
    /** What each account was paid, in øre. */
    paidByAccount(): Record<string, number> {
      const sums: Record<string, number> = {}
      for (const { account, amountOre } of paid.values()) {
        sums[account] = (sums[account] ?? 0) + amountOre
      }
      return sums
    },
    /** Takes a file but for orders to closed accounts; the same message again must be the same bytes. */
    take(file: string, closed: ReadonlySet<string>): Taken {
      const messageId = first(file, /<MsgId>([^<]+)</)
      const orders = ordersOf(file)
      const refused = orders.filter(({ account }) => closed.has(account))
      const known = files.get(messageId)
      if (known === file) return { messageId, orders, refused }
      if (known !== undefined) faults.push(`the file ${messageId} came again with other bytes`)
      files.set(messageId, file)
      for (const order of orders) {
        if (paid.has(order.endToEndId)) faults.push(`${order.endToEndId} is paid in two files`)
        if (!refused.includes(order)) paid.set(order.endToEndId, order)
      }
      return { messageId, orders, refused }
    },
  }
}
export type Bank = ReturnType<typeof bank>
