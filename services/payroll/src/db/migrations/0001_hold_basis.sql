-- Why: the month's benefit is computed from what introduction approved, never by calling back; facts and
-- timesheets are kept as they came, version by version, so that a paid month can be computed again.

create table person (
  tenant tenant_id not null,
  person_id uuid not null,
  protected boolean not null,
  primary key (tenant, person_id)
);
select system.guard('person', 'select, insert, update');

-- What the calculation must know of a programme; the newest version counts for every month, paid or not.
create table programme_facts (
  tenant tenant_id not null,
  enrolment_id uuid not null,
  version record_version not null,
  person_id uuid not null,
  protected boolean not null,
  facts jsonb not null,
  primary key (tenant, enrolment_id, version),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
select system.guard('programme_facts', 'select, insert, update');

-- One row for each approved version of a month's timesheet.
create table basis (
  tenant tenant_id not null,
  timesheet_id uuid not null,
  version record_version not null,
  person_id uuid not null,
  enrolment_id uuid not null,
  month month not null,
  approved_on date not null,
  protected boolean not null,
  content jsonb not null,
  primary key (tenant, timesheet_id, version),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index basis_of_person on basis (tenant, person_id, month);
create index basis_of_month on basis (tenant, month, timesheet_id);
select system.guard('basis', 'select, insert, update');
