import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { findPayslip, type PayslipId, type WholePayslip } from './payslips.ts'

/** A payslip with what its document says beside it. */
export type PayslipForPaper = {
  readonly slip: WholePayslip
  /** The payee's name as it was frozen; null while there was none. */
  readonly name: string | null
  /** What the person was paid before. */
  readonly before: WholePayslip | null
}

/** Reads a payslip, its payee's name, and the person's released payslip before it. */
export async function findPayslipForPaper(
  trx: Kysely<Tables>,
  id: PayslipId,
): Promise<PayslipForPaper | undefined> {
  const [slip, { rows }] = await Promise.all([
    findPayslip(trx, id),
    sql<{ name: string | null; before: PayslipId | null }>`
      select p.name, (
          select b.id from payslip b join pay_run r on r.tenant = b.tenant and r.id = b.run_id
          where b.tenant = s.tenant and b.person_id = s.person_id and b.id < s.id
            and b.state = 'payable' and r.released_at is not null
          order by b.id desc limit 1) as before
      from payslip s
      left join payee p on p.tenant = s.tenant and p.person_id = s.person_id and p.version = s.payee_version
      where s.tenant = ${here} and s.id = ${id}`.execute(trx),
  ])
  const beside = rows[0]
  if (!slip || !beside) return undefined
  const before = beside.before === null ? undefined : await findPayslip(trx, beside.before)
  return { slip, name: beside.name, before: before ?? null }
}
