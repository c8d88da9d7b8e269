-- Why: the jobs ask in one statement which municipalities have work for them.
select system.show_waiting('pay_run', $$state in ('draft', 'waiting', 'booked')$$);
select system.show_waiting('report', $$state = 'requested'$$);
select system.show_waiting('regulation', $$state in ('draft', 'running')$$);
