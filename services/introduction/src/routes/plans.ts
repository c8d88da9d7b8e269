import { getPlan, putPlan } from '@fotfeste/contracts/introduction/plans.ts'
import { makePlan } from '@fotfeste/domain/introduction/plan.ts'
import {
  fullTimeMinutes,
  missingElements,
  phaseExtent,
} from '@fotfeste/domain/introduction/plan-extent.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findEnrolment, type HeldEnrolment, lockEnrolment } from '../queries/enrolments.ts'
import { findPlan, type HeldPlan, insertPlan } from '../queries/plans.ts'
import { noSuchEnrolment, plannedProgrammeOf } from './shown-enrolment.ts'

const noPlan = refuse('not-found', 'The programme has no plan yet: make it with PUT.')

function showPlan(plan: HeldPlan, enrolment: HeldEnrolment) {
  const { madeBy: _madeBy, ...shown } = plan
  const person = {
    regime: enrolment.regime,
    hasChildren: enrolment.household.at(-1)?.hasChildren ?? false,
  }
  return {
    ...shown,
    phases: plan.phases.map((phase) => ({
      ...phase,
      activities: [...phase.activities],
      ...phaseExtent(plan, phase),
    })),
    fullTimeMinutes: fullTimeMinutes(plan),
    missingElements: missingElements(plan, person),
  }
}

/** Plans (integreringsplan, individuell plan): phases, weeks, and what is missing. */
export function plans(kit: Kit<Tables>): void {
  serve(kit, putPlan, async ({ params, body }, context) => {
    const { trx, caller, today, at, expectVersion } = context
    const [held, before] = await Promise.all([
      lockEnrolment(trx, params.enrolmentId),
      findPlan(trx, params.enrolmentId),
    ])
    if (!held) return noSuchEnrolment
    expectVersion(before?.version ?? 0)
    const programme = plannedProgrammeOf(held)
    const made = makePlan({ isEnded: held.state === 'ended', programme }, body)
    if (isRefusal(made)) return made
    const plan = {
      ...body,
      enrolmentId: held.id,
      madeBy: caller.actor,
      madeOn: today,
      version: (before?.version ?? 0) + 1,
      changedAt: at,
    }
    return {
      status: 200,
      body: showPlan(plan, held),
      version: plan.version,
      persons: [held.personId],
      save: [insertPlan(trx, caller.tenant, plan)],
    }
  })

  serve(kit, getPlan, async ({ params }, { trx }) => {
    const [held, plan] = await Promise.all([
      findEnrolment(trx, params.enrolmentId),
      findPlan(trx, params.enrolmentId),
    ])
    if (!held) return noSuchEnrolment
    if (!plan) return noPlan
    const body = showPlan(plan, held)
    return { status: 200, body, version: plan.version, persons: [held.personId] }
  })
}
