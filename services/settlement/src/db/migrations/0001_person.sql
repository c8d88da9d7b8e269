-- Why: a person has one id in the whole suite and is made here; names and numbers live in this service alone.

create table person (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  protected boolean not null,
  address_protection text not null check (address_protection in ('none', 'confidential', 'strictly-confidential')),
  given_name text not null check (length(given_name) between 1 and 100),
  family_name text not null check (length(family_name) between 1 and 100),
  birth_date date not null,
  sex text not null check (sex in ('female', 'male')),
  citizenships text[] not null check (cardinality(citizenships) between 1 and 5),
  mother_tongue text check (mother_tongue ~ '^[a-z]{3}$'),
  interpreter_language text check (interpreter_language ~ '^[a-z]{3}$'),
  permit_ground text,
  permit_granted_on date,
  permit_valid_to date,
  applied_from_abroad boolean not null,
  arrived_on date,
  settled_by_agreement boolean not null,
  nordic_or_eea_citizen boolean not null,
  reference_person_settled_on date,
  unaccompanied_minor boolean not null,
  national_number text check (national_number ~ '^[0-9]{11}$'),
  duf_number text check (duf_number ~ '^[0-9]{12}$'),
  changed_at timestamptz not null,
  primary key (tenant, id),
  constraint person_national_number unique (tenant, national_number),
  check (protected = (address_protection <> 'none')),
  check ((permit_ground is null) = (permit_granted_on is null))
);
select system.guard('person', 'select, insert, update');
