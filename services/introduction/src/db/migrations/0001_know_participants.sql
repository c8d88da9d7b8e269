-- Why: the rules need a few facts of each settled person; they come from settlement's feed and are corrected there.

create table participant (
  tenant tenant_id not null,
  person_id uuid not null,
  version record_version not null,
  protected boolean not null,
  household_id uuid,
  birth_date date not null,
  sex text not null check (sex in ('female', 'male')),
  permit_ground text not null check (permit_ground in ('asylum', 'resettlement', 'humanitarian',
    'family-awaiting-identity', 'collective-protection', 'family-member', 'own-ground', 'other-family', 'other')),
  permit_granted_on date not null,
  applied_from_abroad boolean not null,
  arrived_on date,
  settled_on date not null,
  settled_by_agreement boolean not null,
  nordic_or_eea_citizen boolean not null,
  reference_person_settled_on date,
  unaccompanied_minor boolean not null,
  household jsonb not null check (jsonb_typeof(household) = 'array'),
  -- Work or an offer of work (integreringsloven § 8 fourth paragraph), registered here.
  employment_from date,
  employment_to date check (employment_to >= employment_from),
  employment_weekly_minutes integer check (employment_weekly_minutes between 1 and 10080),
  changed_at timestamptz not null,
  primary key (tenant, person_id),
  check ((employment_from is null) = (employment_weekly_minutes is null)),
  check (employment_to is null or employment_from is not null)
);
select system.guard('participant', 'select, insert, update');
