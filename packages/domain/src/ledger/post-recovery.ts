import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { negateOre, type Ore } from '../values/ore.ts'
import { type Entry, entryOf } from './entry.ts'

export type PostedRecovery = {
  readonly recoveryId: string
  readonly personId: PersonId
  readonly month: Month
  readonly amountOre: Ore
  readonly bookedOn: PlainDate
}

/** Money that came back outside a run (§ 25 second and third paragraph): into the bank, off the claim. */
export function postRecovery(recovery: PostedRecovery): Entry | null {
  const { recoveryId, personId, month, amountOre, bookedOn } = recovery
  assert(amountOre >= 0, `the recovery ${recoveryId} is not negative`)
  const source = `recovery:${recoveryId}`
  const head = { kind: 'claim-recovered', source, bookedOn, runId: null, paymentId: null } as const
  return entryOf({ ...head, personId }, [
    { account: 'bank', month, amountOre },
    { account: 'claims', month, amountOre: negateOre(amountOre) },
  ])
}
