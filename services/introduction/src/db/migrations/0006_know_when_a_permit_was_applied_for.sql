-- Why: the five years of integreringsloven § 9 f run to the application for the permit; settlement tells of it.

alter table participant add column permit_applied_on date;
