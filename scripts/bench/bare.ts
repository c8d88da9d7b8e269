import { type BareRoute, bareHandler } from '@fotfeste/testing/bare-handler.ts'

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

const routes: Readonly<Record<string, BareRoute>> = { personRead }
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
