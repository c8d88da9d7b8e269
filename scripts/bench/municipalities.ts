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

export type Seeded = {
  readonly tenants: readonly string[]
  readonly months: readonly Month[]
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

/** A tenth of the persons get another version of the month's timesheet: the next run pays the difference. */
export async function correctTenth(url: string, month: Month): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(
      `insert into basis
       select (jsonb_populate_record(b, jsonb_build_object('version', b.version + 1,
         'content', jsonb_set(b.content, '{absences}', jsonb_build_array(jsonb_build_object(
           'date', b.content -> 'programmeDays' -> 2, 'wholeDay', true, 'minutes', null, 'kind', 'unexcused')))))).*
       from basis b where b.month = $1 and b.version = 1 and hashtext(b.person_id::text) % 10 = 0`,
      [month],
    )
  } finally {
    await client.end()
  }
}

/** Fills payroll's database as the feeds would have: participants over all municipalities, with months approved. */
export async function seedMunicipalities(
  url: string,
  of: { readonly participants: number; readonly months: readonly Month[] },
): Promise<Seeded> {
  const tenants = [...new Set(Array.from({ length: MUNICIPALITIES + 5 }, freshTenant))].slice(
    0,
    MUNICIPALITIES,
  )
  const counts = new Map<string, number>()
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (let from = 0; from < of.participants; from += CHUNK) {
      const size = Math.min(CHUNK, of.participants - from)
      const persons = Array.from({ length: size }, (_, index): Person => {
        const tenant = tenants[(from + index) % tenants.length] ?? ''
        counts.set(tenant, (counts.get(tenant) ?? 0) + 1)
        return { tenant, personId: randomUUIDv7(), enrolmentId: randomUUIDv7(), at: from + index }
      })
      await seedPersons(client, persons, of.months)
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
  return { tenants, months: of.months, timesheetsOf: (tenant) => counts.get(tenant) ?? 0 }
}
