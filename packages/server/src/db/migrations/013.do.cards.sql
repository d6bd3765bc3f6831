-- Codes by which a patient lets one doctor know who they are; `id` is the Consent that says so. `until` is the code's end,
-- and that of the headings once a doctor has used it. Of a code there is its hash, and itself, sealed, for the patient's page.
create table introduction (
  chain text collate "C" not null,
  id text not null,
  code_hash bytea not null check (length(code_hash) = 32),
  typed_hash bytea not null check (length(typed_hash) = 32),
  sealed bytea not null,
  made_at timestamptz not null,
  until timestamptz not null,
  opened_by text,
  opened_at timestamptz,
  ended_at timestamptz,
  check ((opened_by is null) = (opened_at is null)),
  primary key (chain, id)
);
create unique index introduction_once on introduction (chain) where opened_at is null and ended_at is null;
create index introduction_code on introduction (code_hash);
create index introduction_typed on introduction (typed_hash);
create index introduction_patient on introduction (chain, until) where ended_at is null;
create index introduction_doctor on introduction (opened_by, until) where ended_at is null;

-- Cards that anybody with the code may read; `id` is the Consent that says so, `content_id` the QuestionnaireResponse with
-- what the patient put on it.
create table emergency_card (
  chain text collate "C" not null,
  id text not null,
  content_id text not null,
  code_hash bytea not null check (length(code_hash) = 32),
  sealed bytea not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (chain, id)
);
create unique index emergency_card_once on emergency_card (chain) where ended_at is null;
create index emergency_card_code on emergency_card (code_hash);

-- What a card's form suggests from the records.
create index resource_version_suggested on resource_version (chain, type)
  where current and type in ('AllergyIntolerance', 'Condition', 'MedicationRequest', 'MedicationStatement');

-- Whoever opens an emergency card without signing in: a name for the access log, with which nobody can sign in.
insert into account (id, login, role, name, status, created_at)
values ('anybody', 'ANYBODY', 'system', 'Somebody who did not sign in', 'closed', now());
