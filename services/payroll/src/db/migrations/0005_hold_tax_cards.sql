-- Why: withholding follows the newest card of the payout's year (POL17). A card is never changed: what is
-- answered later is a new version, so that a paid month can be read with the card it was taxed by.

create table tax_card (
  tenant tenant_id not null,
  person_id uuid not null,
  year smallint not null check (year between 2000 and 2199),
  version record_version not null,
  protected boolean not null,
  result text not null check (result in ('card', 'no-card', 'no-duty', 'invalid-number',
    'invalid-organisation', 'replaced-number', 'consider-work-permit')),
  card_identifier text check (length(card_identifier) between 1 and 30),
  issued_on date,
  lines jsonb not null check (jsonb_typeof(lines) = 'array'),
  notes jsonb not null check (jsonb_typeof(notes) = 'array'),
  obtained_on date not null,
  obtained_at timestamptz not null,
  source text not null check (source in ('import', 'api', 'by-hand')),
  entered_by text not null check (length(entered_by) between 1 and 500),
  primary key (tenant, person_id, year, version),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check (result <> 'card' or jsonb_array_length(lines) > 0)
);
select system.guard('tax_card', 'select, insert');

-- What the participant wants withheld beside the card; the newest version counts, 0 takes it back.
create table withholding_wish (
  tenant tenant_id not null,
  person_id uuid not null,
  version record_version not null,
  protected boolean not null,
  extra_ore ore not null check (extra_ore between 0 and 10000000 and extra_ore % 100 = 0),
  from_date date not null,
  to_date date check (to_date >= from_date),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  entered_at timestamptz not null,
  primary key (tenant, person_id, version),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
select system.guard('withholding_wish', 'select, insert');

-- An order to the Tax Administration: a killed job goes on from its reference. One open order a year.
create table tax_card_request (
  tenant tenant_id not null,
  id uuid not null,
  year smallint not null check (year between 2000 and 2199),
  state text not null check (state in ('due', 'ordered', 'answered', 'refused', 'given-up')),
  -- All persons named, or only what changed since; null until it is ordered.
  kind text check (kind in ('all', 'changes')),
  order_reference text check (length(order_reference) between 1 and 100),
  dialog_reference text check (length(dialog_reference) between 1 and 100),
  reason text check (length(reason) between 1 and 500),
  persons integer not null default 0 check (persons >= 0),
  without_number integer not null default 0 check (without_number >= 0),
  applied integer not null default 0 check (applied >= 0),
  unknown integer not null default 0 check (unknown >= 0),
  invalid integer not null default 0 check (invalid >= 0),
  requested_by text not null check (length(requested_by) between 1 and 500),
  requested_on date not null,
  requested_at timestamptz not null,
  ordered_at timestamptz,
  answered_on date,
  next_try_at timestamptz not null,
  version record_version not null,
  primary key (tenant, id),
  check (state not in ('ordered', 'answered') or (order_reference is not null and kind is not null)),
  check ((state = 'answered') = (answered_on is not null)),
  check (state not in ('refused', 'given-up') or reason is not null)
);
create unique index tax_card_request_one_open on tax_card_request (tenant, year)
  where state in ('due', 'ordered');
create index tax_card_request_of_day on tax_card_request (tenant, year, requested_on);
select system.guard('tax_card_request', 'select, insert, update');

-- An answer that somebody posted: what was read of it, with its national numbers, only until it is matched.
create table tax_card_import (
  tenant tenant_id not null,
  id uuid not null,
  state text not null check (state in ('received', 'matched', 'given-up')),
  document jsonb,
  reason text check (length(reason) between 1 and 500),
  obtained_on date not null,
  entries integer not null check (entries >= 0),
  received_by text not null check (length(received_by) between 1 and 500),
  received_on date not null,
  received_at timestamptz not null,
  matched_on date,
  version record_version not null,
  primary key (tenant, id),
  constraint tax_card_import_erased check ((document is not null) = (state = 'received')),
  check ((matched_on is not null) = (state = 'matched'))
);
create index tax_card_import_waiting on tax_card_import (tenant) where state = 'received';
select system.guard('tax_card_import', 'select, insert, update');

-- What became of each employee of a posted answer: the place in it, and the person where one was found.
create table tax_card_import_entry (
  tenant tenant_id not null,
  import_id uuid not null,
  number integer not null check (number >= 1),
  protected boolean not null,
  pointer text not null check (length(pointer) between 1 and 100),
  code text not null check (code in ('applied', 'unknown', 'double', 'invalid')),
  person_id uuid,
  year smallint check (year between 2000 and 2199),
  detail text check (length(detail) between 1 and 500),
  primary key (tenant, import_id, number),
  foreign key (tenant, import_id) references tax_card_import (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check (code not in ('applied', 'double') or person_id is not null)
);
create index tax_card_import_entry_of_person on tax_card_import_entry (tenant, person_id);
select system.guard('tax_card_import_entry', 'select, insert');

do $$
declare
  held text;
begin
  foreach held in array array['tax_card', 'withholding_wish', 'tax_card_import_entry'] loop
    execute format('grant update (protected) on %I to %I', held, current_setting('fotfeste.app_role'));
  end loop;
end $$;
