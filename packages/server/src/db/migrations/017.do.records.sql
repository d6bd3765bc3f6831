-- Allergies that records hold, for the banner of a chart.
create index resource_version_allergy on resource_version (chain, record)
  where type = 'AllergyIntolerance' and record is not null and current;
