-- Why: the kit's promises are shown on a service that is nobody's: a thing with a wall, a version and a name of its own.

create table toy (
  tenant tenant_id not null,
  id uuid not null,
  version record_version not null,
  protected boolean not null,
  name text not null check (length(name) between 1 and 50),
  grams integer not null check (grams between 0 and 100000),
  primary key (tenant, id),
  constraint toy_name unique (tenant, name) deferrable initially immediate
);
select system.guard('toy', 'select, insert, update');

create table toy_seen (
  tenant tenant_id not null,
  event_id uuid not null,
  times integer not null,
  primary key (tenant, event_id)
);
select system.guard('toy_seen', 'select, insert, update');
