-- Why: a guide is matched by what they told and by the papers that were seen (G1, G2); only the days of the
-- papers are kept. `open_matches` counts the places held, protected persons' too, so that no two
-- coordinators can take the last place: the check says no to the second.

create table guide (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  state text not null check (state in ('available', 'paused', 'withdrawn')),
  name text not null check (length(name) between 1 and 200),
  gender text not null check (gender in ('female', 'male')),
  birth_year smallint not null check (birth_year between 1900 and 2199),
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
  knows_trades text[] not null check (knows_trades <@ array[
    'building', 'cleaning', 'crafts-and-repair', 'education', 'farming-and-fishing', 'food-and-hospitality',
    'health-and-care', 'industry', 'office-and-administration', 'sales', 'technology',
    'transport']),
  education text check (education in (
    'none', 'primary', 'lower-secondary', 'upper-secondary', 'bachelor', 'master-or-higher')),
  life_situation text check (life_situation in ('single', 'couple', 'small-children', 'teenagers')),
  availability text[] not null check (availability <@ array[
    'mon-morning', 'mon-afternoon', 'mon-evening', 'tue-morning', 'tue-afternoon', 'tue-evening',
    'wed-morning', 'wed-afternoon', 'wed-evening', 'thu-morning', 'thu-afternoon', 'thu-evening',
    'fri-morning', 'fri-afternoon', 'fri-evening', 'sat-morning', 'sat-afternoon', 'sat-evening',
    'sun-morning', 'sun-afternoon', 'sun-evening']),
  weekly_minutes integer not null check (weekly_minutes between 0 and 2400),
  traits text[] not null check (traits <@ array[
    'alcohol', 'cat', 'dog', 'pork', 'smoking']),
  required_gender text check (required_gender in ('female', 'male')),
  accepts_minors boolean not null,
  capacity smallint not null check (capacity between 1 and 3),
  open_matches smallint not null,
  interviewed_on date,
  trained_on date,
  declaration_signed_on date,
  police_certificate_seen_on date,
  changed_at timestamptz not null,
  primary key (tenant, id),
  constraint guide_has_room check (open_matches between 0 and capacity)
);
select system.guard('guide', 'select, insert, update');
