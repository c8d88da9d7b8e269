-- Why: what is sent to the bank is a payment of its own, once for each fingerprint, and moves by the bank's word
-- alone. The file is kept as it was sent; every move of a run says who, when and why.

-- The states behind a release hold what the release fixed.
do $$
declare held text;
begin
  for held in
    select conname from pg_constraint where conrelid = 'pay_run'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%released%'
  loop
    execute format('alter table pay_run drop constraint %I', held);
  end loop;
end $$;
alter table pay_run
  add column digest text check (digest ~ '^[0-9a-f]{64}$'),
  add column calculated_at timestamptz,
  -- What earlier runs owe and this one pays again, as its calculation found it.
  add column repayments integer not null default 0 check (repayments >= 0),
  add column repaid_ore ore not null default 0 check (repaid_ore >= 0),
  add column first_approved_by text check (first_approved_by <> calculated_by),
  add column first_approved_on date,
  add constraint pay_run_state_check check (state in ('draft', 'waiting', 'calculated', 'approved', 'released',
    'accepted', 'rejected', 'booked', 'reported', 'closed', 'cancelled')),
  add constraint pay_run_calculated check (
    state in ('draft', 'waiting', 'cancelled') or calculated_on is not null),
  add constraint pay_run_approved check (
    state in ('draft', 'waiting', 'calculated', 'cancelled') or approved_by is not null),
  add constraint pay_run_two_approvers check (
    (first_approved_by is null) = (first_approved_on is null) and first_approved_by <> approved_by),
  add constraint pay_run_released check (
    (state in ('released', 'accepted', 'rejected', 'booked', 'reported', 'closed')) = (released_by is not null)
    and (released_by is null) = (released_on is null)
    and (released_by is null) = (released_at is null)
    and (released_by is null) = (debtor_version is null));

create table pay_run_event (
  tenant tenant_id not null,
  run_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  on_date date not null,
  -- Null: the service itself.
  actor text check (length(actor) between 1 and 500),
  move text not null check (length(move) between 1 and 30),
  from_state text check (length(from_state) between 1 and 30),
  to_state text not null check (length(to_state) between 1 and 30),
  why text check (length(why) between 1 and 1000),
  primary key (tenant, run_id, id),
  foreign key (tenant, run_id) references pay_run (tenant, id)
);
select system.guard('pay_run_event', 'select, insert');

-- A second person has seen that an account is the person's own.
create table payee_confirmation (
  tenant tenant_id not null,
  person_id uuid not null,
  version record_version not null,
  protected boolean not null,
  entered_by text not null check (length(entered_by) between 1 and 500),
  confirmed_by text not null check (length(confirmed_by) between 1 and 500),
  confirmed_on date not null,
  confirmed_at timestamptz not null,
  primary key (tenant, person_id, version),
  foreign key (tenant, person_id, version) references payee (tenant, person_id, version),
  check (confirmed_by <> entered_by)
);
select system.guard('payee_confirmation', 'select, insert');

alter table debtor_account
  add column tax_account text check (tax_account ~ '^[0-9]{11}$'),
  add column tax_kid text check (tax_kid ~ '^[0-9]{1,24}[0-9-]$'),
  add column file_version text not null default 'pain.001.001.03'
    check (file_version in ('pain.001.001.03', 'pain.001.001.09')),
  add constraint debtor_account_tax check ((tax_account is null) = (tax_kid is null));
alter table debtor_account alter column file_version drop default;

create table payment (
  tenant tenant_id not null,
  id uuid not null,
  -- The run whose file carries it, and the run whose result it pays: they differ when it is made again.
  run_id uuid not null,
  of_run_id uuid not null,
  kind text not null check (kind in ('benefit', 'attachment', 'tax')),
  payslip_id uuid,
  order_id uuid,
  person_id uuid,
  protected boolean not null,
  month month not null,
  sequence smallint not null check (sequence >= 1),
  amount_ore ore not null check (amount_ore > 0),
  payee_version record_version,
  execution_on date not null,
  part smallint not null check (part between 1 and 99),
  end_to_end_id text not null check (length(end_to_end_id) between 1 and 35),
  state text not null check (state in ('released', 'accepted', 'rejected', 'booked', 'returned')),
  bank_reference text check (length(bank_reference) between 1 and 140),
  reject_code text check (length(reject_code) between 1 and 35),
  reject_text text check (length(reject_text) between 1 and 1000),
  accepted_on date,
  rejected_on date,
  booked_on date,
  returned_on date,
  retry_by text check (length(retry_by) between 1 and 500),
  retry_reason text check (length(retry_reason) between 1 and 500),
  retry_on date,
  retry_at timestamptz,
  version record_version not null,
  primary key (tenant, id),
  constraint payment_fingerprint unique nulls not distinct (tenant, person_id, month, kind, sequence),
  constraint payment_end_to_end unique (tenant, end_to_end_id),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  foreign key (tenant, of_run_id) references pay_run (tenant, id),
  foreign key (tenant, payslip_id) references payslip (tenant, id),
  foreign key (tenant, person_id) references person (tenant, person_id),
  foreign key (tenant, person_id, payee_version) references payee (tenant, person_id, version),
  foreign key (tenant, payslip_id, order_id) references attachment_paid (tenant, payslip_id, order_id),
  check ((kind = 'tax') = (person_id is null) and (kind = 'tax') = (payslip_id is null)),
  check ((kind = 'attachment') = (order_id is not null)),
  check ((kind = 'benefit') = (payee_version is not null)),
  check (kind <> 'tax' or not protected),
  check ((state = 'rejected') = (rejected_on is not null)),
  check ((state in ('booked', 'returned')) = (booked_on is not null)),
  check ((state = 'returned') = (returned_on is not null)),
  check ((retry_by is null) = (retry_at is null) and (retry_by is null) = (retry_on is null)
    and (retry_by is null) = (retry_reason is null)),
  check (retry_by is null or state in ('rejected', 'returned'))
);
-- The last word on paying twice: of what is owed, one payment at most has not failed.
create unique index payment_one_standing on payment (tenant, of_run_id, kind, payslip_id, order_id)
  nulls not distinct where state not in ('rejected', 'returned');
create index payment_of_run on payment (tenant, run_id, id);
create index payment_of_person on payment (tenant, person_id, id);
create index payment_of_payslip on payment (tenant, payslip_id, order_id, sequence);
create index payment_failed on payment (tenant, id) where state in ('rejected', 'returned');
select system.guard('payment', 'select, insert');
-- What was sent is never changed; what the bank says of it, who asks for another, and the protection are.
do $$ begin
  execute format('grant update (protected, state, bank_reference, reject_code, reject_text, accepted_on,
    rejected_on, booked_on, returned_on, retry_by, retry_reason, retry_on, retry_at, version) on payment to %I',
    current_setting('fotfeste.app_role'));
  execute format('grant update (protected) on payee_confirmation to %I', current_setting('fotfeste.app_role'));
end $$;

-- The file as it went: a resend is the same byte for byte.
create table payment_file (
  tenant tenant_id not null,
  run_id uuid not null,
  version text not null check (version in ('pain.001.001.03', 'pain.001.001.09')),
  message_id text not null check (length(message_id) between 1 and 35),
  payments integer not null check (payments >= 1),
  total_ore ore not null check (total_ore > 0),
  content text not null,
  sha256 text not null,
  primary key (tenant, run_id),
  constraint payment_file_message unique (tenant, message_id),
  foreign key (tenant, run_id) references pay_run (tenant, id),
  check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
select system.guard('payment_file', 'select, insert');

-- What the bank said and what became of each entry; the document itself names others and is not kept.
create table bank_answer (
  tenant tenant_id not null,
  id uuid not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('pain.002', 'camt.054')),
  message_id text not null check (length(message_id) between 1 and 35),
  received_by text not null check (length(received_by) between 1 and 500),
  received_on date not null,
  received_at timestamptz not null,
  changed integer not null check (changed >= 0),
  entries jsonb not null,
  primary key (tenant, id),
  constraint bank_answer_once unique (tenant, digest)
);
select system.guard('bank_answer', 'select, insert');
