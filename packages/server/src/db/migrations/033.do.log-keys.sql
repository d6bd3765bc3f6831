-- The keys that the log is signed with, as blocks of type `key` in the institution's chain say: announced there
-- (`announced_seq`; the first key was never announced), ended there (`retired_seq`). Empty until the key is first changed.
create table log_key (
  verifier_key text collate "C" primary key,
  announced_at timestamptz,
  announced_seq bigint,
  retired_at timestamptz,
  retired_seq bigint,
  reason text,
  check (num_nulls(announced_at, announced_seq) in (0, 2)),
  check (num_nulls(retired_at, retired_seq, reason) in (0, 3))
);
create unique index log_key_first on log_key ((true)) where announced_seq is null;
