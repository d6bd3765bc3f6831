-- Who stands in a patient's place: `id` is the RelatedPerson, `consent_id` the Consent that says so in the chain.
create table guardianship (
  chain text collate "C" not null,
  id text not null,
  consent_id text not null,
  guardian text not null,
  level text not null check (level in ('view', 'complete')),
  relationship text not null check (relationship in ('GUARD', 'PRN', 'SPS', 'CHILD', 'SIB')),
  state text not null check (state in ('invited', 'accepted', 'declined', 'cancelled', 'removed', 'stepped-down')),
  until timestamptz,
  invited_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  primary key (chain, id)
);
create unique index guardianship_once on guardianship (chain, guardian) where state in ('invited', 'accepted');
create index guardianship_patient on guardianship (chain, invited_at desc);
create index guardianship_guardian on guardianship (guardian, invited_at desc);
