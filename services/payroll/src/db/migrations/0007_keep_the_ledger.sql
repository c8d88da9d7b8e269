-- Why: what a run costs, owes and pays is kept in double entry, entry behind entry, each tied to the one
-- before by its hash. Nothing in it is ever changed: the role may not, and for its owner a trigger refuses.

create table ledger_entry (
  tenant tenant_id not null,
  number bigint not null check (number >= 1),
  -- Without gaps: an entry stands behind the one before it, the first behind none.
  previous_number bigint generated always as (nullif(number - 1, 0)) stored,
  id uuid not null,
  booked_on date not null,
  kind text not null
    check (kind in ('payslip', 'claims', 'payment-booked', 'payment-returned', 'claim-recovered')),
  -- Names the fact, so that the same fact is posted once.
  source text not null check (length(source) between 1 and 100),
  run_id uuid,
  person_id uuid,
  payment_id uuid,
  -- Who may see the entry; no part of it, and no part of its hash.
  protected boolean not null,
  lines smallint not null check (lines >= 2),
  posted_by text not null check (length(posted_by) between 1 and 500),
  posted_at timestamptz not null,
  previous_hash text not null check (previous_hash ~ '^[0-9a-f]{64}$'),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (tenant, number),
  constraint ledger_entry_once unique (tenant, source),
  constraint ledger_entry_gapless foreign key (tenant, previous_number) references ledger_entry (tenant, number),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  foreign key (tenant, payment_id) references payment (tenant, id),
  check (person_id is not null or not protected)
);
create index ledger_entry_of_person on ledger_entry (tenant, person_id, number);
create index ledger_entry_of_run on ledger_entry (tenant, run_id, number);
create index ledger_entry_by_day on ledger_entry (tenant, booked_on, number);
select system.guard('ledger_entry', 'select, insert');
do $$ begin
  execute format('grant update (protected) on ledger_entry to %I', current_setting('fotfeste.app_role'));
end $$;

-- The sides of an entry name nobody: balances count them all.
create table ledger_posting (
  tenant tenant_id not null,
  entry_number bigint not null,
  line smallint not null check (line >= 1),
  booked_on date not null,
  account text not null check (account in
    ('benefit-cost', 'claims', 'tax-withheld', 'attachments-payable', 'net-payable', 'bank')),
  month month not null,
  amount_ore ore not null check (amount_ore <> 0),
  primary key (tenant, entry_number, line),
  foreign key (tenant, entry_number) references ledger_entry (tenant, number)
);
create index ledger_posting_by_day on ledger_posting (tenant, booked_on, account) include (amount_ore);
select system.guard('ledger_posting', 'select, insert');

-- Whoever asks: an entry stands. Only who may see it follows the person's protection.
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_entry' then
    -- A generated column has no value yet before an update.
    if to_jsonb(new) - array['protected', 'previous_number'] = to_jsonb(old) - array['protected', 'previous_number'] then
      return new;
    end if;
  end if;
  raise exception 'the ledger is append-only: % of % is refused, post a new entry', tg_op, tg_table_name
    using errcode = '42501';
end $$;
create trigger ledger_entry_stands before update or delete on ledger_entry
  for each row execute function refuse_ledger_change();
create trigger ledger_entry_is_kept before truncate on ledger_entry
  for each statement execute function refuse_ledger_change();
create trigger ledger_posting_stands before update or delete on ledger_posting
  for each row execute function refuse_ledger_change();
create trigger ledger_posting_is_kept before truncate on ledger_posting
  for each statement execute function refuse_ledger_change();

-- At commit every entry has its lines, and they sum to zero.
create function check_ledger_entry() returns trigger language plpgsql as $$
declare held record;
begin
  select count(*) as lines, coalesce(sum(amount_ore), 0) as rest, bool_and(booked_on = new.booked_on) as is_of_day
    into held from ledger_posting where tenant = new.tenant and entry_number = new.number;
  if held.lines <> new.lines or held.rest <> 0 or not held.is_of_day then
    raise exception 'the entry % has % of % lines and % øre left over', new.number, held.lines, new.lines, held.rest
      using errcode = '23514', constraint = 'ledger_entry_balances';
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balances after insert on ledger_entry
  deferrable initially deferred for each row execute function check_ledger_entry();

-- Nothing is added to an entry that has its lines.
create function check_ledger_postings() returns trigger language plpgsql as $$
declare wrong bigint;
begin
  select e.number into wrong
    from (select distinct tenant, entry_number from added) a
    join ledger_entry e on e.tenant = a.tenant and e.number = a.entry_number
    join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number
    group by e.number, e.lines having sum(p.amount_ore) <> 0 or count(*) <> e.lines limit 1;
  if wrong is not null then
    raise exception 'the entry % would not balance', wrong
      using errcode = '23514', constraint = 'ledger_entry_balances';
  end if;
  return null;
end $$;
create trigger ledger_posting_balances after insert on ledger_posting
  referencing new table as added for each statement execute function check_ledger_postings();

-- How the municipality's accounts name ours, from a day on; every entry stays with who made it.
create table account_setting (
  tenant tenant_id not null,
  account text not null check (account in
    ('benefit-cost', 'claims', 'tax-withheld', 'attachments-payable', 'net-payable', 'bank')),
  version record_version not null,
  from_date date not null,
  account_number text check (account_number ~ '^[0-9A-Za-z][0-9A-Za-z .-]{0,19}$'),
  function text check (function ~ '^[0-9]{3}$'),
  art text check (art ~ '^[0-9]{3}$'),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, account, version)
);
select system.guard('account_setting', 'select, insert');
