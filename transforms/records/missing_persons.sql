-- One row is a police missing-person report that began in the period.
-- From missing_persons, latest state.
-- Dated by the local date of missing_from.
-- Limits: an unknown locality counts as in the area.
SELECT
    period.period,
    report.child_ref,
    report.place_type,
    report.risk_grade,
    report.locality,
    report.sex,
    records.age_group(report.age) AS age_group,
    report.locality <> 'outwith_inverclyde' AS is_in_area
FROM records.period
JOIN received.latest_missing_persons AS report
    ON report.missing_from_on BETWEEN period.first_day AND period.last_day
