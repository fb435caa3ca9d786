-- One row is an Act that an action against offending names.
-- From disruption.
-- Dated by recorded_on.
-- Limits: an action that names two Acts stands under both.
SELECT DISTINCT period, record_ref, unnest(string_split(legislation, ';')) AS act
FROM records.disruption
WHERE names_an_act
