-- E-mail. A message is a row of the transaction that causes it; it goes when it is delivered. `token` is sealed.
create table mail_outbox (
  id text primary key,
  account_id text not null references account (id),
  kind text not null,
  address text not null,
  lang text not null check (lang in ('en', 'hi', 'ta')),
  token bytea,
  until timestamptz,
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  failed_at timestamptz
);
create index mail_outbox_due on mail_outbox (next_at) where failed_at is null;
create index mail_outbox_failed on mail_outbox (failed_at) where failed_at is not null;

-- The address of an account, and one that waits to be confirmed. Families may share one. The account's chain holds the
-- hash of salt and address.
create table account_email (
  account_id text primary key references account (id),
  address text not null,
  salt bytea not null check (length(salt) = 32),
  lang text not null check (lang in ('en', 'hi', 'ta')),
  confirmed_at timestamptz not null
);
create table email_change (
  account_id text primary key references account (id),
  token_hash bytea not null unique check (length(token_hash) = 32),
  address text not null,
  lang text not null check (lang in ('en', 'hi', 'ta')),
  session_hash bytea not null,
  until timestamptz not null
);

-- Forgotten passwords: what was typed, answered a moment later; then the link that was sent.
create table recovery_request (
  id text primary key,
  login text not null,
  asked_at timestamptz not null
);
create table password_recovery (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id text not null references account (id),
  until timestamptz not null
);
create index password_recovery_account on password_recovery (account_id);

-- Recovery at the desk, by two: one opens, another confirms.
create table desk_recovery (
  id text primary key,
  account_id text not null references account (id),
  document text not null,
  opened_by text not null references account (id),
  opened_at timestamptz not null,
  state text not null check (state in ('open', 'confirmed', 'cancelled')),
  ended_by text references account (id),
  ended_at timestamptz
);
create index desk_recovery_account on desk_recovery (account_id);
create index desk_recovery_open on desk_recovery (opened_at) where state = 'open';

-- What each account has been signed in with, so that a sign-in with something else can be told.
create table known_device (
  account_id text not null references account (id),
  browser text not null,
  system text not null,
  primary key (account_id, browser, system)
);
insert into known_device select distinct account_id, browser, system from session;

-- Aadhaar numbers, sealed. `mac` is keyed: it finds the same number again and says nothing else.
create table patient_aadhaar (
  chain text collate "C" primary key,
  sealed bytea not null,
  mac bytea not null check (length(mac) = 32),
  last_four text not null check (last_four ~ '^[0-9]{4}$')
);
create index patient_aadhaar_mac on patient_aadhaar (mac);
