-- Why: a trial balance counts the entries too, and read every posting's row for it beside the index.
create index ledger_posting_on_day on ledger_posting (tenant, booked_on, account) include (amount_ore, line);
drop index ledger_posting_by_day;
