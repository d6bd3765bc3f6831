-- Whom a patient blocked, since when, and until when; `id` is the Consent that says so. The blocked are not told.
create table access_block (
  chain text collate "C" not null,
  id text not null,
  blocked text not null,
  since timestamptz not null,
  ended_at timestamptz,
  primary key (chain, id)
);
create unique index access_block_once on access_block (chain, blocked) where ended_at is null;
create index access_block_person on access_block (chain, blocked, since);
