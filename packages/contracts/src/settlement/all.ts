import type { Contract } from '../contract.ts'
import { createHousehold, getHousehold, listHouseholds, replaceHousehold } from './households.ts'
import {
  lookUpPerson,
  readIdentities,
  readIdentitiesForSuite,
  replaceIdentityNumbers,
  setAddressProtection,
} from './identities.ts'
import { createPerson, getPerson, listPersons, replacePerson } from './persons.ts'
import {
  acceptSettlementCase,
  correctSettlement,
  declineSettlementCase,
  findHousingForCase,
  getSettlementCase,
  listSettlementCases,
  proposeSettlementCase,
  settlePerson,
} from './settlement-cases.ts'
import {
  correctSettlementRequest,
  createSettlementRequest,
  decideSettlementRequest,
  getSettlementRequest,
  getSettlementYear,
  listSettlementRequests,
} from './settlement-requests.ts'

/** Every operation of the settlement service. */
export const settlementContracts: readonly Contract[] = [
  createSettlementRequest,
  listSettlementRequests,
  getSettlementRequest,
  correctSettlementRequest,
  decideSettlementRequest,
  getSettlementYear,
  createPerson,
  listPersons,
  getPerson,
  replacePerson,
  setAddressProtection,
  replaceIdentityNumbers,
  lookUpPerson,
  readIdentities,
  readIdentitiesForSuite,
  createHousehold,
  listHouseholds,
  getHousehold,
  replaceHousehold,
  proposeSettlementCase,
  listSettlementCases,
  getSettlementCase,
  acceptSettlementCase,
  declineSettlementCase,
  findHousingForCase,
  settlePerson,
  correctSettlement,
]
