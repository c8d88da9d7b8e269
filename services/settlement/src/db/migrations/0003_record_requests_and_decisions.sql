-- Why: IMDi asks each year and the municipality decides how many (F1, F3, S12); a later decision stands
-- beside the one it replaces, so that it can be seen what was in force when.

create table settlement_request (
  tenant tenant_id not null,
  id uuid not null,
  year smallint not null check (year between 2000 and 2199),
  persons integer not null check (persons between 0 and 100000),
  unaccompanied_minors integer not null check (unaccompanied_minors between 0 and persons),
  received_on date not null check (extract(year from received_on) in (year, year - 1)),
  deadline date check (deadline >= received_on),
  reference text not null check (length(reference) between 1 and 100),
  version record_version not null,
  changed_at timestamptz not null,
  primary key (tenant, id),
  constraint settlement_request_one_a_year unique (tenant, year)
);
select system.guard('settlement_request', 'select, insert, update');

create table settlement_decision (
  tenant tenant_id not null,
  request_id uuid not null,
  number integer not null check (number >= 1),
  persons integer not null check (persons between 0 and 100000),
  unaccompanied_minors integer not null check (unaccompanied_minors between 0 and persons),
  decided_on date not null,
  deciding_body text not null check (length(deciding_body) between 1 and 100),
  case_reference text not null check (length(case_reference) between 1 and 100),
  recorded_on date not null check (recorded_on >= decided_on),
  primary key (tenant, request_id, number),
  foreign key (tenant, request_id) references settlement_request (tenant, id)
);
select system.guard('settlement_decision', 'select, insert');
