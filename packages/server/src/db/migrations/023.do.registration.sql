-- How much is known of a birth: a day, a month or a year (FHIR date). Whoever knows their age only is no newborn.
alter table patient add column born text;
update patient p set born = (
  select convert_from(v.bytes, 'UTF8')::jsonb ->> 'birthDate'
  from resource_version v where v.chain = p.chain and v.id = p.resource_id and v.current);

-- Who seems to be registered already: by name and birth. The phone and the ABHA number have their indexes; of a phone
-- the first index has the date of birth behind it.
create index patient_name on patient (lower(name));
-- A form of registration that was sent twice finds the patient whom it made.
create index block_registration on block (author, nonce) where type = 'registration';
