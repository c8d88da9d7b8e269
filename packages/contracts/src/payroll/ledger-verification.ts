import { BREAK_REASONS } from '@fotfeste/domain/ledger/chain.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { instant } from '../values.ts'
import { hash, read } from './ledger.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const HEAD = String.raw`[1-9]\d{0,15}:[0-9a-f]{64}`
const head = z.object({ number: z.int(), hash })
const EXAMPLE = '5d2f0c6a1b0e4f7f3bb0e2a5b9a4d1c8e6f70123456789abcdef0123456789ab'

export const verifyLedger = contract({
  ...read,
  id: 'verifyLedger',
  path: '/v1/ledger/verification',
  anyScope: true,
  summary: 'Verify the ledger’s chain of hashes (kontroll av hovedboken)',
  description:
    'Computes the hashes again, from the first entry on, up to 100,000 in one answer, and names the first entry ' +
    'that is not as it was written: `missing`, `changed`, `unlinked` (the one before was made anew), `unbalanced`, ' +
    'or `not-as-known`. Where there is more, `isWhole` is false and `next` is to be sent as `after`. Once a day the ' +
    'service follows the whole chain by itself and notes its end, the checkpoint, for good: each verification ' +
    'compares every head noted so, and with `after=checkpoint` it computes only what came since. That shows that ' +
    'nothing behind the checkpoint is changed, and that the chain up to it was neither cut off nor made anew; it ' +
    'does not show that the entries before are still as they were when it was noted, which only a look from the ' +
    'first entry does. Who can write to the database past the service’s role could make the chain and the ' +
    'checkpoints anew together: whoever keeps `head` of one answer outside and sends it as `known` with a later ' +
    'request learns of that too. Names nobody and shows no amount, and so any token of the municipality will do.',
  query: z.strictObject({
    after: z
      .string()
      .max(81)
      .regex(
        new RegExp(`^(checkpoint|${HEAD})$`),
        'must be a number, a colon and a hash, or checkpoint',
      )
      .optional()
      .describe('Begin behind this entry: `next` of the answer before, or `checkpoint`'),
    known: z
      .string()
      .max(81)
      .regex(new RegExp(`^${HEAD}$`), 'must be a number, a colon and a hash')
      .optional()
      .describe('`number:hash` of an entry as an earlier answer gave it'),
  }),
  replies: {
    200: {
      description: 'What was found',
      schema: z
        .object({
          isWhole: z.boolean().describe('All of it is as it was written, to the last entry'),
          after: z.int().describe('The number behind which it began; 0: all was looked at'),
          entries: z.int().describe('Entries that are as they were written'),
          head: head.describe('The last of them'),
          firstBroken: z
            .object({ number: z.int(), reason: z.enum(BREAK_REASONS) })
            .nullable()
            .describe('The first that is not'),
          next: z
            .string()
            .nullable()
            .describe('Send it as `after` for the rest; null: nothing is left'),
          checkpoint: head
            .extend({ verifiedAt: instant, verifiedBy: z.string().describe('Service and version') })
            .nullable()
            .describe('Where the service itself last found the whole chain as it was written'),
        })
        .meta({ id: 'LedgerVerification' }),
      example: {
        isWhole: true,
        after: 0,
        entries: 1,
        head: { number: 1, hash: EXAMPLE },
        firstBroken: null,
        next: null,
        checkpoint: {
          number: 1,
          hash: EXAMPLE,
          verifiedAt: '2026-07-11T00:04:10.000Z',
          verifiedBy: 'fotfeste-payroll 1.0.0',
        },
      },
    },
  },
  problems: [],
})
