-- How often an address used a form that anybody may use. Lost after a crash of the database, and nothing with it.
create unlogged table request_rate (
  key bytea primary key,
  requests integer not null,
  ends_at timestamptz not null
);
create index request_rate_end on request_rate (ends_at);
