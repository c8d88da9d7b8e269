-- Why: who returns early from leave, or never went, is paid from that day; what was registered before stays readable.

alter table interruption
  add column version record_version not null default 1,
  add column reason text check (length(reason) between 1 and 2000),
  add column withdrawn boolean not null default false,
  add check ((version = 1) = (reason is null)),
  add check (version > 1 or not withdrawn);
alter table interruption alter column version drop default, alter column withdrawn drop default;

-- What was withdrawn holds no days.
alter table interruption drop constraint interruption_overlap;
alter table interruption add constraint interruption_overlap exclude using gist
  (tenant with =, enrolment_id with =, daterange(from_day, to_day, '[]') with &&) where (not withdrawn);
do $$ begin
  execute format('grant update on interruption to %I', current_setting('fotfeste.app_role'));
end $$;

-- The versions before the one that holds, as they were; nobody changes them.
create table former_interruption (
  tenant tenant_id not null,
  interruption_id uuid not null,
  version record_version not null,
  kind text not null check (kind in ('unpaid-leave', 'parental-leave', 'stop', 'illness-without-benefit')),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  notice_received_on date not null,
  case_reference text not null check (length(case_reference) between 1 and 100),
  reason text check (length(reason) between 1 and 2000),
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (tenant, interruption_id, version),
  foreign key (tenant, interruption_id) references interruption (tenant, id)
);
select system.guard('former_interruption', 'select, insert');
