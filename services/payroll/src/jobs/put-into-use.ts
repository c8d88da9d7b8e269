import { baseAmountRegistered } from '@fotfeste/contracts/payroll/events.ts'
import { LAST_OFFICIAL_YEAR } from '@fotfeste/domain/rates/base-amount.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { recordEvent } from '@fotfeste/kit/event.ts'
import { newId } from '@fotfeste/kit/kit.ts'
import { insertRegistration, listRegistrations, lockEntries } from '../queries/base-amounts.ts'
import type { Trx } from '../queries/persons.ts'
import type { Regulation } from '../queries/regulations.ts'
import { execute } from '../queries/statements.ts'

/**
 * Has the municipality's runs use a regulation's G from today, as an entry of the person who ran it. Nothing is
 * entered where they use it already, by an earlier entry or by its official day: a second regulation changes nothing.
 */
export async function putIntoUse(
  trx: Trx,
  of: { readonly tenant: Tenant; readonly today: PlainDate },
  { id, year, amount, history }: Regulation,
): Promise<void> {
  const { tenant, today } = of
  await lockEntries(trx, 'base-amount')
  const held = (await listRegistrations(trx)).find((one) => one.year === year)
  const isOfficial = held === undefined && year <= LAST_OFFICIAL_YEAR
  if (isOfficial || (held?.registeredOn ?? '9999') <= today) return
  const enteredBy = history.findLast(({ move }) => move === 'run')?.actor ?? ''
  const day = { year, version: (held?.version ?? 0) + 1, registeredOn: today }
  const entry = { ...day, id: newId<'BaseAmountRegistration'>(), enteredBy, enteredOn: today }
  const { type, version } = baseAmountRegistered
  const data = { year, amountOre: amount.amountOre, registeredOn: today }
  const event = { type, version, subject: id, isProtected: false, data }
  await Promise.all([
    execute(trx, insertRegistration(trx, tenant, entry)),
    execute(trx, recordEvent(tenant, newId(), event)),
  ])
}
