-- When the demonstration's people and records were all written; null where they were not.
alter table installation add column demo_made_at timestamptz;
