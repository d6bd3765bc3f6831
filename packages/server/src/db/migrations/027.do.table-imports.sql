-- Tables that staff import by the pages. What stands in them is sealed, for it may hold Aadhaar numbers; kept for a week.
create table table_import (
  id text primary key,
  account text not null,
  login text not null,
  kind text not null check (kind in ('patients', 'results')),
  sha256 text not null default '',
  plan bytea not null, -- sealed: name, columns, examples, mapping
  step text not null default 'map' check (step in ('map', 'check', 'import')),
  state text not null check (state in ('arriving', 'ready', 'waiting', 'running', 'stopped', 'failed', 'done')),
  stop boolean not null default false,
  total integer not null default 0,
  done integer not null default 0,
  created integer not null default 0,
  present integer not null default 0,
  rejected integer not null default 0,
  attempt integer not null default 0,
  tries integer not null default 0,
  leased_until timestamptz,
  asked_at timestamptz not null,
  expires_at timestamptz not null
);
create index table_import_of_account on table_import (account, asked_at desc);
create index table_import_to_do on table_import (asked_at) where state in ('waiting', 'running');
create index table_import_expiry on table_import (expires_at);

-- Its rows, fifty together, and what became of them, or would.
create table table_import_rows (
  import text not null,
  place integer not null,
  rows bytea not null,
  outcome bytea,
  rejected integer not null default 0,
  primary key (import, place)
);
create index table_import_rejects on table_import_rows (import, place) where rejected > 0;
