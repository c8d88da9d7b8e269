-- Why: a request that was typed wrong, or a person settled on another day, is put right; what stood before stays readable.

create table former_settlement_request (
  tenant tenant_id not null,
  request_id uuid not null,
  version record_version not null,
  year smallint not null check (year between 2000 and 2199),
  persons integer not null check (persons between 0 and 100000),
  unaccompanied_minors integer not null check (unaccompanied_minors between 0 and persons),
  received_on date not null,
  deadline date,
  reference text not null check (length(reference) between 1 and 100),
  reason text not null check (length(reason) between 1 and 2000),
  corrected_by text not null,
  corrected_at timestamptz not null,
  primary key (tenant, request_id, version),
  foreign key (tenant, request_id) references settlement_request (tenant, id)
);
select system.guard('former_settlement_request', 'select, insert');

create table settlement_correction (
  tenant tenant_id not null,
  case_id uuid not null,
  version record_version not null,
  person_id uuid not null,
  settled_on_before date not null,
  settled_on date not null,
  reason text not null check (length(reason) between 1 and 2000),
  corrected_by text not null,
  corrected_at timestamptz not null,
  protected boolean not null,
  primary key (tenant, case_id, version),
  foreign key (tenant, case_id) references settlement_case (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id)
);
create index settlement_correction_of_person on settlement_correction (tenant, person_id);
select system.guard('settlement_correction', 'select, insert');

-- The application follows the case's protection in its corrections and changes nothing else of them.
do $$ begin
  execute format('grant update (protected) on settlement_correction to %I', current_setting('fotfeste.app_role'));
end $$;
