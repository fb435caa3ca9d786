-- One row is a police child-concern report with a CSE marker of the period.
-- From concern_reports and concern_report_reviews, latest state.
-- Dated by reported_on.
-- Limits: reviewed means by the period's last day.
SELECT
    period.period,
    report.theme,
    report.location_type,
    report.locality,
    report.sex,
    records.age_group(report.age) AS age_group,
    EXISTS (
        SELECT 1
        FROM received.latest_concern_report_reviews AS review
        WHERE review.report_ref = report.report_ref
            AND review.reviewed_on <= period.last_day
    ) AS was_reviewed
FROM records.period
JOIN received.latest_concern_reports AS report
    ON report.reported_on BETWEEN period.first_day AND period.last_day
