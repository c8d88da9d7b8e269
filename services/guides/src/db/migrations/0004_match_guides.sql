-- Why: a run keeps what it looked at, its total and the bound that proves it (primal = dual); a match keeps its
-- life from proposal to end. A pair that ended, or is open, is never made again; a refugee has one open match.

create table matching_run (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  ran_on date not null,
  score_version text not null check (length(score_version) between 1 and 40),
  solver_version text not null check (length(solver_version) between 1 and 40),
  guides integer not null check (guides >= 0),
  slots integer not null check (slots >= 0),
  referrals integer not null check (referrals >= 0),
  feasible_pairs integer not null check (feasible_pairs >= 0),
  primal_total integer not null check (primal_total >= 0),
  dual_total integer not null,
  changed_at timestamptz not null,
  primary key (tenant, id),
  constraint matching_run_is_proven check (primal_total = dual_total)
);
select system.guard('matching_run', 'select, insert');

create table unmatched_referral (
  tenant tenant_id not null,
  run_id uuid not null,
  referral_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  reason text not null check (reason in ('no-feasible-guide', 'outcompeted')),
  blocked jsonb not null,
  primary key (tenant, run_id, referral_id),
  foreign key (tenant, run_id) references matching_run (tenant, id),
  foreign key (tenant, referral_id) references referral (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id)
);
create index unmatched_referral_of_person on unmatched_referral (tenant, person_id);
select system.guard('unmatched_referral', 'select, insert, update');

create table match (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  run_id uuid,
  guide_id uuid not null,
  referral_id uuid not null,
  person_id uuid not null,
  protected boolean not null,
  state text not null
    check (state in ('proposed', 'accepted', 'agreed', 'started', 'ended', 'declined', 'cancelled')),
  score smallint not null check (score between 0 and 1000),
  score_version text not null check (length(score_version) between 1 and 40),
  terms jsonb not null,
  proposed_on date not null,
  guide_accepted_on date,
  refugee_accepted_on date,
  signed_on date check (signed_on >= proposed_on),
  months smallint check (months between 9 and 12),
  weekly_minutes integer check (weekly_minutes between 120 and 2400),
  started_on date check (started_on >= signed_on),
  ended_on date check (ended_on >= started_on),
  end_reason text check (end_reason in ('completed', 'guide-moved', 'guide-lacks-time', 'refugee-moved',
    'refugee-lacks-time', 'not-a-good-fit', 'lost-contact', 'safety', 'consent-withdrawn', 'other')),
  closed_on date,
  declined_by text check (declined_by in ('guide', 'refugee')),
  changed_at timestamptz not null,
  primary key (tenant, id),
  foreign key (tenant, run_id) references matching_run (tenant, id),
  foreign key (tenant, guide_id) references guide (tenant, id),
  foreign key (tenant, referral_id) references referral (tenant, id),
  foreign key (tenant, person_id) references person (tenant, id),
  check ((months is null) = (signed_on is null) and (weekly_minutes is null) = (signed_on is null)),
  check (state not in ('agreed', 'started', 'ended') or signed_on is not null),
  check (state not in ('accepted', 'agreed', 'started', 'ended')
    or (guide_accepted_on is not null and refugee_accepted_on is not null)),
  check ((state in ('started', 'ended')) = (started_on is not null)),
  check ((state = 'ended') = (ended_on is not null)),
  check ((end_reason is null) = (ended_on is null)),
  check ((state in ('declined', 'cancelled')) = (closed_on is not null)),
  check ((state = 'declined') = (declined_by is not null)),
  constraint match_ends_in_time check (ended_on < (started_on + interval '12 months')::date)
);
create unique index match_pair_once on match (tenant, guide_id, person_id)
  where state in ('proposed', 'accepted', 'agreed', 'started', 'ended');
create unique index match_one_open on match (tenant, referral_id)
  where state in ('proposed', 'accepted', 'agreed', 'started');
create index match_of_guide on match (tenant, guide_id, id);
create index match_of_person on match (tenant, person_id, id);
create index match_of_run on match (tenant, run_id, id);
select system.guard('match', 'select, insert, update');
