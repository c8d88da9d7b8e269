-- Why: gender and birth date decide who may be matched with whom (G2, G6); they come from settlement's feed,
-- so that nobody types them twice. Nothing else of a person is held here.

create table person (
  tenant tenant_id not null,
  id uuid not null,
  protected boolean not null,
  birth_date date not null,
  gender text not null check (gender in ('female', 'male')),
  settled_on date not null,
  primary key (tenant, id)
);
select system.guard('person', 'select, insert, update');
