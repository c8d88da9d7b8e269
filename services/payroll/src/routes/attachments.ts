import {
  changeAttachmentOrder,
  listAttachmentOrders,
  registerAttachmentOrder,
} from '@fotfeste/contracts/payroll/attachments.ts'
import { checkAttachment } from '@fotfeste/domain/stipend/attachment-entry.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertOrder, ordersOfPerson } from '../queries/attachments.ts'
import { findPerson, lockPerson } from '../queries/persons.ts'

const noPerson = refuse('not-found', 'No such person in the programme that your token may see.')
const noOrder = refuse(
  'not-found',
  'The person has no such order: GET /v1/persons/{personId}/attachment-orders lists them.',
)

/** Attachment orders (utleggstrekk, POL16). */
export function attachments(kit: Kit<Tables>): void {
  serve(kit, registerAttachmentOrder, async ({ params, body }, context) => {
    const { trx, caller, today, at, newId } = context
    const { personId } = params
    const person = await lockPerson(trx, personId)
    if (!person) return noPerson
    const refused = checkAttachment(body)
    if (refused) return refused
    const by = { enteredBy: caller.actor, enteredOn: today, version: 1, paidOre: NO_ORE }
    const order = { orderId: newId<'AttachmentOrder'>(), personId, ...body, ...by }
    const entry = { tenant: caller.tenant, protected: person.protected, at }
    const save = [insertOrder(trx, order, entry)]
    return { status: 201, body: order, version: 1, save, persons: [personId] }
  })

  serve(kit, changeAttachmentOrder, async ({ params, body }, context) => {
    const { trx, caller, today, at, expectVersion } = context
    const { personId, orderId } = params
    const person = await lockPerson(trx, personId)
    const held = (await ordersOfPerson(trx, personId)).find((one) => one.orderId === orderId)
    if (!person || !held) return noOrder
    expectVersion(held.version)
    const refused = checkAttachment(body)
    if (refused) return refused
    const by = { enteredBy: caller.actor, enteredOn: today, version: held.version + 1 }
    const order = { ...held, ...body, ...by }
    const entry = { tenant: caller.tenant, protected: person.protected, at }
    const save = [insertOrder(trx, order, entry)]
    return { status: 200, body: order, version: order.version, save, persons: [personId] }
  })

  serve(kit, listAttachmentOrders, async ({ params }, { trx }) => {
    const { personId } = params
    const [person, items] = await Promise.all([
      findPerson(trx, personId),
      ordersOfPerson(trx, personId),
    ])
    return person ? { status: 200, body: { items }, persons: [personId] } : noPerson
  })
}
