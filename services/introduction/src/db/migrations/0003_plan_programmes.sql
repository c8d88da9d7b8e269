-- Why: each participant has one plan, changed as a whole; earlier versions stay as the grounds of what was decided.

create table plan (
  tenant tenant_id not null,
  enrolment_id uuid not null,
  version record_version not null,
  needs_own_study boolean not null,
  reason text not null check (length(reason) between 1 and 4000),
  norwegian_goal text check (norwegian_goal in ('A1', 'A2', 'B1', 'B2', 'C1')),
  phases jsonb not null check (jsonb_typeof(phases) = 'array'),
  made_by text not null,
  made_on date not null,
  changed_at timestamptz not null,
  primary key (tenant, enrolment_id, version),
  foreign key (tenant, enrolment_id) references enrolment (tenant, id)
);
select system.guard('plan', 'select, insert');
