-- What the server checks of itself. Parts take turns: a chain with its files, or a stretch of the log.
create table check_turn (
  part text collate "C" primary key,
  checked_at timestamptz not null default '-infinity'
);
create index check_turn_order on check_turn (checked_at, part);

-- What does not hold, until the same part is found to hold again.
create table check_finding (
  part text collate "C" not null,
  place text not null,
  rule text not null,
  message text not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (part, place, rule)
);

-- Checks of the whole, one at a time. `asked_by` is null where one came due by itself.
create table check_run (
  id bigint generated always as identity primary key,
  asked_by text,
  asked_at timestamptz not null,
  begun_at timestamptz,
  ended_at timestamptz,
  leased_until timestamptz,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'stopped', 'interrupted', 'done')),
  stop boolean not null default false,
  total integer not null default 0,
  chains integer not null default 0,
  blocks bigint not null default 0,
  files integer not null default 0,
  findings integer not null default 0,
  found text[] not null default '{}' -- the first of them, as they are told
);
create unique index check_run_open on check_run ((true)) where ended_at is null;
create index check_run_asked on check_run (asked_at desc);
