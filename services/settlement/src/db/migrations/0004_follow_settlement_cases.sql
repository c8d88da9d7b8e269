-- Why: a proposed household is accepted or declined, housed and settled (F5); the settlement date is each
-- person's own (F6). Dates of the steps follow each other here as in the rules.

create table settlement_case (
  tenant tenant_id not null,
  id uuid not null,
  household_id uuid not null,
  status text not null
    check (status in ('proposed', 'accepted', 'declined', 'housing-found', 'settled')),
  proposed_on date not null,
  reference text not null check (length(reference) between 1 and 100),
  answered_on date check (answered_on >= proposed_on),
  decline_reason text check (decline_reason in
    ('number-reached', 'no-housing', 'no-services', 'withdrawn-by-imdi', 'other')),
  housing_found_on date check (housing_found_on >= answered_on),
  dwelling text check (dwelling in ('municipal', 'private-rental', 'found-by-refugee', 'shared-housing',
    'foster-home', 'with-relatives', 'host-family', 'other')),
  protected boolean not null,
  version record_version not null,
  changed_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, household_id) references household (tenant, id),
  check ((status = 'proposed') = (answered_on is null)),
  check ((status = 'declined') = (decline_reason is not null)),
  check ((status in ('housing-found', 'settled')) = (housing_found_on is not null)),
  check ((housing_found_on is null) = (dwelling is null))
);
create unique index settlement_case_one_open on settlement_case (tenant, household_id)
  where status in ('proposed', 'accepted', 'housing-found');
create index settlement_case_of_household on settlement_case (tenant, household_id, id);
select system.guard('settlement_case', 'select, insert, update');

create table settlement_case_member (
  tenant tenant_id not null,
  case_id uuid not null,
  person_id uuid not null,
  relation text not null check (relation in ('adult', 'partner', 'child', 'other')),
  place smallint not null check (place between 1 and 30),
  protected boolean not null,
  primary key (tenant, case_id, person_id),
  foreign key (tenant, case_id) references settlement_case (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id)
);
create index settlement_case_of_person on settlement_case_member (tenant, person_id);
select system.guard('settlement_case_member', 'select, insert, update');

alter table person
  add column settled_on date,
  add column settlement_case_id uuid,
  add foreign key (tenant, settlement_case_id) references settlement_case (tenant, id),
  add check ((settled_on is null) = (settlement_case_id is null)),
  add check (settled_on is null or settled_on >= permit_granted_on);
create index person_settled on person (tenant, settled_on) where settled_on is not null;
