import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import { kroner, type Ore, ore, sumOre } from '../values/ore.ts'
import { type BankCounts, whyCountsDiffer } from './bank-counts.ts'
import {
  type BankWord,
  movesFor,
  PAYMENT_MOVES,
  type PaymentMove,
  type PaymentState,
} from './payment.ts'

/** What an entry speaks of: a whole file (MsgId), a part of it (PmtInfId) or one payment (EndToEndId). */
export type BankScope = 'file' | 'part' | 'payment'

/** One thing that the bank says, free of the format it came in. */
export type BankEntry = {
  readonly scope: BankScope
  readonly reference: string
  readonly word: BankWord
  /** The bank's code for it, as it stands in the document. */
  readonly status: string
  /** Of one payment, or the total of a part; null when the bank does not say. */
  readonly amountOre: Ore | null
  /** False for an amount in another currency than Norwegian kroner. */
  readonly isKroner: boolean
  readonly reasonCode: string | null
  readonly reasonText: string | null
  /** By which the bank knows its booking. */
  readonly bankReference: string | null
  readonly on: PlainDate
  /** Of a file or a part, where the bank counts. */
  readonly counts: BankCounts | null
  /** Whose statement it stands in; null where the bank does not say. */
  readonly account: string | null
}

/** A payment as the bank's answer meets it. */
export type HeldPayment = {
  readonly id: Id<'Payment'>
  readonly messageId: string
  readonly partId: string
  readonly endToEndId: string
  readonly amountOre: Ore
  readonly state: PaymentState
  readonly bankReference: string | null
  readonly rejectCode: string | null
  readonly rejectText: string | null
  readonly acceptedOn: PlainDate | null
  readonly rejectedOn: PlainDate | null
  readonly bookedOn: PlainDate | null
  readonly returnedOn: PlainDate | null
}

/**
 * What became of an entry: `applied`; `repeated`, known already; `noted`, changes nothing; `unknown`, not ours;
 * `unknown-account`, not the municipality's; `double`, booked a second time; `double-taken-back`, that booking came
 * back and the first stands; `amount-differs`; `counts-differ` from what was sent or is listed; `contradicts` what the
 * bank said before. All but `applied` changed nothing; those with a detail want a person.
 */
export const ENTRY_OUTCOMES = [
  'applied',
  'repeated',
  'noted',
  'unknown',
  'unknown-account',
  'double',
  'double-taken-back',
  'amount-differs',
  'counts-differ',
  'contradicts',
] as const
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number]

export type JudgedEntry = Omit<BankEntry, 'counts' | 'account'> & {
  readonly outcome: EntryOutcome
  /** What is wrong and what to do, of an entry that wants a person. */
  readonly detail: string | null
  /** How many payments it changed. */
  readonly changed: number
}

/** A payment that an answer changed, with the moves it took. */
export type PaymentChange = {
  readonly payment: HeldPayment
  readonly moves: readonly PaymentMove[]
}

type Working = { payment: HeldPayment; moves: PaymentMove[]; bookings: number }

/** The gravest of what an entry met: one contradiction among many is what a person must see. */
const GRAVITY: readonly EntryOutcome[] = ['contradicts', 'double', 'applied']

function moved(payment: HeldPayment, move: PaymentMove, entry: BankEntry): HeldPayment {
  const { on, reasonCode, reasonText } = entry
  const state = PAYMENT_MOVES[move].to
  const bankReference = entry.bankReference ?? payment.bankReference
  if (move === 'accept') return { ...payment, state, acceptedOn: on, bankReference }
  if (move === 'book') return { ...payment, state, bookedOn: on, bankReference }
  const because = { state, rejectCode: reasonCode, rejectText: reasonText }
  return {
    ...payment,
    ...because,
    ...(move === 'reject' ? { rejectedOn: on } : { returnedOn: on }),
  }
}

/** A second booking of one payment: twice in one answer, or under another reference of the bank. */
function isDouble(held: Working, entry: BankEntry): boolean {
  if (entry.word !== 'booked' || held.payment.bookedOn === null) return false
  const known = held.payment.bankReference
  const isOther = known !== null && entry.bankReference !== null && known !== entry.bankReference
  return isOther || held.bookings > 0
}

/** Lets one payment hear one word. */
function hear(held: Working, entry: BankEntry, word: Exclude<BankWord, 'noted'>): EntryOutcome {
  const moves = movesFor(held.payment.state, word)
  const double = isDouble(held, entry)
  if (word === 'booked') held.bookings += 1
  if (typeof moves === 'string') return double && moves === 'repeated' ? 'double' : moves
  for (const move of moves) {
    held.payment = moved(held.payment, move, entry)
    held.moves.push(move)
  }
  return 'applied'
}

/** How many second bookings of what a key names the bank has not taken back. */
export type Doubles = ReadonlyMap<string, number>

/** What is known when an answer comes, beside the payments. */
export type KnownBefore = {
  readonly doubles: Doubles
  /** The accounts that the municipality pays or has paid from. */
  readonly accounts: ReadonlySet<string>
}

export const keyOf = (scope: BankScope, reference: string): string => `${scope} ${reference}`

/** The payments by what a bank may call them: an answer and a run may each have thousands. */
function indexOf(all: readonly Working[]): ReadonlyMap<string, Working[]> {
  const index = new Map<string, Working[]>()
  for (const held of all) {
    const { messageId, partId, endToEndId } = held.payment
    const names = [keyOf('file', messageId), keyOf('part', partId), keyOf('payment', endToEndId)]
    for (const name of names) {
      const known = index.get(name)
      if (known) known.push(held)
      else index.set(name, [held])
    }
  }
  return index
}

/** A booking of a part as one sum holds for all of it that was not rejected, or for none. */
const isMet = ({ payment }: Working): boolean => payment.state !== 'rejected'

function whyAmountDiffers(entry: BankEntry, met: readonly Working[]): string | null {
  if (!entry.isKroner) return 'The amount is none in Norwegian kroner: ask the bank.'
  if (entry.amountOre === null) return null
  const sums = entry.scope === 'payment' ? met : met.filter(isMet)
  const heldOre = sumOre(sums.map(({ payment }) => payment.amountOre))
  if (heldOre === entry.amountOre) return null
  return `The bank says ${kroner(entry.amountOre)} kr, we sent ${kroner(heldOre)} kr: ask the bank.`
}

/** What to do about an entry that what stands does not allow. */
const REMEDIES: Readonly<Partial<Record<EntryOutcome, string>>> = {
  'unknown-account':
    'The account is none that the municipality has paid from: ask the bank whose notification this is.',
  unknown: 'No payment of ours has this id; if it should be ours, ask the bank.',
  double: 'It is booked already: ask the bank to take the second booking back.',
  contradicts: 'The bank said otherwise before (GET /v1/payments shows what): ask it which holds.',
}

type Heard = {
  readonly index: ReadonlyMap<string, Working[]>
  readonly named: ReadonlySet<string>
  readonly doubles: Map<string, number>
  readonly accounts: ReadonlySet<string>
}

function judge(entry: BankEntry, { index, named, doubles, accounts }: Heard): JudgedEntry {
  const key = keyOf(entry.scope, entry.reference)
  const of = index.get(key) ?? []
  const { counts, account, ...said } = entry
  const told = (outcome: EntryOutcome, changed: number, detail = REMEDIES[outcome] ?? null) => ({
    ...{ ...said, outcome, changed, detail },
  })
  if (account !== null && !accounts.has(account)) return told('unknown-account', 0)
  if (of.length === 0) return told('unknown', 0)
  const { word } = entry
  const sent = of.map(({ payment }) => payment)
  const miscounted = counts && whyCountsDiffer(counts, sent)
  if (miscounted) return told('counts-differ', 0, miscounted)
  if (word === 'noted') return told('noted', 0)
  const otherAmount = whyAmountDiffers(entry, of)
  if (otherAmount) return told('amount-differs', 0, otherAmount)
  const doubled = doubles.get(key) ?? 0
  if (word === 'returned' && doubled > 0) {
    doubles.set(key, doubled - 1)
    return told('double-taken-back', 0)
  }
  const isBroad = entry.scope !== 'payment'
  const isBooking = word === 'booked'
  const addressed = of.filter(
    (held) => !isBroad || (!named.has(held.payment.endToEndId) && (!isBooking || isMet(held))),
  )
  const outcomes = addressed.map((held) => hear(held, entry, word))
  const gravest = GRAVITY.find((outcome) => outcomes.includes(outcome)) ?? 'repeated'
  const changed = outcomes.filter((outcome) => outcome === 'applied').length
  if (gravest === 'double' && changed === 0) doubles.set(key, doubled + 1)
  return told(gravest, changed)
}

const BREADTH: Readonly<Record<BankScope, number>> = { file: 0, part: 1, payment: 2 }

/**
 * Applies what a bank says to the payments it may concern. What is said of one payment goes before what is said of
 * its part or file; an entry that cannot be applied is coded and the rest applied. What comes back of something that
 * was booked twice is the second booking: the money has left once, and the payment stands.
 */
export function applyBankAnswer(
  entries: readonly BankEntry[],
  payments: readonly HeldPayment[],
  known: KnownBefore,
): { readonly entries: JudgedEntry[]; readonly changes: PaymentChange[] } {
  const all: Working[] = payments.map((payment) => ({ payment, moves: [], bookings: 0 }))
  const named = new Set(
    entries.filter(({ scope }) => scope === 'payment').map(({ reference }) => reference),
  )
  const { accounts } = known
  const heard = { index: indexOf(all), named, doubles: new Map(known.doubles), accounts }
  const judged: JudgedEntry[] = []
  const inTurn = entries.map((entry, at) => ({ entry, at }))
  inTurn.sort((a, b) => BREADTH[a.entry.scope] - BREADTH[b.entry.scope])
  for (const { entry, at } of inTurn) judged[at] = judge(entry, heard)
  return {
    entries: judged,
    changes: all.filter(({ moves }) => moves.length > 0),
  }
}

/** An amount of a bank document in øre; null when it is none or has parts of an øre. */
export function readAmount(text: string): Ore | null {
  const read = /^(\d{1,13})(?:\.(\d{1,2})0*)?$/.exec(text)
  return read ? ore(Number(read[1]) * 100 + Number((read[2] ?? '').padEnd(2, '0'))) : null
}
