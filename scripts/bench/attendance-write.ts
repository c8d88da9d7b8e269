import { randomUUID } from 'node:crypto'
import { workingDaysOf } from '@fotfeste/domain/introduction/working-days.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import { bareTables, besideFloor, type Side, startBare } from './beside.ts'
import type { House } from './house.ts'
import type { WireRequest } from './load.ts'
import type { Measured } from './row.ts'
import { FIRST_DAY, LAST_DAY, startProgrammes } from './started-programmes.ts'

/** Times some 370 programme days: more than any run records. */
const PROGRAMMES = 800

/** One day of one programme after the other, so that requests at the same time meet different programmes. */
function nextDay(
  programmes: readonly string[],
  days: readonly string[],
  headers: Readonly<Record<string, string>>,
): () => WireRequest {
  let at = 0
  return () => {
    const date = days[Math.floor(at / programmes.length)]
    const enrolment = programmes[at % programmes.length]
    if (!date) throw new Error('every programme day is recorded: there are too few programmes')
    at += 1
    return {
      method: 'POST',
      path: `/v1/enrolments/${enrolment}/attendance`,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: `{"date":"${date}","plannedMinutes":450,"presentMinutes":210,"absences":[{"kind":"unexcused","minutes":240}]}`,
    }
  }
}

/** Starts `POST /v1/enrolments/{enrolmentId}/attendance` and the bare statement that inserts the same rows. */
export async function attendanceWriteSides(house: House): Promise<{ ours: Side; floor: Side }> {
  const url = await house.startService('introduction', {})
  const tenant = freshTenant()
  const scopes = ['fotfeste:introduction.read', 'fotfeste:introduction.write']
  const token = await house.issuer.token({ tenant, sub: 'teacher', scopes, ttl: 3600 })
  const clock = await fetch(`${url}/sandbox/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ today: LAST_DAY }),
  })
  if (!clock.ok) throw new Error(`the clock answered ${await clock.text()}`)
  const { serviceUrl: databaseUrl, ownerUrl } = house.databases.introduction
  const here = { tenant, databaseUrl, count: PROGRAMMES }
  const programmes = await startProgrammes({ url, token }, here)
  await bareTables(ownerUrl, ['public.attendance', 'public.stored_reply'])
  const bareUrl = await startBare(house, 'attendanceWrite', ownerUrl)
  const days = workingDaysOf(plainDate(FIRST_DAY), plainDate(LAST_DAY))
  const next = nextDay(programmes, days, { authorization: `Bearer ${token}` })
  const nextBare = nextDay(programmes, days, { 'x-tenant': tenant })
  return {
    ours: { url, status: 201, next },
    floor: { url: bareUrl, status: 201, next: nextBare },
  }
}

/** A day's attendance: key, rule, entry, stored reply, log. */
export async function attendanceWrite(house: House): Promise<Measured> {
  const { ours, floor } = await attendanceWriteSides(house)
  return besideFloor('attendance-write', ours, floor)
}
