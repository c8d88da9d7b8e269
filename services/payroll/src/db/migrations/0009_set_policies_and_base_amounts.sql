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

-- The yearly regulation (G-regulering): a report of who changes, approved by two, and then the year's G in
-- use. A dry run ends with its report.
create table regulation (
  tenant tenant_id not null,
  id uuid not null,
  year smallint not null check (year between 1967 and 2199),
  kind text not null check (kind in ('dry-run', 'run')),
  state text not null
    check (state in ('draft', 'calculated', 'approved', 'running', 'done', 'cancelled')),
  status text not null check (status in ('official', 'final', 'proposed')),
  amount_ore ore not null check (amount_ore > 0),
  from_date date not null,
  known_on date not null,
  source text not null check (length(source) between 1 and 300),
  started_by text not null check (length(started_by) between 1 and 500),
  as_known_on date not null,
  reason text check (length(reason) between 1 and 500),
  -- Which pay runs stood when the report was calculated: another one since makes it another report.
  pay_runs_seen text,
  cursor uuid,
  -- Counts and sums of the report, set when it is whole.
  totals jsonb,
  version record_version not null,
  primary key (tenant, id),
  check (kind = 'run' or state in ('draft', 'calculated', 'cancelled')),
  check (kind = 'dry-run' or status <> 'proposed'),
  check (state not in ('calculated', 'approved', 'done') or totals is not null)
);
create unique index regulation_one_open on regulation (tenant)
  where kind = 'run' and state in ('draft', 'calculated', 'approved', 'running');
select system.guard('regulation', 'select, insert, update');

-- Every move with who, when and why; an approver counts once, and never the one who started it.
create table regulation_event (
  tenant tenant_id not null,
  regulation_id uuid not null,
  id uuid not null,
  move text not null check (move in ('start', 'calculate', 'approve', 'run', 'finish', 'cancel')),
  to_state text not null,
  actor text check (length(actor) between 1 and 500),
  on_date date not null,
  at timestamptz not null,
  primary key (tenant, regulation_id, id),
  foreign key (tenant, regulation_id) references regulation (tenant, id),
  check (move in ('calculate', 'finish') or actor is not null)
);
create unique index regulation_event_one_approval on regulation_event (tenant, regulation_id, actor)
  where move in ('start', 'approve');
select system.guard('regulation_event', 'select, insert');

-- The report: what the year's G does to each person's paid months, and who looks at those it does not explain.
create table regulation_person (
  tenant tenant_id not null,
  regulation_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  outcome text not null check (outcome in ('changes', 'review', 'already-new', 'not-paid-yet')),
  months jsonb not null,
  difference_ore ore not null check (difference_ore = 0 or outcome = 'changes'),
  cleared_by text check (length(cleared_by) between 1 and 500),
  cleared_on date,
  clear_reason text check (length(clear_reason) between 1 and 500),
  primary key (tenant, regulation_id, person_id),
  foreign key (tenant, regulation_id) references regulation (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check (num_nulls(cleared_by, cleared_on, clear_reason) in (0, 3)),
  check (cleared_by is null or outcome = 'review')
);
create index regulation_person_in_review on regulation_person (tenant, person_id)
  where outcome = 'review' and cleared_by is null;
select system.guard('regulation_person', 'select, insert, update');

-- Paid months whose new G waits for a person, as frozen with the run.
alter table pay_run_person add column review_months jsonb not null default '[]';
