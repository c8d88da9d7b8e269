import { SCOPES, type Scope } from '@fotfeste/contracts/contract.ts'
import { isPlainDate, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import pg from 'pg'

/** What an administrator asked for and cannot have. */
export class RegisterRefusal extends Error {}

const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new RegisterRefusal(otherwise)
}
const isGrantable = (scope: string): scope is Scope =>
  SCOPES.some((known) => known === scope) && !scope.startsWith('fotfeste:system.')

function insistOrganisation(number: string): void {
  insist(
    isOrganisationNumber(number),
    `${number} is not an organisation number (nine digits, modulo 11)`,
  )
}
function insistDay(day: string): asserts day is PlainDate {
  insist(isPlainDate(day), `${day} is not a day, YYYY-MM-DD`)
}

/** Runs work as the database's owner in one transaction, inside the wall of one municipality. */
export async function asOwner<Result>(
  url: string,
  tenant: string,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  insistOrganisation(tenant)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select set_config('app.tenant', $1, true)", [tenant])
    const result = await work(client)
    await client.query('commit')
    return result
  } finally {
    await client.end()
  }
}

/**
 * Registers a municipality, or opens it again. Its number changes over the years while the organisation number
 * stays (Tromsø 1902, 5401, 5501): the number before ends where the new one begins.
 */
export async function addTenant(
  client: pg.ClientBase,
  asked: { orgnr: string; name: string; number?: { value: string; from: string } },
): Promise<void> {
  const { orgnr, name, number } = asked
  insist(name.length >= 1 && name.length <= 200, 'a name has 1 to 200 characters')
  await client.query(
    `insert into system.tenant (orgnr, name, active) values ($1, $2, true)
     on conflict (orgnr) do update set name = excluded.name, active = true`,
    [orgnr, name],
  )
  if (!number) return
  insist(/^\d{4}$/.test(number.value), `${number.value} is not a municipality number: four digits`)
  insistDay(number.from)
  const taken = await client.query(
    'select from system.municipality_number where orgnr = $1 and lower(valid) >= $2::date',
    [orgnr, number.from],
  )
  insist(taken.rowCount === 0, `a number from ${number.from} or later is registered already`)
  await client.query(
    `update system.municipality_number set valid = daterange(lower(valid), $2::date)
     where orgnr = $1 and upper_inf(valid)`,
    [orgnr, number.from],
  )
  await client.query(
    'insert into system.municipality_number values ($1, $2, daterange($3::date, null))',
    [orgnr, number.value, number.from],
  )
}

/** Closes a municipality: its tokens are refused within ten seconds; nothing of it is removed. */
export async function closeTenant(client: pg.ClientBase, orgnr: string): Promise<void> {
  const closed = await client.query('update system.tenant set active = false where orgnr = $1', [
    orgnr,
  ])
  insist(closed.rowCount === 1, `${orgnr} is not registered`)
}

/** Lets a party act for the municipality with these scopes from one day up to, not with, another. */
export async function addGrant(
  client: pg.ClientBase,
  asked: {
    tenant: string
    party: string
    scopes: readonly string[]
    from: string
    to: string | null
  },
): Promise<void> {
  const { tenant, party, scopes, from, to } = asked
  insistOrganisation(party)
  insist(party !== tenant, 'a municipality needs no grant from itself')
  const unknown = scopes.find((scope) => !isGrantable(scope))
  insist(unknown === undefined, `${unknown} is not a scope that can be granted`)
  insistDay(from)
  if (to !== null) {
    insistDay(to)
    insist(to > from, 'a grant ends after it has begun')
  }
  const known = await client.query('select from system.tenant where orgnr = $1', [tenant])
  insist(known.rowCount === 1, `${tenant} is not registered`)
  await client.query(
    `insert into party_grant (tenant, party, scopes, valid, version)
     values ($1, $2, $3, daterange($4::date, $5::date), 1)
     on conflict (tenant, party, valid) do update
       set scopes = excluded.scopes, version = party_grant.version + 1`,
    [tenant, party, scopes, from, to],
  )
}

/** Ends every grant of a party on a day; one that would begin on it or later is taken back. */
export async function endGrants(
  client: pg.ClientBase,
  asked: { tenant: string; party: string; on: string },
): Promise<number> {
  const { tenant, party, on } = asked
  insistDay(on)
  const never = await client.query(
    'delete from party_grant where tenant = $1 and party = $2 and lower(valid) >= $3::date',
    [tenant, party, on],
  )
  const ended = await client.query(
    `update party_grant set valid = daterange(lower(valid), $3::date), version = version + 1
     where tenant = $1 and party = $2 and (upper_inf(valid) or upper(valid) > $3::date)`,
    [tenant, party, on],
  )
  return Number(never.rowCount) + Number(ended.rowCount)
}
