import { createHousehold, replaceHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { createPerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  acceptSettlementCase,
  findHousingForCase,
  proposeSettlementCase,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import {
  createSettlementRequest,
  decideSettlementRequest,
} from '@fotfeste/contracts/settlement/settlement-requests.ts'
import { sigrid } from './cast.ts'
import { type Household, households, type Member, REQUEST } from './data.ts'
import { idOf, inParallel, type Stage } from './stage.ts'

/** IMDi's request comes, the council decides in accordance with it (S12, S13). */
export async function decideOnRequest(stage: Stage): Promise<void> {
  await stage.setDay(REQUEST.receivedOn)
  const request = await stage.make(sigrid, createSettlementRequest, { body: REQUEST })
  await stage.setDay('2025-12-17')
  await stage.make(sigrid, decideSettlementRequest, {
    params: { settlementRequestId: request.settlementRequestId },
    body: {
      persons: REQUEST.persons,
      unaccompaniedMinors: REQUEST.unaccompaniedMinors,
      decidedOn: '2025-12-17',
      decidingBody: 'Kommunestyret',
      caseReference: '2025/4410',
    },
    ifMatch: request.version,
  })
}

/** Settles everybody whose day has come since the last time; answers how many households. */
export async function settleUntil(stage: Stage, since: string, today: string): Promise<number> {
  await stage.setDay(today)
  const due = households.filter(
    ({ case: { settledOn } }) => settledOn > since && settledOn <= today,
  )
  await inParallel(due, (household) => settleHousehold(stage, household))
  return due.length
}

async function registerPerson(stage: Stage, member: Member): Promise<string> {
  const { personId } = await stage.make(sigrid, createPerson, {
    body: {
      givenName: member.givenName,
      familyName: member.familyName,
      birthDate: member.birthDate,
      sex: member.sex,
      citizenships: [member.citizenship],
      motherTongue: member.language,
      interpreterLanguage: member.language,
      permit: member.permitGrantedOn
        ? { ground: member.ground, grantedOn: member.permitGrantedOn, validTo: null }
        : null,
      appliedFromAbroad: member.ground === 'resettlement',
      arrivedOn: member.arrivedOn,
      settledByAgreement: member.permitGrantedOn !== null,
      nordicOrEeaCitizen: false,
      referencePersonSettledOn: null,
      permitAppliedOn: null,
      unaccompaniedMinor: member.relation === 'other',
      nationalNumber: member.nationalNumber,
      dufNumber: null,
      addressProtection: member.protection,
    },
  })
  stage.personIds.set(member.key, personId)
  return personId
}

async function settleHousehold(stage: Stage, household: Household): Promise<void> {
  const came = household.members.filter(({ permitGrantedOn }) => permitGrantedOn !== null)
  const ids: string[] = []
  for (const member of came) ids.push(await registerPerson(stage, member))
  const { householdId, version } = await stage.make(sigrid, createHousehold, {
    body: { members: came.map(({ relation }, at) => ({ personId: ids[at], relation })) },
  })
  await followCase(stage, household, { householdId, personIds: ids })
  if (came.length === household.members.length) return
  for (const born of household.members.slice(came.length)) await registerPerson(stage, born)
  await stage.make(sigrid, replaceHousehold, {
    params: { householdId },
    body: {
      members: household.members.map(({ key, relation }) => ({
        personId: idOf(stage.personIds, key),
        relation,
      })),
    },
    ifMatch: version,
  })
}

/** IMDi's proposal, acceptance, housing, and the settlement date of each member (F5, F6). */
async function followCase(
  stage: Stage,
  { case: dates, dwelling }: Household,
  made: { householdId: string; personIds: readonly string[] },
): Promise<void> {
  let file = await stage.make(sigrid, proposeSettlementCase, {
    body: {
      householdId: made.householdId,
      proposedOn: dates.proposedOn,
      reference: dates.reference,
    },
  })
  const params = { caseId: file.caseId }
  file = await stage.make(sigrid, acceptSettlementCase, {
    params,
    body: { acceptedOn: dates.acceptedOn },
    ifMatch: file.version,
  })
  file = await stage.make(sigrid, findHousingForCase, {
    params,
    body: { foundOn: dates.housingFoundOn, dwelling },
    ifMatch: file.version,
  })
  for (const personId of made.personIds) {
    file = await stage.make(sigrid, settlePerson, {
      params,
      body: { personId, settledOn: dates.settledOn },
      ifMatch: file.version,
    })
  }
}
