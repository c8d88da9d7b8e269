-- Why: a DUF number is one person's, like the national number; registering it twice would pay someone twice.

alter table person add constraint person_duf_number unique (tenant, duf_number);
