import fc from 'fast-check'
import t from 'tap'
import {
  canonicalText,
  EMPTY_CHAIN,
  followChain,
  type SealedEntry,
  sealEntries,
} from '../../src/ledger/chain.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { postPaymentBooked, postPaymentReturned } from '../../src/ledger/post-payment.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { ore } from '../../src/values/ore.ts'
import { tenant } from '../../src/values/tenant.ts'
import { idOf, payment, sha256 } from './facts.ts'

const sealing = {
  tenant: tenant('974760673'),
  head: EMPTY_CHAIN,
  closedThrough: null,
  postedBy: 'https://issuer.example|per',
  postedAt: '2026-07-10T08:00:00.000Z',
  newId: () => idOf<'LedgerEntry'>(9),
  sha256,
}
const entries = (...amounts: number[]): Entry[] =>
  amounts.map((amount, at) =>
    postPaymentBooked(payment({ paymentId: idOf(at + 10), amountOre: ore(amount) })),
  )
const follow = (chain: readonly SealedEntry[]) => followChain(EMPTY_CHAIN, chain, sha256)
const changed = (chain: readonly SealedEntry[], at: number, changes: Partial<SealedEntry>) =>
  chain.map((entry, of) => (of === at ? { ...entry, ...changes } : entry))
const resealed = (entry: SealedEntry): SealedEntry => ({
  ...entry,
  hash: sha256(canonicalText(entry)),
})

t.test('entries are numbered from one and tied to the one before', async (t) => {
  const chain = sealEntries(entries(100, 200, 300), sealing)
  t.strictSame(
    chain.map(({ number }) => number),
    [1, 2, 3],
  )
  t.equal(chain[0]?.previousHash, '0'.repeat(64))
  t.equal(chain[1]?.previousHash, chain[0]?.hash)
  t.strictSame(follow(chain), { head: { number: 3, hash: chain[2]?.hash }, broken: null })
  const more = sealEntries(entries(400), { ...sealing, head: follow(chain).head })
  t.match(more, [{ number: 4, previousHash: chain[2]?.hash }])
  t.strictSame(followChain(follow(chain).head, more, sha256).broken, null)
  t.strictSame(follow([]), { head: EMPTY_CHAIN, broken: null })
})

t.test('what is hashed is written out, so that anybody can do it again', async (t) => {
  const [entry] = sealEntries(entries(100), sealing)
  t.equal(
    entry && canonicalText(entry),
    `${'0'.repeat(64)}\n["974760673",1,"${idOf(9)}","payment-booked","booked:${idOf(10)}","2026-07-12",` +
      `"${idOf(2)}","${idOf(3)}","${idOf(10)}","https://issuer.example|per","2026-07-10T08:00:00.000Z",` +
      `[["net-payable","2026-06",100],["bank","2026-06",-100]]]`,
  )
})

t.test('I3: a change is found where it was made', async (t) => {
  const chain = sealEntries(entries(100, 200, 300), sealing)
  const [first, second] = chain
  const other = postPaymentReturned(payment({ amountOre: ore(5) })).postings
  const cases: [string, SealedEntry[], object][] = [
    ['an amount', changed(chain, 1, { postings: other }), { number: 2, reason: 'changed' }],
    [
      'a day',
      changed(chain, 2, { bookedOn: plainDate('2026-07-13') }),
      { number: 3, reason: 'changed' },
    ],
    ['a person', changed(chain, 0, { personId: idOf(99) }), { number: 1, reason: 'changed' }],
    ['the actor', changed(chain, 0, { postedBy: 'x' }), { number: 1, reason: 'changed' }],
    ['an entry taken out', chain.filter((_one, at) => at !== 1), { number: 2, reason: 'missing' }],
    ['the first taken out', chain.slice(1), { number: 1, reason: 'missing' }],
  ]
  for (const [what, broken, expected] of cases) t.strictSame(follow(broken).broken, expected, what)
  t.ok(first && second)
  if (!first || !second) return
  const forged = resealed({ ...first, postings: other })
  t.strictSame(
    follow([forged, ...chain.slice(1)]).broken,
    { number: 2, reason: 'unlinked' },
    'with its hash made anew, the next one no longer follows',
  )
  const oneSided = resealed({ ...second, postings: second.postings.slice(1) })
  t.strictSame(follow([first, oneSided]).broken, { number: 2, reason: 'unbalanced' })
  t.strictSame(follow([first, oneSided]).head, { number: 1, hash: first.hash })
})

t.test(
  'a chain followed in pieces is the chain followed at once; any change is found',
  async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(amounts, fc.nat(7), fc.integer({ min: 1, max: 9 }), (of, cut, more) => {
        const chain = sealEntries(entries(...of), sealing)
        const at = cut % chain.length
        const first = follow(chain.slice(0, at))
        const rest = followChain(first.head, chain.slice(at), sha256)
        const tampered = changed(chain, at, {
          postings: (chain[at]?.postings ?? []).map((one) => ({
            ...one,
            amountOre: ore(one.amountOre * (more + 1)),
          })),
        })
        return (
          rest.broken === null &&
          rest.head.hash === follow(chain).head.hash &&
          follow(tampered).broken?.number === at + 1
        )
      }),
    )
  },
)
