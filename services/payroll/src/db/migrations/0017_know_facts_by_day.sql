-- Why: what was right for a month by what was known on a day is asked long after; a timesheet has its day
-- of approval, facts had none.

alter table programme_facts
  -- The business day on which our copy took the version; null: before such days were kept.
  add column known_on date;
