-- Why: a payslip withholds tax, recovers what was paid too much, pays attachments and holds what needs a
-- decision. What a person enters is kept as entered; what a run read of it is frozen with the run.

-- One ordinary run a month; extraordinary ones pay only what was blocked or wrong (POL6).
alter table pay_run drop constraint pay_run_kind_check;
alter table pay_run add constraint pay_run_kind_check check (kind in ('ordinary', 'extraordinary'));
drop index pay_run_one_a_month;
create unique index pay_run_one_a_month on pay_run (tenant, month)
  where state <> 'cancelled' and kind = 'ordinary';
alter table pay_run
  add column cause text check (length(cause) between 1 and 500),
  add column withheld_ore ore not null default 0 check (withheld_ore >= 0),
  add column attached_ore ore not null default 0 check (attached_ore >= 0),
  add column held_ore ore not null default 0 check (held_ore >= 0),
  add constraint pay_run_adds_up check (net_ore = gross_ore - withheld_ore - attached_ore),
  add constraint pay_run_cause check ((cause is not null) = (kind = 'extraordinary'));

-- What a run knew of each person beside their months: whether a second person had seen the account, versions
-- of tax cards, wishes and orders, what was decided on deductions, and claims that are not set off now.
alter table pay_run_person
  add column tax_cards jsonb not null default '[]',
  add column payee_confirmed boolean not null default true,
  add column wish_version record_version,
  add column attachments jsonb not null default '[]',
  add column decided jsonb not null default '[]',
  add column stopped jsonb not null default '[]';
alter table pay_run_person alter column payee_confirmed drop default;

alter table payslip
  add column counts boolean not null default false,
  add column withheld_ore ore not null default 0 check (withheld_ore >= 0),
  add column corrected_ore ore not null default 0 check (corrected_ore >= 0),
  add column attached_ore ore not null default 0 check (attached_ore >= 0),
  add column held_ore ore not null default 0 check (held_ore >= 0),
  add column withholding jsonb,
  add column withholding_reason text check (length(withholding_reason) between 1 and 500),
  -- The card that was used, as named on the payslip, and its kind; null: none.
  add column card_source text check (length(card_source) between 1 and 200),
  add column card_kind text check (card_kind in ('table', 'percent', 'exemption')),
  -- How it was taxed, days and parts: kept where no card of the year was used, to be taxed again by one.
  add column taxed_as jsonb,
  add constraint payslip_withholding check (withholding is null or withholding_reason is null),
  add constraint payslip_card check ((card_source is null) = (card_kind is null));
-- A payslip of the past counts where its lines do: not of a cancelled run, not one blocked as a whole.
alter table pay_run no force row level security;
alter table payslip no force row level security;
update payslip s set counts = r.state <> 'cancelled' and not (s.state = 'blocked' and s.gross_ore > 0)
  from pay_run r where r.tenant = s.tenant and r.id = s.run_id;
alter table pay_run force row level security;
alter table payslip force row level security;
alter table payslip alter column counts drop default;
alter table payslip drop constraint payslip_check1;
alter table payslip add constraint payslip_adds_up check (
  case when state = 'payable' then gross_ore > 0 and net_ore = gross_ore - withheld_ore - attached_ore
    else net_ore = 0 end);

alter table pay_line drop constraint pay_line_kind_check;
alter table pay_line add constraint pay_line_kind_check
  check (kind in ('ordinary', 'difference', 'set-off'));
alter table pay_line add constraint pay_line_set_off check (kind <> 'set-off' or amount_ore < 0);

-- A run can find a claim for a month and set off an older one of the same month.
alter table claim_change add column kind text not null default 'found' check (kind in ('found', 'set-off')),
  add constraint claim_change_set_off check (kind = 'found' or amount_ore < 0);
alter table claim_change alter column kind drop default;
alter table claim_change drop constraint claim_change_pkey;
alter table claim_change add primary key (tenant, run_id, person_id, month, kind);

-- Attachment of benefit (utleggstrekk, dekningsloven §§ 2-7, 2-8): each version stays with who entered it.
create table attachment_order (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  person_id uuid not null,
  protected boolean not null,
  class text not null check (class in ('maintenance', 'crime-compensation', 'fine', 'public-dues', 'other')),
  -- Either an amount a month or a share of the benefit in hundredths of a percent.
  amount_ore ore check (amount_ore > 0),
  rate integer check (rate between 1 and 10000),
  keeps_ore ore not null check (keeps_ore >= 0),
  creditor_name text not null check (length(creditor_name) between 1 and 70),
  creditor_account text not null check (creditor_account ~ '^[0-9]{11}$'),
  kid text check (kid ~ '^[0-9]{2,25}$' or kid ~ '^[0-9]{1,24}-$'),
  reference text not null check (length(reference) between 1 and 100),
  from_date date not null,
  to_date date check (to_date >= from_date),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  entered_at timestamptz not null,
  primary key (tenant, id, version),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check ((amount_ore is null) <> (rate is null))
);
create index attachment_order_of_person on attachment_order (tenant, person_id, id, version);
select system.guard('attachment_order', 'select, insert');

-- What a payslip pays to creditors: each a payment of its own, out of what is left after tax.
create table attachment_paid (
  tenant tenant_id not null,
  payslip_id uuid not null,
  order_id uuid not null,
  order_version record_version not null,
  run_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  counts boolean not null,
  amount_ore ore not null check (amount_ore > 0),
  detail jsonb not null,
  primary key (tenant, payslip_id, order_id),
  foreign key (tenant, payslip_id) references payslip (tenant, id),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, order_id, order_version) references attachment_order (tenant, id, version)
);
create index attachment_paid_of_run on attachment_paid (tenant, run_id);
create index attachment_paid_of_person on attachment_paid (tenant, person_id);
select system.guard('attachment_paid', 'select, insert, update');

-- Individual decisions on a month's deduction (enkeltvedtak, § 46 second paragraph g; POL8); the newest of a
-- month counts, and one that was lifted stays to be read.
create table individual_decision (
  tenant tenant_id not null,
  id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  effect text not null check (effect in ('deducted', 'lifted')),
  decided_on date not null,
  reference text not null check (length(reference) between 1 and 100),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  entered_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index individual_decision_of_person on individual_decision (tenant, person_id, month, id);
select system.guard('individual_decision', 'select, insert');

-- Set-off of a month's claim is stopped from a day, until a person resumes it (POL15).
create table claim_stop (
  tenant tenant_id not null,
  id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  reason text not null check (reason in ('appeal', 'time-barred', 'other')),
  note text not null check (length(note) between 1 and 500),
  from_date date not null,
  to_date date check (to_date >= from_date),
  entered_by text not null check (length(entered_by) between 1 and 500),
  ended_by text check (length(ended_by) between 1 and 500),
  version record_version not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  check ((to_date is null) = (ended_by is null))
);
create unique index claim_stop_one_open on claim_stop (tenant, person_id, month) where to_date is null;
create index claim_stop_of_person on claim_stop (tenant, person_id, month);
select system.guard('claim_stop', 'select, insert, update');

-- § 25 second paragraph: a claim that is to be paid back by decision is not set off beside.
create table repayment_decision (
  tenant tenant_id not null,
  id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  amount_ore ore not null check (amount_ore > 0),
  decided_on date not null,
  reference text not null check (length(reference) between 1 and 100),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index repayment_decision_of_person on repayment_decision (tenant, person_id, month);
select system.guard('repayment_decision', 'select, insert');

-- § 25 third paragraph: a refund claimed in benefits that NAV pays back in time.
create table refund_claim (
  tenant tenant_id not null,
  id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  benefit text not null check (length(benefit) between 1 and 50),
  amount_ore ore not null check (amount_ore > 0),
  claimed_on date not null,
  reference text not null check (length(reference) between 1 and 100),
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id)
);
create index refund_claim_of_person on refund_claim (tenant, person_id, month);
select system.guard('refund_claim', 'select, insert');

-- Money that came back outside a run: what was paid for the month falls, and the claim with it. The last
-- answer to a demand may be nothing; what is left of the claim is then set off again.
create table claim_recovery (
  tenant tenant_id not null,
  id uuid not null,
  person_id uuid not null,
  month month not null,
  protected boolean not null,
  repayment_id uuid,
  refund_id uuid,
  amount_ore ore not null check (amount_ore >= 0),
  received_on date not null,
  is_last boolean not null,
  entered_by text not null check (length(entered_by) between 1 and 500),
  entered_on date not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  foreign key (tenant, repayment_id) references repayment_decision (tenant, id),
  foreign key (tenant, refund_id) references refund_claim (tenant, id),
  check ((repayment_id is null) <> (refund_id is null)),
  check (amount_ore > 0 or is_last)
);
create index claim_recovery_of_person on claim_recovery (tenant, person_id, month);
select system.guard('claim_recovery', 'select, insert');

-- A person's protection follows into what is otherwise never changed.
do $$
declare held text;
begin
  foreach held in array array['attachment_order', 'individual_decision', 'repayment_decision', 'refund_claim',
    'claim_recovery'] loop
    execute format('grant update (protected) on %I to %I', held, current_setting('fotfeste.app_role'));
  end loop;
end $$;
