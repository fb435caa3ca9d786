-- One row is a report from CEOP received in the period.
-- From ceop_reports, latest state.
-- Dated by received_on.
-- Limits: none.
SELECT
    period.period,
    report.report_type,
    report.action_taken = 'yes' AS was_acted_on
FROM records.period
JOIN received.latest_ceop_reports AS report
    ON report.received_on BETWEEN period.first_day AND period.last_day
