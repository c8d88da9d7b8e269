-- Why: January may be taxed by last year's card and is put right by the end of February, both ways
-- (skattebetalingsforskriften § 5-5-2): what was too little is withheld then, so a correction may be negative.

alter table payslip drop constraint payslip_corrected_ore_check;
alter table payslip
  -- What of corrected_ore is of January by last year's card; negative: withheld more.
  add column january_ore ore not null default 0,
  add constraint payslip_corrected_ore_check check (corrected_ore >= january_ore);
