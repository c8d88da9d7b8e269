-- Why: what was paid is never changed, a correction is a new line (integreringsloven § 25, POL9). The database
-- says so too: of what a run pays and of what it was computed from, the service may change who is protected
-- and, until the run is released, whether it counts (a cancelled run's does not).

do $$
declare
  service text := current_setting('fotfeste.app_role');
  held text;
begin
  foreach held in array array['programme_facts', 'basis', 'payslip', 'pay_line', 'claim_change',
    'attachment_paid'] loop
    execute format('revoke update on %I from %I', held, service);
    execute format('grant update (protected) on %I to %I', held, service);
  end loop;
  foreach held in array array['payslip', 'pay_line', 'claim_change', 'attachment_paid'] loop
    execute format('grant update (counts) on %I to %I', held, service);
  end loop;
end $$;

create function paid_stands() returns trigger language plpgsql as $$
begin
  if exists (select from pay_run r
    where r.tenant = old.tenant and r.id = old.run_id and r.released_at is not null) then
    raise exception 'what a released run paid is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger payslip_paid_stands before update of counts on payslip
  for each row execute function paid_stands();
create trigger pay_line_paid_stands before update of counts on pay_line
  for each row execute function paid_stands();
create trigger claim_change_paid_stands before update of counts on claim_change
  for each row execute function paid_stands();
create trigger attachment_paid_stands before update of counts on attachment_paid
  for each row execute function paid_stands();
