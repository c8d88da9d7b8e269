-- Why: the benefit depends on who lives together (integreringsloven § 20), and IMDi proposes whole
-- households (F5). A household is protected when one of its members is, and its member rows with it.

create table household (
  tenant tenant_id not null,
  id uuid not null,
  protected boolean not null,
  version record_version not null,
  changed_at timestamptz not null,
  primary key (tenant, id)
);
select system.guard('household', 'select, insert, update');

create table household_member (
  tenant tenant_id not null,
  household_id uuid not null,
  person_id uuid not null,
  relation text not null check (relation in ('adult', 'partner', 'child', 'other')),
  place smallint not null check (place between 1 and 30),
  protected boolean not null,
  constraint household_member_once primary key (tenant, person_id),
  foreign key (tenant, household_id) references household (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id)
);
create index household_member_of on household_member (tenant, household_id, place);
create unique index household_one_partner on household_member (tenant, household_id)
  where relation = 'partner';
select system.guard('household_member', 'select, insert, update, delete');
