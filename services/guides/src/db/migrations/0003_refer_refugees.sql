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
  interests text[] not null check (interests <@ array[
    'board-games', 'books', 'cafe', 'child-rearing', 'cinema', 'cooking', 'cycling', 'dancing',
    'fishing', 'football', 'gardening', 'handicraft', 'job-search', 'languages', 'library', 'music',
    'newspapers', 'photography', 'public-offices', 'repairs', 'skiing', 'swimming', 'training',
    'walking']),
  occupation text check (occupation in (
    'building', 'cleaning', 'crafts-and-repair', 'education', 'farming-and-fishing', 'food-and-hospitality',
    'health-and-care', 'industry', 'office-and-administration', 'sales', 'technology',
    'transport')),
  education text check (education in (
    'none', 'primary', 'lower-secondary', 'upper-secondary', 'bachelor', 'master-or-higher')),
  life_situation text check (life_situation in ('single', 'couple', 'small-children', 'teenagers')),
  availability text[] not null check (availability <@ array[
    'mon-morning', 'mon-afternoon', 'mon-evening', 'tue-morning', 'tue-afternoon', 'tue-evening',
    'wed-morning', 'wed-afternoon', 'wed-evening', 'thu-morning', 'thu-afternoon', 'thu-evening',
    'fri-morning', 'fri-afternoon', 'fri-evening', 'sat-morning', 'sat-afternoon', 'sat-evening',
    'sun-morning', 'sun-afternoon', 'sun-evening']),
  weekly_minutes integer not null check (weekly_minutes between 0 and 2400),
  required_gender text check (required_gender in ('female', 'male')),
  prefers_same_gender boolean not null,
  prefers_older_guide boolean not null,
  needs_common_language boolean not null,
  deal_breakers text[] not null check (deal_breakers <@ array[
    'alcohol', 'cat', 'dog', 'pork', 'smoking']),
  changed_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id),
  check ((state = 'withdrawn') = (withdrawn_on is not null))
);
create unique index referral_one_open on referral (tenant, person_id)
  where state in ('waiting', 'matched');
create index referral_waiting on referral (tenant, consent_given_on, id) where state = 'waiting';
create index referral_of_person on referral (tenant, person_id, id);
select system.guard('referral', 'select, insert, update');
