-- The check of a chain looks at the identifiers of its patient.
create index patient_identifier_chain on patient_identifier (chain);
