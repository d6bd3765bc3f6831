-- Keys that doctors sign with, as blocks of type `key` in the institution's chain say: registered there (`made_seq`), revoked
-- there (`revoked_seq`). `public_key` is base64, as statements name it.
create table signing_key (
  public_key text collate "C" primary key,
  account_id text not null references account (id),
  made_at timestamptz not null,
  made_seq bigint not null,
  used_at timestamptz,
  revoked_at timestamptz,
  revoked_seq bigint,
  revoked_by text references account (id),
  reason text,
  check (num_nulls(revoked_at, revoked_seq, revoked_by, reason) in (0, 4))
);
create index signing_key_account on signing_key (account_id, made_at);

-- Blocks that go into the log after all that was committed before them: what was signed before a key was revoked has to
-- stand before its revocation there.
alter table ledger_pending add column last boolean not null default false;
