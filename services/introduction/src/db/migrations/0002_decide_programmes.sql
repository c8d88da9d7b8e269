-- Why: a programme is decided, started, interrupted, extended and ended; a person has one open at a time.

-- Interruptions must not overlap: an exclusion constraint over tenant, programme and days.
create extension if not exists btree_gist;

create table enrolment (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  protected boolean not null,
  person_id uuid not null,
  state text not null check (state in ('decided', 'started', 'ended')),
  regime text not null check (regime in ('integreringsloven', 'introduksjonsloven')),
  standing text not null check (standing in ('right-and-duty', 'right', 'may-be-offered')),
  decided_on date not null,
  claimed_on date,
  case_reference text not null check (length(case_reference) between 1 and 100),
  goal text not null check (goal in ('work', 'higher-education', 'vocational-requalification',
    'upper-secondary', 'parts-of-upper-secondary', 'vocational-training')),
  completed_upper_secondary boolean not null,
  youth_departure text check (youth_departure in ('unwilling', 'unable')),
  planned_start date not null check (planned_start >= decided_on),
  started_on date check (started_on >= decided_on),
  planned_end date not null,
  rule_months integer not null check (rule_months between 1 and 60),
  rule_extension_months integer not null check (rule_extension_months between 0 and 24),
  rule_is_certain boolean not null,
  rule_keys text[] not null,
  rule_law text not null,
  assessment_keys text[] not null,
  assessment_law text[] not null,
  ended_on date,
  end_reason text check (end_reason in
    ('goal-reached', 'time-expired', 'broken-off', 'stopped', 'refused', 'moved', 'other')),
  end_case_reference text check (length(end_case_reference) between 1 and 100),
  changed_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references participant (tenant, person_id),
  check (planned_end >= coalesce(started_on, planned_start)),
  check ((state = 'ended') = (ended_on is not null)),
  check ((ended_on is null) = (end_reason is null)),
  check (state <> 'started' or started_on is not null),
  check (state <> 'decided' or started_on is null),
  check (ended_on between coalesce(started_on, decided_on) and planned_end)
);
create unique index enrolment_one_open on enrolment (tenant, person_id) where state <> 'ended';
create index enrolment_of_person on enrolment (tenant, person_id, id);
select system.guard('enrolment', 'select, insert, update');

create table interruption (
  tenant tenant_id not null,
  id uuid not null,
  enrolment_id uuid not null,
  kind text not null check (kind in ('unpaid-leave', 'parental-leave', 'stop', 'illness-without-benefit')),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  notice_received_on date not null,
  case_reference text not null check (length(case_reference) between 1 and 100),
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, enrolment_id) references enrolment (tenant, id),
  constraint interruption_overlap exclude using gist
    (tenant with =, enrolment_id with =, daterange(from_day, to_day, '[]') with &&)
);
create index interruption_of_enrolment on interruption (tenant, enrolment_id, from_day);
select system.guard('interruption', 'select, insert');

create table household_fact (
  tenant tenant_id not null,
  enrolment_id uuid not null,
  from_day date not null,
  lives_with_parent boolean not null,
  partner_in_programme boolean not null,
  has_children boolean not null,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (tenant, enrolment_id, from_day),
  foreign key (tenant, enrolment_id) references enrolment (tenant, id)
);
select system.guard('household_fact', 'select, insert, update');

create table extension (
  tenant tenant_id not null,
  id uuid not null,
  enrolment_id uuid not null,
  planned_end_before date not null,
  planned_end date not null check (planned_end > planned_end_before),
  ground text not null check (ground in ('goal', 'absence')),
  reason text not null check (length(reason) between 1 and 2000),
  case_reference text not null check (length(case_reference) between 1 and 100),
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, enrolment_id) references enrolment (tenant, id)
);
select system.guard('extension', 'select, insert');
