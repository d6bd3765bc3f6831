-- Findings that an administrator has acknowledged; the entry of the institution's chain says the same. `id` is a hash of all that
-- a finding is, so that another one, or the same one found anew, is not acknowledged.
create table check_acknowledgement (
  id text collate "C" primary key,
  acknowledged_by text not null,
  acknowledged_at timestamptz not null,
  reason text not null,
  block_seq bigint not null
);
