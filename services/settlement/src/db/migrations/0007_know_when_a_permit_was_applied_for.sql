-- Why: a family member's right rests on how long the reference person had been settled when the permit was
-- applied for (integreringsloven § 9 f), not when it was granted.

alter table person
  add column permit_applied_on date,
  add check (permit_applied_on <= permit_granted_on);
