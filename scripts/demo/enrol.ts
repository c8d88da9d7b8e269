import {
  addInterruption,
  createEnrolment,
  endEnrolment,
  extendEnrolment,
  registerHousehold,
  startEnrolment,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  listParticipants,
  registerEmployment,
} from '@fotfeste/contracts/introduction/participants.ts'
import { putPlan } from '@fotfeste/contracts/introduction/plans.ts'
import { amund } from './cast.ts'
import { members, type Participant, participants } from './data.ts'
import { idOf, inParallel, type Stage, until } from './stage.ts'

/** Settled people who work full time: right and duty rest while they do (N7). */
export const IN_FULL_WORK = ['H34-2', 'H40-2', 'H51-1', 'H52-1']

/** Waits until introduction has read of everyone whom settlement has settled. */
export async function awaitSettled(stage: Stage): Promise<number> {
  const settled = members.filter(({ permitGrantedOn }) => permitGrantedOn !== null).length
  await until('introduction reads settlement’s feed', async () => {
    const page = await stage.make(amund, listParticipants, { query: { limit: 200 } })
    return page.items.length === settled
  })
  return settled
}

/** Registers the work of those who have it. */
export async function registerWork(stage: Stage): Promise<void> {
  await inParallel(IN_FULL_WORK, async (key) => {
    await stage.make(amund, registerEmployment, {
      params: { personId: idOf(stage.personIds, key) },
      body: { employment: { from: '2026-02-02', to: null, weeklyMinutes: 2250 } },
    })
  })
}

/** Decides on the programmes whose decision is due, and makes the plan with each. */
export async function decideUntil(stage: Stage, since: string, today: string): Promise<number> {
  await stage.setDay(today)
  const due = participants.filter(({ decidedOn }) => decidedOn > since && decidedOn <= today)
  await inParallel(due, (person) => decide(stage, person))
  return due.length
}

async function decide(stage: Stage, person: Participant): Promise<void> {
  const enrolment = await stage.make(amund, createEnrolment, {
    body: {
      personId: idOf(stage.personIds, person.key),
      decidedOn: person.decidedOn,
      claimedOn: null,
      caseReference: `${person.decidedOn.slice(0, 4)}/${person.key}`,
      goal: person.goal,
      completedUpperSecondary: person.completedUpperSecondary,
      youthDeparture: null,
      plannedStart: person.start,
      plannedEnd: null,
    },
  })
  stage.enrolmentIds.set(person.key, enrolment.enrolmentId)
  const isParent = person.household.some(({ hasChildren }) => hasChildren)
  await stage.make(amund, putPlan, {
    params: { enrolmentId: enrolment.enrolmentId },
    body: planOf(person, { end: enrolment.plannedEnd, isParent }),
    ifMatch: 0,
  })
}

type PlanFacts = { readonly end: string; readonly isParent: boolean }

/** Norwegian and social studies first, then practice at a workplace: 37.5 hours in each week (S26-S28). */
function planOf({ key, start }: Participant, { end, isParent }: PlanFacts): object {
  const [lastOfFirst, firstOfSecond] =
    start < '2026' ? ['2022-02-28', '2022-03-01'] : ['2026-09-30', '2026-10-01']
  const groups = isParent
    ? [
        { kind: 'parental-guidance', title: 'Foreldreveiledning', weeklyMinutes: 120 },
        { kind: 'group-activity', title: 'Kosthold og helse', weeklyMinutes: 180 },
      ]
    : [{ kind: 'group-activity', title: 'Datakurs', weeklyMinutes: 300 }]
  return {
    needsOwnStudy: false,
    reason: 'Practice is where Norwegian is used; it leads towards the goal.',
    norwegianGoal: key.startsWith('H48') ? null : 'B1',
    phases: [
      {
        phase: 1,
        from: start,
        to: lastOfFirst,
        activities: [
          { kind: 'norwegian', title: 'Norsk, spor 2', weeklyMinutes: 1350 },
          { kind: 'social-studies', title: 'Samfunnskunnskap', weeklyMinutes: 450 },
          { kind: 'life-mastery', title: 'Livsmestring', weeklyMinutes: 150 },
          ...groups,
        ],
      },
      {
        phase: 2,
        from: firstOfSecond,
        to: end,
        activities: [
          { kind: 'norwegian', title: 'Praktisk norsk', weeklyMinutes: 900 },
          { kind: 'work-practice', title: 'Språk- og arbeidspraksis', weeklyMinutes: 1350 },
        ],
      },
    ],
  }
}

/** Starts the programmes whose first day has come. */
export async function startUntil(stage: Stage, since: string, today: string): Promise<number> {
  await stage.setDay(today)
  const due = participants.filter(({ start }) => start > since && start <= today)
  await inParallel(due, (person) => startOne(stage, person))
  return due.length
}

async function startOne(stage: Stage, person: Participant): Promise<void> {
  const params = { enrolmentId: idOf(stage.enrolmentIds, person.key) }
  const [first, ...later] = person.household
  if (!first) throw new Error(`${person.key} has no household facts.`)
  const { from: _from, ...facts } = first
  let enrolment = await stage.make(amund, startEnrolment, {
    params,
    body: { startedOn: person.start, plannedEnd: null, household: facts },
  })
  for (const row of later) {
    enrolment = await stage.make(amund, registerHousehold, {
      params,
      body: row,
      ifMatch: enrolment.version,
    })
  }
  for (const leave of person.interruptions ?? []) await interrupt(stage, person, leave)
}

/** A programme that leave has made longer is moved to its new end before the next leave (O8, N33). */
async function interrupt(
  stage: Stage,
  person: Participant,
  leave: { kind: string; from: string; to: string },
): Promise<void> {
  const params = { enrolmentId: idOf(stage.enrolmentIds, person.key) }
  const caseReference = `${leave.from.slice(0, 4)}/${person.key}`
  const after = await stage.make(amund, addInterruption, {
    params,
    body: { ...leave, noticeReceivedOn: leave.from, caseReference },
  })
  if (person.start > '2026') return
  await stage.make(amund, extendEnrolment, {
    params,
    body: {
      plannedEnd: after.longestEndExtended,
      ground: 'goal',
      reason: 'Leave, and a third year that helps her reach the goal.',
      caseReference,
    },
    ifMatch: after.version,
  })
}

/** Ends the programmes whose last day has come. */
export async function endUntil(stage: Stage, since: string, today: string): Promise<number> {
  const due = participants.filter(({ endedOn = '' }) => endedOn > since && endedOn <= today)
  for (const { key, endedOn } of due) {
    await stage.make(amund, endEnrolment, {
      params: { enrolmentId: idOf(stage.enrolmentIds, key) },
      body: { endedOn, reason: 'goal-reached', caseReference: `2026/${key}-2` },
    })
  }
  return due.length
}
