import { createPerson } from '@fotfeste/contracts/settlement/persons.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import { ask, makeMany } from './api.ts'
import { bareTables, besideFloor, type Side, startBare } from './beside.ts'
import { CONNECTIONS, type House } from './house.ts'
import type { Measured } from './row.ts'

const PERSONS = 2_000

/** Starts `GET /v1/persons/{personId}` and the bare statement that reads the same row and writes the same log. */
export async function personReadSides(
  house: House,
  more: Readonly<Record<string, string>>,
): Promise<{ ours: Side; floor: Side }> {
  const url = await house.startService('settlement', more)
  const tenant = freshTenant()
  const scopes = ['fotfeste:settlement.read', 'fotfeste:settlement.write']
  const token = await house.issuer.token({ tenant, sub: 'case-worker', scopes, ttl: 3600 })
  const body = { ...createPerson.bodyExample, nationalNumber: null, dufNumber: null }
  const ids = await makeMany(PERSONS, CONNECTIONS, async () => {
    const { personId } = await ask({ url, token }, createPerson, { body })
    return String(personId)
  })
  const { ownerUrl } = house.databases.settlement
  await bareTables(ownerUrl, ['public.access_log'])
  const bareUrl = await startBare(house, 'personRead', ownerUrl)
  let at = 0
  const path = () => `/v1/persons/${ids[at++ % ids.length]}`
  const bearer = { authorization: `Bearer ${token}` }
  const bare = { 'x-tenant': tenant }
  return {
    ours: { url, status: 200, next: () => ({ method: 'GET', path: path(), headers: bearer }) },
    floor: {
      url: bareUrl,
      status: 200,
      next: () => ({ method: 'GET', path: path(), headers: bare }),
    },
  }
}

/** The read of one person, its access-log row included. */
export async function personRead(house: House): Promise<Measured> {
  const { ours, floor } = await personReadSides(house, {})
  return besideFloor('person-read', ours, floor)
}
