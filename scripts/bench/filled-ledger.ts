import { randomUUIDv7 } from 'node:crypto'
import { type ChainHead, EMPTY_CHAIN } from '@fotfeste/domain/ledger/chain.ts'
import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import { postPaymentBooked } from '@fotfeste/domain/ledger/post-payment.ts'
import { postPayslip } from '@fotfeste/domain/ledger/post-payslip.ts'
import { addDays, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import {
  addToMonth,
  firstDay,
  type Month,
  month as monthOf,
} from '@fotfeste/domain/values/month.ts'
import { type Ore, ore, subtractOre, sumOre } from '@fotfeste/domain/values/ore.ts'
import { tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { compileOnly } from '@fotfeste/kit/db.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Tables } from '@fotfeste/payroll/db/tables.gen.ts'
import { insertEntries } from '@fotfeste/payroll/queries/ledger.ts'
import type pg from 'pg'

const LAST_MONTH = monthOf('2026-06')
const [STARTER, APPROVER, RELEASER] = ['bench|kari', 'bench|ola', 'bench|per']

type Slip = {
  readonly id: string
  readonly personId: string
  readonly grossOre: Ore
  readonly withheldOre: Ore
}
type Run = {
  readonly id: string
  readonly month: Month
  readonly paidOn: PlainDate
  readonly slips: readonly Slip[]
}

const netOf = ({ grossOre, withheldOre }: Slip) => subtractOre(grossOre, withheldOre)

function runOf(month: Month, persons: readonly string[]): Run {
  const slips = persons.map((personId, at) => {
    const [grossOre, withheldOre] = [
      ore(2_275_817 - 331 * (at % 97)),
      ore(at % 3 === 0 ? 0 : 368_900),
    ]
    return { id: randomUUIDv7(), personId, grossOre, withheldOre }
  })
  return { id: randomUUIDv7(), month, paidOn: addDays(firstDay(addToMonth(month, 1)), 9), slips }
}

function runRow(tenant: string, { id, month, paidOn, slips }: Run) {
  const [grossOre, withheldOre] = [
    slips.map((slip) => slip.grossOre),
    slips.map((slip) => slip.withheldOre),
  ].map(sumOre) as [Ore, Ore]
  return {
    ...{ tenant, id, month, kind: 'ordinary', sequence: 1, state: 'booked', pay_date: paidOn },
    ...{ as_known_on: paidOn, payslips: slips.length, payable: slips.length, blocked: 0 },
    ...{
      gross_ore: grossOre,
      withheld_ore: withheldOre,
      attached_ore: 0,
      held_ore: 0,
      repaid_ore: 0,
    },
    ...{ net_ore: subtractOre(grossOre, withheldOre), claims_ore: 0, repayments: 0, version: 5 },
    ...{
      calculated_by: STARTER,
      calculated_on: paidOn,
      approved_by: APPROVER,
      approved_on: paidOn,
    },
    ...{ released_by: RELEASER, released_on: paidOn, released_at: `${paidOn}T08:00:00Z` },
    ...{ debtor_version: 1, digest: sha256(id) },
  }
}

const slipRow = (tenant: string, run: Run) => (slip: Slip) => ({
  ...{
    tenant,
    id: slip.id,
    run_id: run.id,
    person_id: slip.personId,
    protected: false,
    state: 'payable',
  },
  ...{
    reasons: [],
    gross_ore: slip.grossOre,
    withheld_ore: slip.withheldOre,
    net_ore: netOf(slip),
  },
  ...{ claims_ore: 0, corrected_ore: 0, attached_ore: 0, held_ore: 0, requires_decision: false },
  ...{ payee_version: 1, counts: true },
})

type Payment = {
  readonly id: string
  readonly kind: 'benefit' | 'tax'
  readonly slip: Slip | null
  readonly amountOre: Ore
}

function paymentsOf({ slips }: Run): Payment[] {
  const paid = slips.map((slip) => ({
    id: randomUUIDv7(),
    kind: 'benefit' as const,
    slip,
    amountOre: netOf(slip),
  }))
  const amountOre = sumOre(slips.map(({ withheldOre }) => withheldOre))
  return [...paid, { id: randomUUIDv7(), kind: 'tax', slip: null, amountOre }]
}

const paymentRow =
  (tenant: string, run: Run) =>
  ({ id, kind, slip, amountOre }: Payment) => ({
    ...{
      tenant,
      id,
      run_id: run.id,
      of_run_id: run.id,
      kind,
      payslip_id: slip?.id ?? null,
      sequence: 1,
    },
    ...{
      person_id: slip?.personId ?? null,
      protected: false,
      month: run.month,
      amount_ore: amountOre,
    },
    ...{
      payee_version: slip ? 1 : null,
      execution_on: run.paidOn,
      part: 1,
      end_to_end_id: id.replaceAll('-', ''),
    },
    ...{ state: 'booked', accepted_on: run.paidOn, booked_on: run.paidOn, version: 3 },
  })

/** The entries that release and booking of a run make, as the domain makes them. */
function entriesOf(run: Run, payments: readonly Payment[]): Entry[] {
  const [runId, month, bookedOn] = [run.id as Id<'PayRun'>, run.month, run.paidOn]
  const nothing = { setOff: [], claims: [], attachedOre: ore(0) }
  const slips = run.slips.map((slip) =>
    postPayslip({
      ...{
        payslipId: slip.id as Id<'Payslip'>,
        runId,
        personId: slip.personId as Id<'Person'>,
        month,
        bookedOn,
      },
      ...{ benefit: [{ month, amountOre: slip.grossOre }], ...nothing },
      ...{ withheldOre: slip.withheldOre, netOre: netOf(slip) },
    }),
  )
  const booked = payments.map(({ id, kind, slip, amountOre }) =>
    postPaymentBooked({
      ...{
        paymentId: id as Id<'Payment'>,
        runId,
        personId: (slip?.personId ?? null) as Id<'Person'> | null,
      },
      ...{ month, kind, amountOre, bookedOn },
    }),
  )
  return [...slips, ...booked].filter((entry) => entry !== null)
}

/** Writes rows by one insert: their columns are the table's, what is left out has its default. */
async function insert(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}

async function insertRun(
  client: pg.Client,
  { tenant, run, head }: { tenant: string; run: Run; head: ChainHead },
): Promise<ChainHead> {
  const payments = paymentsOf(run)
  await insert(client, 'pay_run', [runRow(tenant, run)])
  await insert(client, 'payslip', run.slips.map(slipRow(tenant, run)))
  await insert(client, 'payment', payments.map(paymentRow(tenant, run)))
  const by = {
    tenant: tenantOf(tenant),
    postedBy: RELEASER,
    postedAt: `${run.paidOn}T08:00:00.000Z`,
  }
  const newId = () => randomUUIDv7() as Id<'LedgerEntry'>
  const entries = entriesOf(run, payments)
  const sealing = { ...by, head, closedThrough: null, newId, sha256 }
  for (const statement of insertEntries(compileOnly<Tables>(), entries, sealing)) {
    const { sql, parameters } = statement.compile()
    await client.query(sql, [...parameters])
  }
  const last = await client.query<ChainHead>(
    'select number::int, hash from ledger_entry where tenant = $1 order by number desc limit 1',
    [tenant],
  )
  return last.rows[0] ?? head
}

/**
 * Fills a municipality with released and booked pay runs of so many participants, their payslips, payments and
 * ledger, as the domain makes and seals the entries. Answers how many entries there are.
 */
export async function fillLedger(
  client: pg.Client,
  { tenant, participants, months }: { tenant: string; participants: number; months: number },
): Promise<number> {
  const persons = Array.from({ length: participants }, () => randomUUIDv7())
  // The checks of each row are not what is measured.
  await client.query('set session_replication_role = replica')
  await insert(
    client,
    'person',
    persons.map((personId) => ({ tenant, person_id: personId, protected: false })),
  )
  let head = EMPTY_CHAIN
  for (let at = months; at > 0; at -= 1) {
    const run = runOf(addToMonth(LAST_MONTH, 1 - at), persons)
    head = await insertRun(client, { tenant, run, head })
  }
  await client.query('reset session_replication_role')
  await client.query('analyze')
  return head.number
}
