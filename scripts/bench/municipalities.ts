import { randomUUIDv7 } from 'node:crypto'
import type { MonthContent, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import { type PlainDate, plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isDayOff } from '@fotfeste/domain/values/holidays.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import { addToMonth, daysOf, type Month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import pg from 'pg'

/** Norway has 357 municipalities. */
const MUNICIPALITIES = 357
const CHUNK = 5_000
const ACCOUNT = '76940512057'

/** Participants of each municipality, and the months that are approved for all of them. */
export type Seeding = {
  readonly participants: readonly number[]
  readonly months: readonly Month[]
}

export type Seeded = {
  readonly tenants: readonly string[]
  /** Approved timesheets of a month, by municipality: what introduction would count. */
  timesheetsOf(tenant: string): number
}

type Person = {
  readonly tenant: string
  readonly personId: string
  readonly enrolmentId: string
  readonly at: number
}

const START = plainDate('2026-01-12')

/** A fifth under 25, a tenth in a couple, one in fifty on leave for a week of each May. */
function participantOf(at: number): Participant {
  return {
    birthDate: plainDate(at % 5 === 0 ? '2003-05-15' : '1990-04-01'),
    permitGrantedOn: plainDate('2025-11-03'),
    appliedFromAbroad: false,
    arrivedOn: null,
    programmeStart: START,
    programmeEnd: null,
    interruptions:
      at % 50 === 1
        ? [{ from: plainDate('2026-05-18'), to: plainDate('2026-05-24'), kind: 'unpaid-leave' }]
        : [],
    household: [
      {
        from: START,
        livesWithParent: at % 15 === 0,
        partnerInProgramme: at % 10 === 3,
        hasChildren: at % 3 === 0,
      },
    ],
  }
}

/** Half are never absent, a quarter some hours, a quarter some days; one in ten has a benefit beside. */
function contentOf(at: number, days: readonly PlainDate[]): MonthContent {
  const [some = START, other = START] = [days[at % days.length], days[(at + 5) % days.length]]
  const hours = { date: some, wholeDay: false, minutes: minutes(60 + 15 * (at % 9)) }
  const whole = [some, other].map((date) => ({ date, wholeDay: true, minutes: null }))
  const kind = at % 3 === 0 ? 'unexcused' : 'self-certified'
  const absences = at % 4 === 1 ? [hours] : at % 4 === 3 ? whole : []
  return {
    absences: absences.map((absence) => ({ ...absence, kind })),
    paidWork: at % 40 === 7 ? { minutes: minutes(600), wageOre: null, days: null } : null,
    benefits:
      at % 10 === 9
        ? [
            {
              kind: 'arbeidsavklaringspenger',
              amountOre: ore(400_000),
              earnedBeforeProgramme: false,
            },
          ]
        : [],
    programmeDays: days,
  }
}

const programmeDays = (month: Month): PlainDate[] => {
  const away = (date: string) => date >= '2026-05-18' && date <= '2026-05-24'
  return daysOf(month).filter((date) => !isDayOff(date) && !away(date))
}

/** Writes rows by one insert: their columns are the table's, what is left out has its default. */
async function insert(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `insert into ${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** An approved timesheet of a person. */
function basisOf(person: Person, month: Month) {
  const { tenant, personId, enrolmentId, at } = person
  const content = contentOf(at, programmeDays(month))
  return {
    ...{
      tenant,
      timesheet_id: randomUUIDv7(),
      version: 1,
      person_id: personId,
      enrolment_id: enrolmentId,
    },
    ...{ month, approved_on: `${addToMonth(month, 1)}-01`, protected: false, content },
  }
}

/** Nineteen in twenty have a card: most a table, some a percent. */
function cardOf({ tenant, personId, at }: Person) {
  const code = 'introduksjonsstoenad'
  const table = {
    code,
    kind: 'table',
    table: String(8000 + 10 * (at % 9)),
    rate: 2200,
    months: 10.5,
  }
  const percent = { code, kind: 'percent', rate: 3200, months: null }
  return {
    ...{ tenant, person_id: personId, year: 2026, version: 1, protected: false, result: 'card' },
    ...{ card_identifier: String(at), issued_on: START, lines: [at % 6 === 1 ? percent : table] },
    ...{ notes: [], obtained_on: START, obtained_at: `${START}T09:00:00Z`, source: 'import' },
    entered_by: 'bench|anne',
  }
}

async function seedPersons(
  client: pg.Client,
  persons: readonly Person[],
  months: readonly Month[],
) {
  const row = ({ tenant, personId }: Person) => ({ tenant, person_id: personId, protected: false })
  const facts = (person: Person) => ({
    ...row(person),
    ...{ enrolment_id: person.enrolmentId, version: 1, facts: participantOf(person.at) },
  })
  const payee = (person: Person) => ({
    ...row(person),
    ...{ version: 1, name: 'Selam Tesfay', account_number: ACCOUNT, entered_by: 'bench|anne' },
    ...{ entered_on: START, entered_at: `${START}T09:00:00Z` },
  })
  const confirmation = (person: Person) => ({
    ...row(person),
    ...{ version: 1, entered_by: 'bench|anne', confirmed_by: 'bench|ola' },
    ...{ confirmed_on: START, confirmed_at: `${START}T10:00:00Z` },
  })
  await insert(client, 'person', persons.map(row))
  await insert(client, 'programme_facts', persons.map(facts))
  await insert(client, 'payee', persons.map(payee))
  await insert(client, 'payee_confirmation', persons.map(confirmation))
  await insert(client, 'tax_card', persons.filter(({ at }) => at % 20 > 0).map(cardOf))
  for (const month of months) {
    const sheets = persons.map((person) => basisOf(person, month))
    await insert(client, 'basis', sheets)
  }
}

/** The next version of a timesheet `b`, with the absences given. */
const corrected = (
  absences: string,
) => `(jsonb_populate_record(b, jsonb_build_object('version', b.version + 1,
  'content', jsonb_set(b.content, '{absences}', ${absences})))).*`

const A_DAY = `jsonb_build_array(jsonb_build_object('date', b.content -> 'programmeDays' -> 2, 'wholeDay', true,
  'minutes', null, 'kind', 'unexcused'))`

/** A tenth of the persons get another version of the month's timesheet: the next run pays the difference. */
export const correctTenth = (owner: pg.Client, month: Month): Promise<unknown> =>
  owner.query(
    `insert into basis select ${corrected(A_DAY)} from basis b
     where b.month = $1 and b.version = 1 and hashtext(b.person_id::text) % 10 = 0`,
    [month],
  )

/** One person of a municipality gets another version of the month: by turns with a day missed and without. */
export const correctOne = (
  owner: pg.Client,
  { tenant, month }: { readonly tenant: string; readonly month: Month },
): Promise<unknown> =>
  owner.query(
    `insert into basis select ${corrected(`case when b.version % 2 = 1 then ${A_DAY} else '[]'::jsonb end`)}
     from basis b where b.tenant = $1 and (b.timesheet_id, b.version) = (
       select timesheet_id, version from basis where tenant = $1 and month = $2
       order by person_id, version desc limit 1)`,
    [tenant, month],
  )

/** The places of all participants, one municipality's between the others', as the years bring them. */
function placesOf(participants: readonly number[]): readonly number[] {
  const places = participants.flatMap((count, tenant) =>
    Array.from({ length: count }, (_, turn) => ({ tenant, turn })),
  )
  return places.toSorted((a, b) => a.turn - b.turn).map(({ tenant }) => tenant)
}

/** So many participants over all of Norway's municipalities. */
export const overNorway = (participants: number): number[] =>
  Array.from({ length: MUNICIPALITIES }, (_, at) =>
    Math.floor((participants + MUNICIPALITIES - 1 - at) / MUNICIPALITIES),
  )

/** Fills payroll's database as the feeds would have, with months approved. */
export async function seedMunicipalities(
  url: string,
  { participants, months }: Seeding,
): Promise<Seeded> {
  const made = participants.length
  const tenants = [...new Set(Array.from({ length: made + 5 }, freshTenant))].slice(0, made)
  const places = placesOf(participants)
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (let from = 0; from < places.length; from += CHUNK) {
      const persons = places.slice(from, from + CHUNK).map((place, index): Person => {
        const tenant = tenants[place] ?? ''
        return { tenant, personId: randomUUIDv7(), enrolmentId: randomUUIDv7(), at: from + index }
      })
      await seedPersons(client, persons, months)
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
  return { tenants, timesheetsOf: (tenant) => participants[tenants.indexOf(tenant)] ?? 0 }
}
