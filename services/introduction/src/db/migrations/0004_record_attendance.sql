-- Why: benefit is paid on registered attendance (integreringsloven § 24): every version of a day is kept, and a
-- month is sealed by one and approved by another before it is sent to be paid.

create table timesheet (
  tenant tenant_id not null,
  id uuid not null,
  enrolment_id uuid not null,
  month month not null,
  version record_version not null,
  state text not null check (state in ('open', 'sealed', 'approved')),
  revision integer not null check (revision >= 1),
  sealed_by text,
  approved_by text,
  approved_on date,
  days_without_programme date[] not null check (cardinality(days_without_programme) <= 31),
  paid_work jsonb,
  benefits jsonb not null check (jsonb_typeof(benefits) = 'array'),
  changed_at timestamptz not null,
  primary key (tenant, id),
  constraint timesheet_of_month unique (tenant, enrolment_id, month),
  foreign key (tenant, enrolment_id) references enrolment (tenant, id),
  check ((state = 'open') = (sealed_by is null)),
  check ((state = 'approved') = (approved_by is not null)),
  check ((approved_by is null) = (approved_on is null)),
  check (approved_by <> sealed_by)
);
create index timesheet_by_month on timesheet (tenant, month, state, id);
select system.guard('timesheet', 'select, insert, update, delete');

create table timesheet_step (
  tenant tenant_id not null,
  timesheet_id uuid not null,
  version record_version not null,
  step text not null check (step in ('seal', 'approve', 'correct')),
  revision integer not null check (revision >= 1),
  taken_by text not null,
  taken_on date not null,
  taken_at timestamptz not null,
  reason text check (length(reason) between 1 and 1000),
  primary key (tenant, timesheet_id, version),
  foreign key (tenant, timesheet_id) references timesheet (tenant, id),
  check ((step = 'correct') = (reason is not null))
);
select system.guard('timesheet_step', 'select, insert');

-- What was approved and sent, revision by revision: never changed, also while the month is corrected.
create table approved_timesheet (
  tenant tenant_id not null,
  timesheet_id uuid not null,
  revision integer not null check (revision >= 1),
  month month not null,
  approved_by text not null,
  approved_on date not null,
  content jsonb not null,
  planned_minutes minutes not null,
  present_minutes minutes not null,
  absent_minutes minutes not null,
  unexcused_minutes minutes not null check (unexcused_minutes <= absent_minutes),
  primary key (tenant, timesheet_id, revision),
  foreign key (tenant, timesheet_id) references timesheet (tenant, id),
  check (present_minutes + absent_minutes = planned_minutes)
);
create index approved_timesheet_by_month on approved_timesheet (tenant, month, timesheet_id);
select system.guard('approved_timesheet', 'select, insert');

-- The newest version of a day is the day; who, when and why stand on each (a history of every change).
create table attendance (
  tenant tenant_id not null,
  enrolment_id uuid not null,
  day date not null,
  version record_version not null,
  month month not null,
  planned_minutes minutes not null check (planned_minutes between 1 and 1440),
  present_minutes minutes not null,
  absences jsonb not null check (jsonb_typeof(absences) = 'array'),
  absent_minutes minutes not null,
  unexcused_minutes minutes not null check (unexcused_minutes <= absent_minutes),
  lengthening_minutes minutes not null check (lengthening_minutes <= absent_minutes),
  recorded_by text not null,
  recorded_on date not null check (recorded_on >= day),
  reason text check (length(reason) between 1 and 1000),
  recorded_at timestamptz not null,
  constraint attendance_version primary key (tenant, enrolment_id, day, version),
  foreign key (tenant, enrolment_id, month) references timesheet (tenant, enrolment_id, month),
  check (present_minutes + absent_minutes = planned_minutes),
  check (month = lpad(extract(year from day)::text, 4, '0') || '-' || lpad(extract(month from day)::text, 2, '0')),
  check ((version = 1) = (reason is null))
);
select system.guard('attendance', 'select, insert');
