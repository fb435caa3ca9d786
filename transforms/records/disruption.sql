-- One row is an action against offending recorded in the period.
-- From disruption, latest state.
-- Dated by recorded_on.
-- Limits: none.
SELECT
    period.period,
    record.record_ref,
    record.legislation,
    record.outcome,
    record.record_type = 'offender_profile' AS is_offender_profile,
    record.record_type = 'criminal_investigation' AS is_criminal_investigation,
    record.record_type = 'warrant_executed' AS is_warrant_executed,
    record.record_type = 'criminal_proceedings' AS is_criminal_proceedings,
    record.record_type = 'court_proceedings' AS is_court_proceedings,
    (is_criminal_proceedings OR is_court_proceedings) AND record.outcome IS NOT NULL
        AS is_proceedings_with_outcome,
    record.legislation IS NOT NULL AS names_an_act
FROM records.period
JOIN received.latest_disruption AS record
    ON record.recorded_on BETWEEN period.first_day AND period.last_day
