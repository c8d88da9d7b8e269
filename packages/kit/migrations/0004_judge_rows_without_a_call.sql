-- Why: the wall judges every row, and a call of a function in PL/pgSQL for each took nine tenths of a statement that
-- reads many. Written in SQL it is part of the statement itself; only what has no tenant calls, and fails.

create function system.no_tenant() returns text language plpgsql volatile as $$
begin
  raise exception 'no tenant is set for this transaction' using errcode = '42501';
end $$;

create or replace function system.current_tenant() returns text language sql volatile as
$$ select coalesce(nullif(current_setting('app.tenant', true), ''), system.no_tenant()) $$;
