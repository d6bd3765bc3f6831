-- A record is amended by a new version of it: its line says what the newest one says. `block_seq` is the block of the
-- first version, `active_seq` that of the newest.
alter table record
  add column version integer not null default 1,
  add column active_seq bigint,
  add column in_error boolean not null default false;
update record set active_seq = block_seq;
alter table record alter column active_seq set not null;
create index record_active on record (chain, active_seq);

-- The pixels of an uploaded JPEG: photographs of the skin have to have enough of them.
alter table upload
  add column width integer,
  add column height integer;
