-- When the person of a session last proved who they are: by any one means, and by two of them or a passkey.
alter table session add column proved_at timestamptz;
update session set proved_at = created_at;
alter table session alter column proved_at set not null;
alter table session add column factor_at timestamptz;

-- Between the right password and the code: not a session, and worth nothing without the code.
create table sign_in_step (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id text not null references account (id),
  expires_at timestamptz not null
);
create index sign_in_step_account on sign_in_step (account_id);
create index sign_in_step_expiry on sign_in_step (expires_at);

-- The key of an authenticator app, sealed; the last time step of which a code was used (RFC 6238, 5.2).
create table totp (
  account_id text primary key references account (id),
  sealed_key bytea not null,
  last_step bigint not null,
  set_at timestamptz not null
);

-- Printed codes: one use each.
create table recovery_code (
  account_id text not null references account (id),
  code_hash bytea not null check (length(code_hash) = 32),
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

create table passkey (
  id text primary key,
  account_id text not null references account (id),
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  added_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on passkey (account_id, added_at, id);

-- What a passkey is asked to sign, once, by one browser.
create table passkey_challenge (
  challenge text primary key,
  owner bytea not null check (length(owner) = 32),
  purpose text not null check (purpose in ('add', 'confirm', 'sign-in')),
  expires_at timestamptz not null
);
create index passkey_challenge_expiry on passkey_challenge (expires_at);
