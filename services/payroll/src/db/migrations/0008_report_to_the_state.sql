-- Why: what was paid in a calendar month is reported to the state (a-melding). A message holds the whole month; a
-- correction is a new one in its place. The file alone holds national numbers.

-- The business unit (virksomhet, underenhet) that pays; the newest counts, none: the municipality itself.
create table reporting_unit (
  tenant tenant_id not null,
  version record_version not null,
  unit tenant_id not null,
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, version)
);
select system.guard('reporting_unit', 'select, insert');

create table report (
  tenant tenant_id not null,
  id uuid not null,
  -- The month of payout.
  month month not null,
  number smallint not null check (number >= 1),
  state text not null check (state in ('requested', 'written', 'delivered', 'received', 'failed')),
  cause text check (length(cause) between 1 and 500),
  replaces_id uuid check (replaces_id <> id),
  -- Why it is not written yet.
  reason text check (length(reason) between 1 and 500),
  due_on date not null,
  unit tenant_id,
  persons integer not null default 0 check (persons >= 0),
  problems integer not null default 0 check (problems >= 0),
  gross_ore ore not null default 0 check (gross_ore >= 0),
  withheld_ore ore not null default 0 check (withheld_ore >= 0),
  tax_attachments_ore ore not null default 0 check (tax_attachments_ore >= 0),
  requested_by text not null check (length(requested_by) between 1 and 500),
  requested_on date not null,
  next_try_at timestamptz not null,
  written_at timestamptz,
  version record_version not null,
  primary key (tenant, id),
  constraint report_number unique (tenant, month, number),
  foreign key (tenant, replaces_id) references report (tenant, id),
  check (state <> 'requested' or written_at is null),
  check (state not in ('written', 'delivered', 'received') or (written_at is not null and problems = 0)),
  check ((unit is null) = (written_at is null))
);
create unique index report_one_open on report (tenant, month) where state in ('requested', 'written');
select system.guard('report', 'select, insert, update');

-- The runs whose payslips a message holds.
create table report_run (
  tenant tenant_id not null,
  report_id uuid not null,
  run_id uuid not null,
  primary key (tenant, report_id, run_id),
  foreign key (tenant, report_id) references report (tenant, id),
  foreign key (tenant, run_id) references pay_run (tenant, id)
);
create index report_run_of_run on report_run (tenant, run_id);
select system.guard('report_run', 'select, insert');

-- Who keeps a message from being written, as the last try found it.
create table report_problem (
  tenant tenant_id not null,
  report_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  code text not null check (code in ('unknown-person', 'no-national-number')),
  primary key (tenant, report_id, person_id),
  foreign key (tenant, report_id) references report (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index report_problem_of_person on report_problem (tenant, person_id);
select system.guard('report_problem', 'select, insert, update, delete');

-- What was reported of each person; never changed, but their protection follows.
create table report_person (
  tenant tenant_id not null,
  report_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  gross_ore ore not null check (gross_ore > 0),
  withheld_ore ore not null check (withheld_ore >= 0),
  tax_attachments_ore ore not null check (tax_attachments_ore >= 0),
  primary key (tenant, report_id, person_id),
  foreign key (tenant, report_id) references report (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index report_person_of_person on report_person (tenant, person_id);
select system.guard('report_person', 'select, insert');
do $$ begin
  execute format('grant update (protected) on report_person to %I', current_setting('fotfeste.app_role'));
end $$;

-- The message as it was written. Every row counts as protected: it is seen by who may see everyone in it.
create table report_file (
  tenant tenant_id not null,
  report_id uuid not null,
  protected boolean not null check (protected),
  content text not null,
  sha256 text not null,
  primary key (tenant, report_id),
  foreign key (tenant, report_id) references report (tenant, id),
  check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
select system.guard('report_file', 'select, insert');

-- What became of a message, as the one who delivers it tells.
create table report_receipt (
  tenant tenant_id not null,
  report_id uuid not null,
  version record_version not null,
  outcome text not null check (outcome in ('delivered', 'received', 'refused', 'withdrawn')),
  reference text check (length(reference) between 1 and 200),
  detail text check (length(detail) between 1 and 2000),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  entered_at timestamptz not null,
  primary key (tenant, report_id, version),
  foreign key (tenant, report_id) references report (tenant, id),
  check (outcome = 'withdrawn' or reference is not null),
  check (outcome not in ('refused', 'withdrawn') or detail is not null)
);
select system.guard('report_receipt', 'select, insert');
