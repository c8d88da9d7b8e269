-- Why: what a municipality chooses where the law is silent, and the yearly base amount, are entries of a
-- person that stay as they were made: a month computed by an old one is explained by it for ever.

create table policy_setting (
  tenant tenant_id not null,
  name text not null check (length(name) between 1 and 50),
  version record_version not null,
  value jsonb not null check (jsonb_typeof(value) in ('number', 'boolean', 'string', 'null')),
  from_month month not null,
  reason text not null check (length(reason) between 1 and 500),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, name, version)
);
select system.guard('policy_setting', 'select, insert');

-- A base amount (G) of a year that the product's own table does not have yet.
create table base_amount_entry (
  tenant tenant_id not null,
  year smallint not null check (year between 2027 and 2199),
  version record_version not null,
  id uuid not null,
  status text not null check (status in ('proposed', 'final')),
  amount_ore ore not null check (amount_ore > 0 and amount_ore % 100 = 0),
  from_date date not null check (extract(day from from_date) = 1 and extract(year from from_date) = year),
  adopted_on date check (adopted_on >= from_date - 366),
  source text not null check (length(source) between 1 and 300),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, year, version),
  check ((status = 'final') = (adopted_on is not null))
);
select system.guard('base_amount_entry', 'select, insert');

-- The settings of the municipality as they stood when the run's inputs were frozen.
alter table pay_run add column policies jsonb;
