-- Accounts that came from the teaching project: what stands for each, so that nobody comes twice, and how dear the passwords
-- are that were not used here yet (decision 0031).
alter table account add column import_key text collate "C";
create unique index account_import_key on account (import_key) where import_key is not null;
create index account_imported_rounds on account ((split_part(password_hash, '$', 2)::integer))
  where password_hash like 'pbkdf2_sha256$%';

-- The collection that a permission or a guardianship was brought in from; null where it was given here.
alter table access_grant add column source text;
alter table guardianship add column source text;
