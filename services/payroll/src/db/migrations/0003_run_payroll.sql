-- Why: a run freezes its inputs, walks them page by page and can be killed anywhere; what it wrote counts
-- once. The indexes are the last word on paying twice: one open run, one run a month, one set of lines.

create table pay_run (
  tenant tenant_id not null,
  id uuid not null,
  month month not null,
  kind text not null check (kind in ('ordinary')),
  sequence smallint not null check (sequence >= 1),
  state text not null
    check (state in ('draft', 'waiting', 'calculated', 'approved', 'released', 'cancelled')),
  reason text check (length(reason) between 1 and 500),
  pay_date date not null,
  as_known_on date not null,
  -- Set when the inputs are frozen: the municipality's days of registration, and the newest G they give.
  registrations jsonb,
  base_amount_year smallint,
  -- The last person that is done; the next page begins behind it.
  cursor uuid,
  payslips integer not null default 0 check (payslips >= 0),
  payable integer not null default 0 check (payable between 0 and payslips),
  blocked integer not null default 0 check (blocked between 0 and payslips),
  gross_ore ore not null default 0 check (gross_ore >= 0),
  net_ore ore not null default 0 check (net_ore between 0 and gross_ore),
  claims_ore ore not null default 0 check (claims_ore >= 0),
  calculated_by text not null check (length(calculated_by) between 1 and 500),
  calculated_on date,
  approved_by text check (approved_by <> calculated_by),
  approved_on date,
  released_by text check (released_by <> calculated_by),
  released_on date,
  released_at timestamptz,
  debtor_version record_version,
  version record_version not null,
  primary key (tenant, id),
  constraint pay_run_sequence unique (tenant, month, kind, sequence),
  foreign key (tenant, debtor_version) references debtor_account (tenant, version),
  check ((registrations is null) = (base_amount_year is null)),
  check (state not in ('calculated', 'approved', 'released') or calculated_on is not null),
  check (state not in ('approved', 'released') or approved_by is not null),
  check ((approved_by is null) = (approved_on is null)),
  check ((state = 'released') = (released_by is not null)),
  check ((state = 'released') = (released_at is not null and debtor_version is not null and released_on is not null))
);
create unique index pay_run_one_a_month on pay_run (tenant, month, kind) where state <> 'cancelled';
create unique index pay_run_one_open on pay_run (tenant)
  where state in ('draft', 'waiting', 'calculated', 'approved');
select system.guard('pay_run', 'select, insert, update');

-- The frozen inputs: whom the run concerns, with which payee and which versions of each month.
create table pay_run_person (
  tenant tenant_id not null,
  run_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  payee_version record_version,
  lacks_timesheet boolean not null,
  inputs jsonb not null,
  primary key (tenant, run_id, person_id),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
select system.guard('pay_run_person', 'select, insert, update');

create table payslip (
  tenant tenant_id not null,
  id uuid not null,
  run_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  state text not null check (state in ('payable', 'blocked', 'nothing-to-pay')),
  reasons jsonb not null,
  gross_ore ore not null check (gross_ore >= 0),
  net_ore ore not null check (net_ore between 0 and gross_ore),
  claims_ore ore not null check (claims_ore >= 0),
  requires_decision boolean not null,
  payee_version record_version,
  primary key (tenant, id),
  constraint payslip_one_a_person unique (tenant, run_id, person_id),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check ((state = 'payable') = (net_ore > 0)),
  check (state <> 'payable' or payee_version is not null)
);
create index payslip_of_person on payslip (tenant, person_id);
select system.guard('payslip', 'select, insert, update');

-- A line counts while its payslip is paid or to be paid; a blocked one, or one of a cancelled run, does not.
create table pay_line (
  tenant tenant_id not null,
  payslip_id uuid not null,
  number smallint not null check (number >= 1),
  run_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  month month not null,
  kind text not null check (kind in ('ordinary', 'difference')),
  sequence smallint not null check (sequence >= 1),
  counts boolean not null,
  code text not null check (length(code) between 1 and 50),
  amount_ore ore not null,
  detail jsonb not null,
  primary key (tenant, payslip_id, number),
  foreign key (tenant, payslip_id) references payslip (tenant, id),
  foreign key (tenant, run_id) references pay_run (tenant, id)
);
create unique index pay_line_once on pay_line (tenant, person_id, month, kind, sequence) where counts;
create index pay_line_of_run on pay_line (tenant, run_id);
select system.guard('pay_line', 'select, insert, update');

-- What was found to be paid too much, month by month; set off later (integreringsloven § 25).
create table claim_change (
  tenant tenant_id not null,
  run_id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  counts boolean not null,
  amount_ore ore not null check (amount_ore <> 0),
  primary key (tenant, run_id, person_id, month),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index claim_change_of_person on claim_change (tenant, person_id, month) where counts;
select system.guard('claim_change', 'select, insert, update');
