-- Files: their sealed bytes are outside the database, under the SHA-256 of those bytes (`object`). `sealed_key` is the
-- file's own key, sealed under the installation's key for files.

-- What somebody uploaded for a patient and no record holds yet. Removed after a day.
create table upload (
  chain text collate "C" not null,
  id text not null,
  account text not null,
  name text not null,
  media_type text not null,
  length bigint not null,
  salt bytea not null check (length(salt) = 32),
  commitment bytea not null check (length(commitment) = 32),
  sha1 bytea not null check (length(sha1) = 20),
  object text not null,
  sealed_key bytea not null,
  created_at timestamptz not null,
  primary key (chain, id)
);
create index upload_age on upload (created_at);
create index upload_account on upload (account);

-- A file of a record. `commitment` is what the block states of the file's bytes.
create table file (
  chain text collate "C" not null,
  id text not null,
  record integer not null,
  block_seq bigint not null,
  media_type text not null,
  length bigint not null,
  salt bytea not null check (length(salt) = 32),
  commitment bytea not null check (length(commitment) = 32),
  object text not null,
  sealed_key bytea not null,
  primary key (chain, id)
);
create index file_record on file (chain, record);
create index file_block on file (chain, block_seq);

-- `verify` asks for each object what names it.
create index file_object on file (object);
create index upload_object on upload (object);
