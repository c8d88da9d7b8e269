-- Why: what was handed to the municipality's accounts for a month stands. Nothing is booked in a closed month, and
-- none is opened again: a late fact is booked in the first open one, with the day it happened (I25).

create table ledger_closing (
  tenant tenant_id not null,
  -- Closed with every month before it.
  month month not null,
  id uuid not null,
  -- Where the chain ended: kept outside, it shows that nothing before it has changed.
  last_number bigint not null check (last_number >= 0),
  last_hash text not null check (last_hash ~ '^[0-9a-f]{64}$'),
  -- What was booked in the month itself.
  entries integer not null check (entries >= 0),
  debit_ore ore not null check (debit_ore >= 0),
  closed_by text not null check (length(closed_by) between 1 and 500),
  closed_on date not null check (to_char(closed_on, 'YYYY-MM') > month),
  closed_at timestamptz not null,
  primary key (tenant, month),
  unique (tenant, id)
);
select system.guard('ledger_closing', 'select, insert');
create trigger ledger_closing_stands before update or delete on ledger_closing
  for each row execute function refuse_ledger_change();
create trigger ledger_closing_is_kept before truncate on ledger_closing
  for each statement execute function refuse_ledger_change();

-- The day of a fact that is booked in a later month than its own.
alter table ledger_entry add column occurred_on date check (occurred_on < booked_on);

-- Whoever posts: not in a closed month.
create function refuse_closed_month() returns trigger language plpgsql as $$
declare closed text;
begin
  select max(c.month) into closed
    from (select tenant, min(booked_on) as first from added group by tenant) a
    join ledger_closing c on c.tenant = a.tenant and c.month >= to_char(a.first, 'YYYY-MM');
  if closed is not null then
    raise exception 'the ledger is closed through %: book it in the month after', closed
      using errcode = '23514', constraint = 'ledger_entry_in_open_month';
  end if;
  return null;
end $$;
create trigger ledger_entry_in_open_month after insert on ledger_entry
  referencing new table as added for each statement execute function refuse_closed_month();
