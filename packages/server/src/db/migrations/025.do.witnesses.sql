-- What each witness of the policy has cosigned last, and what is wrong with it. The cosignatures themselves stand in the
-- checkpoints' notes.
create table log_witness (
  name text primary key, -- of its key, as in signature lines
  size bigint not null,
  cosigned_at timestamptz,
  problem text check (problem in ('unreachable', 'fork'))
);
