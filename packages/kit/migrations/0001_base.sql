-- Why: what every service's database needs before its first own table: value domains, the tenant wall,
-- the feed, followers' cursors, stored replies, the access log, tenants and the grants of parties.

create domain tenant_id as text check (value ~ '^[0-9]{9}$');
create domain ore as bigint check (value between -9007199254740991 and 9007199254740991);
create domain minutes as integer check (value between 0 and 100000000);
create domain month as text check (value ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
create domain record_version as integer check (value >= 1);

-- A forgotten tenant must be an error, not an empty answer; volatile, so that a statement which itself
-- sets the tenant is not judged while it is planned.
create function system.current_tenant() returns text language plpgsql volatile as $$
declare held text := current_setting('app.tenant', true);
begin
  if held is null or held = '' then
    raise exception 'no tenant is set for this transaction' using errcode = '42501';
  end if;
  return held;
end $$;

create function system.sees_protected() returns boolean language sql volatile as
$$ select coalesce(current_setting('app.protected', true), '') = 'on' $$;

create function system.is_system() returns boolean language sql volatile as
$$ select coalesce(current_setting('app.system', true), '') = 'on' $$;

-- An update that is sent together with its commit must fail, not pass, when it meets no row.
create function system.exactly_one(changed bigint) returns bigint language plpgsql volatile as $$
begin
  if changed <> 1 then
    raise exception 'an update met % rows instead of one', changed using errcode = '40001';
  end if;
  return changed;
end $$;

-- Puts a table behind the tenant wall: forced row security, and the service's role may only what is named.
create function system.guard(guarded regclass, privileges text) returns void language plpgsql as $$
declare
  holds_persons boolean := exists (
    select from pg_attribute where attrelid = guarded and attname = 'protected' and not attisdropped);
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  if holds_persons then
    execute format('create policy tenant_wall on %s using (tenant = system.current_tenant() and (not protected or system.sees_protected())) with check (tenant = system.current_tenant())', guarded);
  else
    execute format('create policy tenant_wall on %s using (tenant = system.current_tenant()) with check (tenant = system.current_tenant())', guarded);
  end if;
  execute format('grant %s on %s to %I', privileges, guarded, current_setting('fotfeste.app_role'));
end $$;

do $$ begin
  execute format('grant usage on schema system to %I', current_setting('fotfeste.app_role'));
  execute format('grant usage on schema public to %I', current_setting('fotfeste.app_role'));
end $$;

create table system.tenant (
  orgnr tenant_id primary key,
  name text not null check (length(name) between 1 and 200),
  active boolean not null,
  registered_at timestamptz not null default now()
);

-- Municipality numbers change (Tromsø 1902, 5401, 5501); the organisation number does not.
create table system.municipality_number (
  orgnr tenant_id not null references system.tenant,
  number text not null check (number ~ '^[0-9]{4}$'),
  valid daterange not null,
  primary key (orgnr, valid)
);

create table system.follow (
  source text primary key check (length(source) between 1 and 50),
  position bigint not null check (position >= 0),
  moved_at timestamptz not null default now()
);

create table system.sandbox_clock (
  is_only boolean primary key default true check (is_only),
  today date not null
);

create table system.feed (
  id bigint generated always as identity primary key,
  position bigint unique check (position > 0),
  event_id uuid not null,
  type text not null check (length(type) between 1 and 100),
  version integer not null check (version >= 1),
  tenant tenant_id not null,
  subject uuid not null,
  protected boolean not null,
  data jsonb not null,
  occurred_at timestamptz not null default now()
);
create index feed_unnumbered on system.feed (id) where position is null;
create index feed_of_tenant on system.feed (tenant, position);
alter table system.feed enable row level security;
alter table system.feed force row level security;
create policy own_events on system.feed
  using (system.is_system() or (tenant = current_setting('app.tenant', true) and (not protected or system.sees_protected())))
  with check (system.is_system() or tenant = system.current_tenant());

create table party_grant (
  tenant tenant_id not null,
  party tenant_id not null,
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  valid daterange not null,
  version record_version not null,
  primary key (tenant, party, valid)
);
select system.guard('party_grant', 'select');

create table stored_reply (
  tenant tenant_id not null,
  operation text not null,
  actor text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash text not null,
  status integer,
  headers jsonb,
  body text,
  keep_until timestamptz not null,
  primary key (tenant, operation, actor, key)
);
create index stored_reply_age on stored_reply (keep_until);
select system.guard('stored_reply', 'select, insert, update, delete');

create table access_log (
  tenant tenant_id not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  party tenant_id not null,
  operation text not null,
  person uuid not null,
  outcome text not null check (length(outcome) between 1 and 60),
  request_id text not null,
  primary key (tenant, id)
);
create index access_log_of_person on access_log (tenant, person, id);
-- Append-only: the service's role can neither change nor remove a row.
select system.guard('access_log', 'select, insert');

do $$
declare app_role text := current_setting('fotfeste.app_role');
begin
  execute format('grant select, insert on system.tenant to %I', app_role);
  execute format('grant select on system.municipality_number, system.applied_file to %I', app_role);
  execute format('grant select, insert, update on system.follow, system.feed to %I', app_role);
  execute format('grant select, insert, update, delete on system.sandbox_clock to %I', app_role);
end $$;
