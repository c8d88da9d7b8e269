import { listBaseAmounts, registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { baseAmountRegistered } from '@fotfeste/contracts/payroll/events.ts'
import {
  BASE_AMOUNTS,
  type BaseAmount,
  baseAmountOfYear,
  registerBaseAmount as decide,
} from '@fotfeste/domain/rates/base-amount.ts'
import { yearOf } from '@fotfeste/domain/values/calendar.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  firstUseOf,
  insertRegistration,
  listRegistrations,
  lockEntries,
  type Registration,
} from '../queries/base-amounts.ts'

function shown(amount: BaseAmount, entry: Registration | undefined) {
  const { from, amountOre, knownOn, knownOnAssumed, source } = amount
  return {
    year: yearOf(from),
    ...{ from, amountOre, knownOn, knownOnAssumed, source },
    registeredOn: entry ? entry.registeredOn : knownOn,
    isOfficialDay: entry === undefined,
    version: entry?.version ?? 0,
  }
}

/** The base amount (grunnbeløp, G) and when the municipality began to use it. */
export function baseAmounts(kit: Kit<Tables>): void {
  serve(kit, listBaseAmounts, async (_input, { trx }) => {
    const entries = await listRegistrations(trx)
    const baseAmounts = BASE_AMOUNTS.toReversed().map((amount) =>
      shown(
        amount,
        entries.find((entry) => entry.year === yearOf(amount.from)),
      ),
    )
    return { status: 200, body: { baseAmounts, law: ['folketrygdloven § 1-4'] } }
  })

  serve(kit, registerBaseAmount, async ({ params, body }, { trx, caller, today, newId }) => {
    const year = Number(params.year)
    const { registeredOn } = body
    const [, entries, usedFrom] = await Promise.all([
      lockEntries(trx, 'base-amount'),
      listRegistrations(trx),
      firstUseOf(trx, year),
    ])
    const amount = decide(baseAmountOfYear(year), { registeredOn, usedFrom })
    if (isRefusal(amount)) return amount
    const held = entries.find((entry) => entry.year === year)
    const entry = { year, version: (held?.version ?? 0) + 1, registeredOn }
    const id = newId<'BaseAmountRegistration'>()
    const by = { enteredBy: caller.actor, enteredOn: today }
    const { type, version } = baseAmountRegistered
    return {
      status: 200,
      body: shown(amount, entry),
      version: entry.version,
      save: [insertRegistration(trx, caller.tenant, { id, ...entry, ...by })],
      event: {
        ...{ type, version, subject: id, isProtected: false },
        data: { year, amountOre: amount.amountOre, registeredOn },
      },
    }
  })
}
