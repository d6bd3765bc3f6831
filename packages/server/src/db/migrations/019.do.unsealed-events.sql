-- Views wait here for the sealer: each is written into the log's five indexes once, together with its block, and not
-- twice. `access_log` is what people read: the sealed and the waiting.
drop index access_event_unsealed; -- its name goes to the table
create table access_event_unsealed (
  chain text collate "C" not null,
  id text not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  record integer,
  basis text not null,
  purpose text not null,
  primary key (chain, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into access_event_unsealed
  select chain, id, at, actor, action, record, basis, purpose from access_event where block_seq is null;
delete from access_event where block_seq is null;
alter table access_event alter column block_seq set not null;
alter table access_event set (fillfactor = 100);

create view access_log as
  select chain, id, at, actor, action, record, basis, purpose, block_seq from access_event
  union all
  select chain, id, at, actor, action, record, basis, purpose, null from access_event_unsealed;
