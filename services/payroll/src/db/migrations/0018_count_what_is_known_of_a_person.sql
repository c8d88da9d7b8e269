-- Why: whether anything was heard of a person since a run is asked for everyone of a municipality. One number a person
-- answers it, and whoever writes a fact moves it: nobody can forget to.
alter table person add column facts_version bigint not null default 0 check (facts_version >= 0);

-- As it stood when the run froze the person; runs of before know none.
alter table pay_run_person add column facts_version bigint not null default -1;
alter table pay_run_person alter column facts_version drop default;

create function note_facts() returns trigger language plpgsql as $$
declare
  persons bigint;
  noted bigint;
begin
  select count(*) into persons from (select distinct tenant, person_id from added) a;
  update person p set facts_version = p.facts_version + 1
    from (select distinct tenant, person_id from added) a
    where p.tenant = a.tenant and p.person_id = a.person_id;
  get diagnostics noted = row_count;
  if noted <> persons then
    raise exception '% of % persons of % were met', noted, persons, tg_table_name using errcode = '42501';
  end if;
  return null;
end $$;

-- Every table that a run freezes something of (`freeze.ts`).
do $$
declare kept text;
begin
  foreach kept in array array['programme_facts', 'basis', 'payee', 'payee_confirmation', 'tax_card',
    'withholding_wish', 'attachment_order', 'individual_decision', 'claim_stop', 'repayment_decision',
    'refund_claim', 'claim_recovery', 'regulation_person']
  loop
    execute format('create trigger note_facts after insert on %I referencing new table as added
      for each statement execute function note_facts()', kept);
  end loop;
  foreach kept in array array['claim_stop', 'regulation_person'] loop
    execute format('create trigger note_changed_facts after update on %I referencing new table as added
      for each statement execute function note_facts()', kept);
  end loop;
end $$;

-- What a regulation left to a person counts from its end on.
create function note_reviews() returns trigger language plpgsql as $$
begin
  update person p set facts_version = p.facts_version + 1 from regulation_person g
    where g.tenant = new.tenant and g.regulation_id = new.id and g.outcome = 'review'
      and p.tenant = g.tenant and p.person_id = g.person_id;
  return null;
end $$;
create trigger note_reviews after update of state on regulation
  for each row when (new.state = 'done' and old.state <> 'done') execute function note_reviews();
