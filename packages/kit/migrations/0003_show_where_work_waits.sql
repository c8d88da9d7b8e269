-- Why: a service of hundreds of municipalities asked each of them, several times a second, whether a job had work
-- there. The system's view may now ask once, and sees of a table no more than the rows that wait.

-- Lets the system's view see the rows of a guarded table that meet a condition, so that one statement names their
-- municipalities. Never for rows of persons.
create function system.show_waiting(guarded regclass, waiting text) returns void language plpgsql as $$
begin
  if exists (select from pg_attribute where attrelid = guarded
      and attname in ('protected', 'person_id', 'person') and not attisdropped) then
    raise exception '% holds persons, which a job sees by their municipality only', guarded;
  end if;
  execute format('alter policy tenant_wall on %s using (case when system.is_system() then %s else tenant = system.current_tenant() end)', guarded, waiting);
end $$;
