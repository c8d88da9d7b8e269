import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import {
  programmeDecided,
  programmeEnded,
  programmeFactsChanged,
  programmeStarted,
  timesheetApproved,
  timesheetSealed,
} from '@fotfeste/contracts/introduction/events.ts'
import { monthContent } from '@fotfeste/domain/stipend/month-facts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import { tenant } from '@fotfeste/domain/values/tenant.ts'
import { insertBasis, insertFacts, insertProgrammeEnd } from '../queries/basis.ts'
import { type Trx, upsertPerson } from '../queries/persons.ts'
import { protectPerson } from '../queries/protection.ts'
import { protectEvents } from '../queries/told-events.ts'

/** Knows the person from the first event on, and follows their protection in everything held of them. */
async function takePerson(
  trx: Trx,
  event: CloudEvent,
  person: { personId: PersonId; protected: boolean },
): Promise<void> {
  const { wasProtected } = await upsertPerson(trx, tenant(event.tenant), person)
  if (wasProtected !== person.protected) {
    await Promise.all(protectPerson(trx, person.personId, person.protected))
    await protectEvents(trx, person.personId, person.protected)
  }
}

async function takeTimesheet(trx: Trx, event: CloudEvent, knownOn: PlainDate): Promise<void> {
  const data = timesheetApproved.data.parse(event.data)
  const programme = {
    enrolmentId: data.enrolmentId,
    personId: data.personId,
    protected: data.protected,
  }
  await takePerson(trx, event, data)
  const absences = data.absences.map(({ minutes: length, ...absence }) => ({
    ...absence,
    ...(length === undefined ? {} : { minutes: minutes(length) }),
  }))
  const paidWork = data.paidWork && {
    wageOre: data.paidWork.wageOre,
    minutes: minutes(data.paidWork.minutes),
    days: data.paidWork.days?.map((day) => ({ date: day.date, minutes: minutes(day.minutes) })),
  }
  const { timesheetId, version, month, approvedOn, benefits, plannedDays } = data
  const content = monthContent({ absences, paidWork, benefits, plannedDays })
  const basis = { ...programme, timesheetId, version, month, approvedOn, content }
  await Promise.all([
    insertFacts(trx, tenant(event.tenant), { ...programme, facts: data.participant, knownOn }),
    insertBasis(trx, tenant(event.tenant), basis),
  ])
}

async function takeFacts(trx: Trx, event: CloudEvent, knownOn: PlainDate): Promise<void> {
  const data = programmeStarted.data.parse(event.data)
  await takePerson(trx, event, data)
  await insertFacts(trx, tenant(event.tenant), { ...data, facts: data.participant, knownOn })
}

/** Applies one event of introduction, in its tenant and in the transaction that moves the cursor. */
export async function applyIntroduction(
  trx: Trx,
  event: CloudEvent,
  knownOn: PlainDate,
): Promise<void> {
  switch (event.type) {
    case timesheetApproved.type:
      return takeTimesheet(trx, event, knownOn)
    case programmeStarted.type:
    case programmeFactsChanged.type:
      return takeFacts(trx, event, knownOn)
    case programmeEnded.type: {
      const data = programmeEnded.data.parse(event.data)
      await takePerson(trx, event, data)
      await insertProgrammeEnd(trx, data.enrolmentId, { endedOn: data.endedOn, knownOn })
      return
    }
    case programmeDecided.type:
      return takePerson(trx, event, programmeDecided.data.parse(event.data))
    case timesheetSealed.type:
      return takePerson(trx, event, timesheetSealed.data.parse(event.data))
  }
}
