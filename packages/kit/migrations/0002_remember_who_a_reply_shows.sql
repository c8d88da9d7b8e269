-- A stored answer sent again shows its persons again: it remembers whom, so that each time is in the access log.
alter table stored_reply add column persons uuid[] not null default '{}' check (array_position(persons, null) is null);
