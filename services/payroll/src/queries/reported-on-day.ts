import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { sql } from 'kysely'

/** The messages to the state that stand on the day, and the runs whose payslips they do not hold as paid. */
export const reportedBy = (day: PlainDate) => sql`
  standing as (
    select distinct on (p.month) p.* from report p
    where p.tenant = ${here} and p.state in ('delivered', 'received') and exists (
      select from report_receipt c where c.tenant = p.tenant and c.report_id = p.id and c.entered_on <= ${day}
        and c.outcome in ('delivered', 'received'))
    order by p.month, p.number desc),
  paid as (
    select r.tenant, r.id as run_id, r.month, to_char(r.pay_date, 'YYYY-MM') as payout,
      coalesce(sum(s.gross_ore), 0) as gross, coalesce(sum(s.withheld_ore), 0) as withheld
    from runs r left join slips s on s.tenant = r.tenant and s.run_id = r.id
    group by r.tenant, r.id, r.month, r.pay_date having coalesce(sum(s.gross_ore), 0) > 0),
  in_message as (
    select p.*, g.id as report_id, g.gross_ore, g.withheld_ore,
      row_number() over (partition by p.payout, g.id order by p.run_id desc) as newest,
      sum(p.gross) over (partition by p.payout, g.id) as month_gross,
      sum(p.withheld) over (partition by p.payout, g.id) as month_withheld
    from paid p
    left join standing g on g.tenant = p.tenant and g.month = p.payout and exists (
      select from report_run n where n.tenant = g.tenant and n.report_id = g.id and n.run_id = p.run_id)),
  told as (
    select run_id, month, case
      when report_id is null then gross
      when newest > 1 then 0
      when month_gross <> gross_ore then month_gross - gross_ore
      else month_withheld - withheld_ore end as difference from in_message)`

export const REPORTED = sql`
  jsonb_build_object(
    'grossOre', (select coalesce(sum(gross_ore), 0) from standing),
    'withheldOre', (select coalesce(sum(withheld_ore), 0) from standing),
    'runs', (select coalesce(jsonb_agg(jsonb_build_object('payRunId', run_id, 'month', month,
      'differenceOre', difference) order by run_id), '[]') from told where difference <> 0))`
