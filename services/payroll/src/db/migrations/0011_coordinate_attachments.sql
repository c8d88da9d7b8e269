-- Why: from 2026 all claims against a person take part in one coordinated attachment (samordnet utleggstrekk,
-- innkrevingsloven), which the a-melding reports by a code of its own.

alter table attachment_order drop constraint attachment_order_class_check;
alter table attachment_order add constraint attachment_order_class_check check (class in
  ('maintenance', 'crime-compensation', 'fine', 'public-dues', 'other', 'coordinated'));
