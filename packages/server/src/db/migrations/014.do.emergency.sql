-- Doctors whom an administrator authorised for emergencies; the institution's chain says so.
create table emergency_authorisation (
  id text primary key,
  doctor text not null references account (id),
  since timestamptz not null,
  authorised_by text not null,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index emergency_authorisation_once on emergency_authorisation (doctor) where ended_at is null;

-- Access that a doctor took in an emergency: `id` is the Consent that says how far it goes, `review_id` the Task by
-- which an administrator closes it.
create table emergency_access (
  chain text collate "C" not null,
  id text not null,
  review_id text not null,
  doctor text not null,
  reason text not null,
  note text not null,
  since timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  outcome text check (outcome in ('justified', 'not-justified')),
  review_note text not null default '',
  reviewed_at timestamptz,
  reviewed_by text,
  check ((ended_at is null) = (ended_by is null)),
  check ((outcome is null) = (reviewed_at is null) and (outcome is null) = (reviewed_by is null)),
  primary key (chain, id)
);
create index emergency_access_patient on emergency_access (chain, since desc);
create index emergency_access_doctor on emergency_access (doctor, chain, until);
create index emergency_access_waiting on emergency_access (since) where outcome is null;
create index emergency_access_reviewed on emergency_access (reviewed_at desc) where outcome is not null;

-- What an emergency view gathers from all records of a chart.
create index resource_version_emergency on resource_version (chain, type)
  where current and type in ('AllergyIntolerance', 'Condition', 'MedicationRequest', 'MedicationStatement');
