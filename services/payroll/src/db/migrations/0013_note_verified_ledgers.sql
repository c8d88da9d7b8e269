-- Why: once a day the whole chain of a ledger is computed again, and what was found is noted for good: the next
-- verification must find every head noted before where it stood, and whoever is in a hurry may begin behind the last.

create table ledger_verification (
  tenant tenant_id not null,
  verified_on date not null,
  verified_at timestamptz not null,
  -- The service and its version.
  verified_by text not null check (length(verified_by) between 1 and 100),
  -- The last entry that was as written, and its hash; 0 where the first was not.
  number bigint not null check (number >= 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- The first that was not; it need not be there, and so no key ties the note to it.
  broken_number bigint check (broken_number >= 1),
  broken_reason text check (broken_reason in ('missing', 'changed', 'unlinked', 'unbalanced', 'not-as-known')),
  primary key (tenant, verified_on),
  check ((broken_number is null) = (broken_reason is null))
);
select system.guard('ledger_verification', 'select, insert');
create trigger ledger_verification_stands before update or delete on ledger_verification
  for each row execute function refuse_ledger_change();
create trigger ledger_verification_is_kept before truncate on ledger_verification
  for each statement execute function refuse_ledger_change();
