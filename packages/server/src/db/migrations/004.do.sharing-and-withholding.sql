-- A patient may share without a request, and withhold a record: `withheld_by` is the Consent that says so.
alter table access_grant alter column request_id drop not null;
alter table record
  add column withheld_by text,
  add column withheld_at timestamptz,
  add constraint record_withheld check ((withheld_by is null) = (withheld_at is null));
create index record_withheld_by_patient on record (chain) where withheld_by is not null;
