-- Erasure (LEDGER section 5, item 18): one administrator proposes, another consents. `id` is the Task that says so in the
-- patient's chain, `record` null for the whole chart, `extent` the hash of what the proposer saw would go. Once it is done,
-- `manifest` names what went, as the block `block_seq` states it.
create table erasure (
  chain text collate "C" not null,
  id text not null,
  record integer,
  basis text not null,
  reference text not null,
  reason text not null,
  extent text not null,
  proposed_by text not null references account (id),
  proposed_at timestamptz not null,
  until timestamptz not null,
  state text not null check (state in ('proposed', 'withdrawn', 'refused', 'lapsed', 'erased')),
  ended_by text references account (id),
  ended_at timestamptz,
  block_seq bigint,
  manifest bytea,
  salt bytea check (length(salt) = 32),
  check ((state = 'proposed') = (ended_at is null) and (ended_at is null) = (ended_by is null)),
  check ((state = 'erased') = (manifest is not null) and (manifest is null) = (block_seq is null)
    and (manifest is null) = (salt is null)),
  primary key (chain, id)
);
create unique index erasure_once on erasure (chain) where state = 'proposed';
create index erasure_waiting on erasure (until) where state = 'proposed';
create index erasure_ended on erasure (ended_at desc) where state <> 'proposed';
create index erasure_block on erasure (chain, block_seq) where manifest is not null;

-- What is known of what was erased: a record's number, by which erasure, whether the patient withheld it; the ids of its
-- resources and files, which are answered as gone.
create table erased_record (
  chain text collate "C" not null,
  number integer not null,
  erasure text not null,
  withheld_by text,
  withheld_at timestamptz,
  primary key (chain, number)
);
create table erased_content (
  chain text collate "C" not null,
  id text not null,
  record integer not null,
  primary key (chain, id)
);

-- Objects of erased files, whose keys are gone: waiting to be removed from the store of files.
create table erased_object (
  object text primary key,
  erased_at timestamptz not null
);

-- Of an erased block there is its place, its hash and that of the block before.
alter table block
  alter column type drop not null,
  alter column author drop not null,
  alter column nonce drop not null,
  alter column header drop not null,
  alter column statement drop not null,
  alter column recorded_at drop not null,
  add constraint block_erased check (num_nulls(type, author, nonce, header, statement, recorded_at) in (0, 6));
