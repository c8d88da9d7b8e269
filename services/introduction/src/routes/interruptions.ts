import { addInterruption } from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  changeInterruption,
  getInterruption,
  withdrawInterruption,
} from '@fotfeste/contracts/introduction/interruptions.ts'
import { addInterruption as interrupt } from '@fotfeste/domain/introduction/interruption.ts'
import {
  changeInterruption as change,
  daysChanged,
  withdrawInterruption as withdraw,
} from '@fotfeste/domain/introduction/interruption-change.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { updateEnrolment } from '../queries/enrolment-changes.ts'
import {
  findEnrolment,
  type HeldEnrolment,
  type HeldInterruption,
  lockEnrolment,
} from '../queries/enrolments.ts'
import {
  findInterruption,
  insertInterruption,
  listFormer,
  replaceInterruption,
} from '../queries/interruptions.ts'
import { lockMonths, touchMonths } from '../queries/programme-months.ts'
import { factsChanged } from './facts-changed.ts'
import { noSuchEnrolment, notStarted, programmeOf, showEnrolment } from './shown-enrolment.ts'

const overlapping = refuse(
  'interruptions-overlap',
  'Another interruption holds one of these days: read the programme again.',
  '/from',
)
const noSuchInterruption = refuse(
  'not-found',
  'The programme has no interruption with this id, or your token may not see its participant.',
)

const othersOf = (held: HeldEnrolment, interruptionId: string) =>
  held.interruptions.filter((one) => one.interruptionId !== interruptionId)

/** The programme's next version with these interruptions. */
const withInterruptions = (
  held: HeldEnrolment,
  interruptions: readonly HeldInterruption[],
  changedAt: string,
): HeldEnrolment => ({
  ...held,
  interruptions: [...interruptions].sort((a, b) => (a.from < b.from ? -1 : 1)),
  version: held.version + 1,
  changedAt,
})

const add: Handler<typeof addInterruption, Tables> = async (
  { params, body },
  { trx, caller, today, at, newId, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  if (!held) return noSuchEnrolment
  expectVersion(held.version)
  const programme = programmeOf(held)
  if (!programme) return notStarted
  const touched = { enrolmentId: held.id, from: body.from, to: body.to }
  const use = await lockMonths(trx, touched)
  const added = interrupt({ programme, interruptions: held.interruptions, ...use }, body)
  if (isRefusal(added)) return added
  const interruption = { ...body, ...added, interruptionId: newId<'Interruption'>() }
  const changed = withInterruptions(held, [...held.interruptions, interruption], at)
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  return {
    status: 201,
    body: showEnrolment(changed, today),
    version: changed.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, changed),
      insertInterruption(trx, { ...of, added: interruption }),
      touchMonths(trx, touched),
    ],
    conflicts: { interruption_overlap: overlapping },
    event: factsChanged(changed, body.from),
  }
}

const replace: Handler<typeof changeInterruption, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  const before = held && (await findInterruption(trx, params))
  if (!before) return noSuchInterruption
  expectVersion(held.version)
  const programme = programmeOf(held)
  assert(programme !== null, 'what was interrupted has begun')
  const days = daysChanged(before, body)
  const touched = { enrolmentId: held.id, ...days }
  const use = await lockMonths(trx, touched)
  const others = othersOf(held, before.interruptionId)
  const state = { programme, isWithdrawn: before.withdrawn, others, ...use }
  const decided = change(state, body)
  if (isRefusal(decided)) return decided
  const { reason, ...facts } = body
  const next = { ...facts, ...decided, interruptionId: before.interruptionId }
  const version = before.version + 1
  const after = { ...before, ...next, version, reason, recordedBy: caller.actor, at }
  const changed = withInterruptions(held, [...others, next], at)
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  return {
    status: 200,
    body: showEnrolment(changed, today),
    version: changed.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, changed),
      ...replaceInterruption(trx, { ...of, added: { before, after } }),
      touchMonths(trx, touched),
    ],
    conflicts: { interruption_overlap: overlapping },
    event: factsChanged(changed, days.from),
  }
}

const takeBack: Handler<typeof withdrawInterruption, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const held = await lockEnrolment(trx, params.enrolmentId)
  const before = held && (await findInterruption(trx, params))
  if (!before) return noSuchInterruption
  expectVersion(held.version)
  const programme = programmeOf(held)
  assert(programme !== null, 'what was interrupted has begun')
  const touched = { enrolmentId: held.id, from: before.from, to: before.to }
  const use = await lockMonths(trx, touched)
  const others = othersOf(held, before.interruptionId)
  const refused = withdraw({ programme, isWithdrawn: before.withdrawn, others, ...use })
  if (refused) return refused
  const version = before.version + 1
  const written = { version, reason: body.reason, recordedBy: caller.actor, at }
  const after = { ...before, ...written, withdrawn: true }
  const changed = withInterruptions(held, others, at)
  const of = { tenant: caller.tenant, by: caller.actor, at, enrolmentId: held.id }
  return {
    status: 200,
    body: showEnrolment(changed, today),
    version: changed.version,
    persons: [held.personId],
    save: [
      updateEnrolment(trx, changed),
      ...replaceInterruption(trx, { ...of, added: { before, after } }),
      touchMonths(trx, touched),
    ],
    event: factsChanged(changed, before.from),
  }
}

const read: Handler<typeof getInterruption, Tables> = async ({ params }, { trx }) => {
  const [enrolment, held, history] = await Promise.all([
    findEnrolment(trx, params.enrolmentId),
    findInterruption(trx, params),
    listFormer(trx, params.interruptionId),
  ])
  if (!enrolment || !held) return noSuchInterruption
  const of = { enrolmentId: enrolment.id, personId: enrolment.personId }
  return { status: 200, body: { ...of, ...held, history }, persons: [enrolment.personId] }
}

/** Leave and stops (permisjon, stans): registered, changed to what they became, withdrawn. */
export function interruptions(kit: Kit<Tables>): void {
  serve(kit, addInterruption, add)
  serve(kit, getInterruption, read)
  serve(kit, changeInterruption, replace)
  serve(kit, withdrawInterruption, takeBack)
}
