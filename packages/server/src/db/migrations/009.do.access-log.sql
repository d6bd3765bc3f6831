-- The access log by person, by action and by record; the plain order has its index already.
create index access_event_of_actor on access_event (chain, actor, at desc, id desc);
create index access_event_of_action on access_event (chain, action, at desc, id desc);
create index access_event_of_record on access_event (chain, record, at desc, id desc) where record is not null;

-- When somebody last tried to open what they may not: bounds how often the patient's log says so. Kept for a day.
create table denied_access (
  actor text not null,
  target text not null,
  at timestamptz not null,
  primary key (actor, target)
);
create index denied_access_age on denied_access (at);

-- What patients ask to be corrected in a record, and the answer.
create table correction (
  chain text collate "C" not null,
  id text not null,
  record integer not null,
  author text not null,
  wrong text not null,
  should text not null,
  state text not null check (state in ('asked', 'accepted', 'refused')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by text,
  answer text not null default '',
  check ((state = 'asked') = (answered_at is null) and (answered_at is null) = (answered_by is null)),
  primary key (chain, id)
);
create unique index correction_once on correction (chain, record) where state = 'asked';
create index correction_of_patient on correction (chain, asked_at desc);
create index correction_of_author on correction (author, due_at) where state = 'asked';
create index correction_waiting on correction (due_at) where state = 'asked';
create index correction_answered on correction (author, answered_at desc) where state <> 'asked';
create index correction_answered_by_all on correction (answered_at desc) where state <> 'asked';

-- A patient's copy of the whole record: one at a time, made by whichever server process leases it, kept for a day.
create table record_copy (
  chain text collate "C" primary key,
  id text not null,
  account text not null,
  lang text not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'stopped')),
  done integer not null default 0,
  total integer not null default 0,
  attempt integer not null default 0,
  leased_until timestamptz,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  size bigint not null default 0
);
create index record_copy_to_make on record_copy (asked_at) where state in ('waiting', 'running');
create index record_copy_expiry on record_copy (expires_at);

create table record_copy_part (
  chain text collate "C" not null,
  id text not null,
  attempt integer not null,
  place integer not null,
  bytes bytea not null,
  primary key (chain, id, attempt, place)
);
