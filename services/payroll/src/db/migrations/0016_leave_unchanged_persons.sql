-- Why: an extraordinary run is for what was blocked or wrong. It computes whom something has changed for, and one
-- correction costs what one person costs, however many the municipality has.

-- Frozen as everyone, but not computed: a released run of the month settled the person by these same facts.
alter table pay_run_person add column unchanged boolean not null default false;
