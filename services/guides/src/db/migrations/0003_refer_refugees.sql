-- Why: the municipality may tell of a refugee only with a documented consent (G7), which can be withdrawn;
-- the time of waiting runs from it. One open referral for a person.

create table referral (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  person_id uuid not null,
  protected boolean not null,
  state text not null check (state in ('waiting', 'matched', 'completed', 'withdrawn')),
  consent_given_on date not null,
  guardian_consent_on date,
  withdrawn_on date,
  languages text[] not null check (cardinality(languages) <= 10),
  interests text[] not null check (cardinality(interests) <= 24),
  occupation text,
  education text,
  life_situation text check (life_situation in ('single', 'couple', 'small-children', 'teenagers')),
  availability text[] not null check (cardinality(availability) <= 21),
  weekly_minutes integer not null check (weekly_minutes between 0 and 2400),
  required_gender text check (required_gender in ('female', 'male')),
  prefers_same_gender boolean not null,
  prefers_older_guide boolean not null,
  needs_common_language boolean not null,
  deal_breakers text[] not null check (cardinality(deal_breakers) <= 5),
  changed_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references refugee (tenant, person_id),
  check ((state = 'withdrawn') = (withdrawn_on is not null))
);
create unique index referral_one_open on referral (tenant, person_id)
  where state in ('waiting', 'matched');
create index referral_waiting on referral (tenant, consent_given_on, id) where state = 'waiting';
create index referral_of_person on referral (tenant, person_id, id);
select system.guard('referral', 'select, insert, update');
