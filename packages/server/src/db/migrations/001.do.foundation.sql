-- Every table that holds a patient's data has the patient's chain first in its primary and unique keys, so that
-- the tables can be distributed by it. People's numbers are found through routing tables keyed by the number.

create table installation (
  only_one boolean primary key default true check (only_one),
  log_origin text not null,
  institution_chain text not null,
  system_account text not null,
  created_at timestamptz not null
);

-- Identity ---------------------------------------------------------------------------------------------------

create table account (
  id text primary key,
  login text not null unique,
  role text not null check (role in ('patient', 'doctor', 'staff', 'administrator', 'system')),
  name text not null,
  status text not null check (status in ('active', 'awaiting-verification', 'closed')),
  password_hash text,
  demo boolean not null default false,
  created_at timestamptz not null
);

create table session (
  token_hash bytea primary key,
  account_id text not null references account (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_expiry on session (expires_at);
create index session_account on session (account_id);

create table numbering (
  kind text primary key check (kind in ('PAT', 'DOC', 'STF', 'ADM')),
  last integer not null
);
insert into numbering values ('PAT', 0), ('DOC', 0), ('STF', 0), ('ADM', 0);

create table practitioner (
  account_id text primary key references account (id),
  resource_id text not null,
  speciality text not null,
  workplace text not null,
  city text not null
);

-- The institution's directory: organizations and practitioners that imports bring, found by their identifier.
create table directory_entry (
  identifier text primary key,
  reference text not null
);

-- The ledger: chains ------------------------------------------------------------------------------------------

create table chain_head (
  chain text collate "C" primary key,
  kind text not null check (kind in ('patient', 'institution')),
  seq bigint not null,
  hash bytea not null check (length(hash) = 32),
  recorded_at timestamptz not null
);
-- A resource id opens with the first 12 characters of its chain: this finds the chain, and with it the shard.
create index chain_head_prefix on chain_head (substr(chain, 1, 12));

create table block (
  chain text collate "C" not null,
  seq bigint not null,
  prev bytea not null check (length(prev) = 32),
  hash bytea not null check (length(hash) = 32),
  type text not null,
  author text not null,
  nonce text not null,
  header bytea not null,
  statement bytea not null,
  recorded_at timestamptz not null,
  leaf_index bigint,
  primary key (chain, seq),
  unique (chain, prev),
  unique (chain, author, nonce)
) with (fillfactor = 90);

create table ledger_pending (
  chain text collate "C" not null,
  seq bigint not null,
  hash bytea not null,
  primary key (chain, seq)
);

-- The ledger: the log -----------------------------------------------------------------------------------------

create table log_state (
  origin text primary key,
  size bigint not null
);

create table log_leaf (
  index bigint primary key,
  block_hash bytea not null unique check (length(block_hash) = 32),
  chain text not null,
  seq bigint not null
);

create table log_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, index)
);

create table log_bundle (
  index bigint primary key,
  entries bytea not null check (length(entries) between 35 and 8960)
);

create table log_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  signed_at timestamptz not null
);

-- Records -----------------------------------------------------------------------------------------------------

create table patient (
  chain text collate "C" primary key,
  number text not null,
  account_id text,
  resource_id text not null,
  name text not null,
  birth_date date,
  sex text not null,
  abha text,
  blood_group text,
  record_count integer not null default 0
) with (fillfactor = 80);
create index patient_account on patient (account_id) where account_id is not null;

create table patient_number (
  number text primary key,
  chain text not null
);

create table patient_identifier (
  identifier text primary key,
  chain text not null
);

create table record (
  chain text collate "C" not null,
  number integer not null,
  type text not null,
  title text not null,
  summary text not null,
  effective timestamptz not null,
  day date not null,
  author text not null,
  recorded_at timestamptz not null,
  block_seq bigint not null,
  abnormal integer not null,
  critical integer not null,
  primary key (chain, number)
);
create index record_timeline on record (chain, effective desc, number desc);
create index record_author on record (author, recorded_at desc);
create index record_block on record (chain, block_seq);

create table resource_version (
  chain text collate "C" not null,
  id text not null,
  version integer not null,
  type text not null,
  record integer,
  block_seq bigint not null,
  current boolean not null,
  media_type text not null,
  bytes bytea not null,
  salt bytea not null check (length(salt) = 32),
  place integer not null,
  primary key (chain, id, version)
);
create index resource_version_record on resource_version (chain, record) where record is not null;
create index resource_version_registration on resource_version (chain, type) where record is null and current;
create index resource_version_block on resource_version (chain, block_seq);

create table observation (
  chain text collate "C" not null,
  code text not null,
  effective timestamptz not null,
  resource_id text not null,
  component smallint not null,
  record integer not null,
  system text not null,
  label text not null,
  value numeric not null,
  unit text not null,
  flag text,
  low numeric,
  high numeric,
  primary key (chain, code, effective, resource_id, component)
);

-- Access ------------------------------------------------------------------------------------------------------

create table access_request (
  chain text collate "C" not null,
  id text not null,
  requester text not null,
  types text[],
  records integer[],
  period_from date,
  period_to date,
  purpose text not null,
  until timestamptz not null,
  note text not null,
  state text not null check (state in ('requested', 'granted', 'denied', 'cancelled')),
  created_at timestamptz not null,
  decided_at timestamptz,
  reason text not null default '',
  primary key (chain, id)
);
create index access_request_requester on access_request (requester, created_at desc);
create index access_request_waiting on access_request (chain, created_at desc);
create unique index access_request_once on access_request (chain, requester) where state = 'requested';

create table access_grant (
  chain text collate "C" not null,
  id text not null,
  request_id text not null,
  grantee text not null,
  types text[],
  records integer[],
  period_from date,
  period_to date,
  purpose text not null,
  until timestamptz not null,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  primary key (chain, id)
);
create index access_grant_grantee on access_grant (grantee, chain) where revoked_at is null;
create index access_grant_patient on access_grant (chain, granted_at desc);

create table access_event (
  chain text collate "C" not null,
  id text not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  record integer,
  basis text not null,
  purpose text not null,
  block_seq bigint,
  primary key (chain, id)
) with (fillfactor = 90);
create index access_event_log on access_event (chain, at desc, id desc);
create index access_event_unsealed on access_event (chain) where block_seq is null;
