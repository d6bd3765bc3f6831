-- The words by which a record is found (`recordText` in @patrec/fhir). The next start writes them for the records that
-- there are: those that this index names.
alter table record add column words text collate "C";
create index record_without_words on record (chain, number) where words is null;

-- A summary lists immunisations besides what an emergency card's form suggests.
drop index resource_version_suggested;
create index resource_version_summary on resource_version (chain, type)
  where current and type in ('AllergyIntolerance', 'Condition', 'MedicationRequest', 'MedicationStatement', 'Immunization');
