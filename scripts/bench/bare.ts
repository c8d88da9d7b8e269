import { entryExample } from '@fotfeste/contracts/introduction/attendance.ts'
import { type BareRoute, bareHandler } from '@fotfeste/testing/bare-handler.ts'

/** A stored reply as long as ours. */
const REQUEST_HASH = 'x'.repeat(43)
const REPLY_HEADERS = JSON.stringify({ etag: '"1"', location: `/v1/enrolments/${'x'.repeat(58)}` })
const REPLY = JSON.stringify(entryExample)

/** One statement that SELECTs the person and INSERTs the access-log row. */
const personRead: BareRoute = {
  method: 'GET',
  url: '/v1/persons/:personId',
  sql: `with p as (
      select id, version, address_protection, given_name, family_name, birth_date, sex, citizenships,
        mother_tongue, interpreter_language, permit_ground, permit_granted_on, permit_valid_to,
        applied_from_abroad, arrived_on, settled_by_agreement, nordic_or_eea_citizen,
        reference_person_settled_on, unaccompanied_minor, national_number, duf_number, settled_on, changed_at
      from public.person where tenant = $1 and id = $2
    ), logged as (
      insert into bare.access_log (tenant, actor, party, operation, person, outcome, request_id)
      select $1, 'case-worker', $1, 'getPerson', p.id, 'read', $3 from p
    )
    select * from p`,
  values: (request) => [
    request.headers['x-tenant'],
    (request.params as { personId: string }).personId,
    request.id,
  ],
  status: 200,
}

type Day = {
  readonly date: string
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absences: readonly { readonly minutes: number }[]
}

/** One statement that INSERTs the entry and the stored reply; the operation tells no event. */
const attendanceWrite: BareRoute = {
  method: 'POST',
  url: '/v1/enrolments/:enrolmentId/attendance',
  sql: `with entry as (
      insert into bare.attendance (tenant, enrolment_id, day, version, month, planned_minutes, present_minutes,
        absences, absent_minutes, unexcused_minutes, lengthening_minutes, recorded_by, recorded_on, recorded_at)
      values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $8, 0, 'teacher', $3, now())
      returning *
    ), kept as (
      insert into bare.stored_reply
        (tenant, operation, actor, key, request_hash, status, headers, body, keep_until)
      values ($1, 'recordAttendance', 'teacher', $9, $10, 201, $11, $12, now() + interval '48 hours')
    )
    select * from entry`,
  values: (request) => {
    const { enrolmentId } = request.params as { enrolmentId: string }
    const { date, plannedMinutes, presentMinutes, absences } = request.body as Day
    const tenant = request.headers['x-tenant']
    return [
      ...[tenant, enrolmentId, date, date.slice(0, 7), plannedMinutes, presentMinutes],
      ...[JSON.stringify(absences), plannedMinutes - presentMinutes],
      ...[request.headers['idempotency-key'], REQUEST_HASH, REPLY_HEADERS, REPLY],
    ]
  },
  status: 201,
}

const routes: Readonly<Record<string, BareRoute>> = { personRead, attendanceWrite }
const route = routes[process.env['BENCH_ROUTE'] ?? '']
if (!route) throw new Error('BENCH_ROUTE names no route')

const database = {
  url: process.env['BENCH_DATABASE_URL'] ?? '',
  connections: Number(process.env['BENCH_CONNECTIONS']),
}
const app = bareHandler(database, [route])
app.get('/ready', async () => ({ status: 'ready' }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
await app.listen({ host: '127.0.0.1', port: Number(process.env['FOTFESTE_PORT']) })
