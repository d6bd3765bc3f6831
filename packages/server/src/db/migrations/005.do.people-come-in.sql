-- Accounts: a doctor who was declined is told why; a one-time password holds until a moment, and is then replaced.
alter table account drop constraint account_status_check;
alter table account add constraint account_status_check
  check (status in ('active', 'awaiting-verification', 'declined', 'closed'));
alter table account add column status_reason text not null default '';
alter table account add column one_time_until timestamptz;
create index account_waiting on account (created_at) where status = 'awaiting-verification';

-- The last ten digits of a patient's first phone number, as the registration has it: with the date of birth it
-- proposes duplicates before a second registration.
alter table patient add column phone text;
update patient p set phone = nullif(right(regexp_replace((
  select t.one ->> 'value'
  from resource_version v, jsonb_array_elements(convert_from(v.bytes, 'UTF8')::jsonb -> 'telecom') with ordinality as t (one, place)
  where v.chain = p.chain and v.id = p.resource_id and v.current and t.one ->> 'system' = 'phone'
  order by t.place limit 1), '[^0-9]', '', 'g'), 10), '');
create index patient_phone on patient (phone, birth_date) where phone is not null;
create index patient_abha on patient (abha) where abha is not null;
