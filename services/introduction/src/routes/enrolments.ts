import {
  createEnrolment,
  getEnrolment,
  listEnrolments,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import { programmeDecided } from '@fotfeste/contracts/introduction/events.ts'
import type { Standing } from '@fotfeste/domain/introduction/assessment.ts'
import { type Decision, decideProgramme } from '@fotfeste/domain/introduction/decision.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Input } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertEnrolment } from '../queries/enrolment-changes.ts'
import {
  findEnrolment,
  type HeldEnrolment,
  listEnrolments as listHeld,
  subjectOf,
} from '../queries/enrolments.ts'
import { type HeldParticipant, lockParticipant } from '../queries/participants.ts'
import { eventOf } from './event.ts'
import { noSuchEnrolment, showEnrolment } from './shown-enrolment.ts'

const noSuchPerson = refuse(
  'participant-unknown',
  'No settled person has this id here: settlement’s feed brings a person when the settlement date is registered.',
  '/personId',
)
const enrolledAlready = refuse(
  'already-enrolled',
  'The person has a programme that has not ended: end it first.',
  '/personId',
)

type Given = Input<typeof createEnrolment>['body']
type Made = { readonly id: Id<'Enrolment'>; readonly at: string }

/** Nobody outside the target group gets this far. */
function standingOf({ assessment }: Decision): Exclude<Standing, 'outside'> {
  assert(assessment.standing !== 'outside', 'a decided programme is for the target group')
  return assessment.standing
}

/** The decided programme as it is held. */
function decided(person: HeldParticipant, given: Given, made: Made & Decision): HeldEnrolment {
  const { id, at, rule, assessment, plannedEnd } = made
  return {
    ...given,
    id,
    plannedEnd,
    protected: person.protected,
    person,
    state: 'decided',
    regime: assessment.regime.regime,
    standing: standingOf(made),
    startedOn: null,
    rule,
    assessment,
    endedOn: null,
    endReason: null,
    endCaseReference: null,
    interruptions: [],
    household: [],
    parts: [],
    version: 1,
    changedAt: at,
  }
}

/** Programmes (introduksjonsprogram): the decision and what it became. */
export function enrolments(kit: Kit<Tables>): void {
  serve(kit, createEnrolment, async ({ body }, { trx, caller, today, at, newId }) => {
    const person = await lockParticipant(trx, body.personId)
    if (!person) return noSuchPerson
    const state = { participant: person, hasOpenEnrolment: person.latest?.isOpen ?? false }
    const decision = decideProgramme(state, body, today)
    if (isRefusal(decision)) return decision
    const held = decided(person, body, { ...decision, id: newId<'Enrolment'>(), at })
    const { regime, standing, goal, decidedOn, plannedStart, plannedEnd } = held
    return {
      status: 201,
      body: showEnrolment(held, today),
      version: 1,
      location: `/v1/enrolments/${held.id}`,
      persons: [held.personId],
      save: [insertEnrolment(trx, caller.tenant, held)],
      conflicts: { enrolment_one_open: enrolledAlready },
      event: eventOf(programmeDecided, {
        subject: held.id,
        isProtected: held.protected,
        data: {
          ...subjectOf(held),
          ...{ regime, standing, goal, decidedOn, plannedStart, plannedEnd },
        },
      }),
    }
  })

  serve(kit, listEnrolments, async ({ query }, { trx, today }) => {
    const { limit, cursor, state, personId } = query
    const after = readCursor(cursor)?.[1] ?? null
    const page = { after, limit: limit + 1, state: state ?? null, personId: personId ?? null }
    const body = pageOf(await listHeld(trx, page), limit, {
      item: (one) => showEnrolment(one, today),
      cursor: ({ id }) => ['', id],
    })
    return { status: 200, body, persons: body.items.map((one) => one.personId) }
  })

  serve(kit, getEnrolment, async ({ params }, { trx, today }) => {
    const held = await findEnrolment(trx, params.enrolmentId)
    if (!held) return noSuchEnrolment
    const body = showEnrolment(held, today)
    return { status: 200, body, version: held.version, persons: [held.personId] }
  })
}
