-- What a person sees of their open sessions: a public id for each, and the browser and system in one word each.
alter table session add column id text not null default gen_random_uuid()::text;
alter table session alter column id drop default;
alter table session add constraint session_id unique (id);
alter table session add column browser text not null default 'unknown';
alter table session add column system text not null default 'unknown';

-- Wrong passwords, counted for an address and for an address with a login. The key is an HMAC under the server's
-- secret: neither an address nor a login is kept. All server processes share the counts.
create table password_attempt (
  key bytea primary key check (length(key) = 32),
  failures integer not null,
  since timestamptz not null,
  last_at timestamptz not null
);
create index password_attempt_age on password_attempt (last_at);
