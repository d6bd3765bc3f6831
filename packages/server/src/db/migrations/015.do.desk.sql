-- What two of the desk do for a patient who came in person: one opens it, another confirms. `details` is what was
-- entered; the patient's chain states the same. A guardianship that comes of it has the same id.
create table desk_act (
  chain text collate "C" not null,
  id text not null,
  kind text not null check (kind in ('guardian', 'email')),
  details jsonb not null,
  document text not null,
  opened_by text not null references account (id),
  opened_at timestamptz not null,
  state text not null check (state in ('open', 'confirmed', 'cancelled')),
  ended_by text references account (id),
  ended_at timestamptz,
  primary key (chain, id)
);
create index desk_act_open on desk_act (opened_at) where state = 'open';
create index desk_act_waiting on desk_act (chain) where state = 'open';
