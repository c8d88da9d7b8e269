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
  interests text[] not null check (cardinality(interests) <= 24),
  occupation text,
  knows_trades text[] not null check (cardinality(knows_trades) <= 12),
  education text,
  life_situation text check (life_situation in ('single', 'couple', 'small-children', 'teenagers')),
  availability text[] not null check (cardinality(availability) <= 21),
  weekly_minutes integer not null check (weekly_minutes between 0 and 2400),
  traits text[] not null check (cardinality(traits) <= 5),
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
