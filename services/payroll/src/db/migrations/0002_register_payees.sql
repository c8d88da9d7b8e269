-- Why: whom to pay and from where. Every entry stays with who made it: an account number in a released run
-- must be traced to a person, and who entered it may not release that run.

create table payee (
  tenant tenant_id not null,
  person_id uuid not null,
  version record_version not null,
  protected boolean not null,
  name text not null check (length(name) between 1 and 70),
  account_number text not null check (account_number ~ '^[0-9]{11}$'),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  entered_at timestamptz not null,
  primary key (tenant, person_id, version),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
-- The role may change the protection of a row, never what was entered: see the column grant below.
select system.guard('payee', 'select, insert');
do $$ begin
  execute format('grant update (protected) on payee to %I', current_setting('fotfeste.app_role'));
end $$;

create table debtor_account (
  tenant tenant_id not null,
  version record_version not null,
  name text not null check (length(name) between 1 and 70),
  account_number text not null check (account_number ~ '^[0-9]{11}$'),
  bic text not null check (bic ~ '^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$'),
  customer_id text not null check (length(customer_id) between 1 and 35),
  division_id text check (length(division_id) between 1 and 35),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, version)
);
select system.guard('debtor_account', 'select, insert');

-- From which day a municipality's runs use a year's G; null: not yet. No row: the official day.
create table base_amount_registration (
  tenant tenant_id not null,
  year smallint not null check (year between 1967 and 2199),
  version record_version not null,
  id uuid not null,
  registered_on date,
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, year, version)
);
select system.guard('base_amount_registration', 'select, insert');
