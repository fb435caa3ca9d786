-- One row is a Barnardo's review of a police concern report in the period.
-- From concern_report_reviews and concern_reports, latest state.
-- Dated by reviewed_on.
-- Limits: known means reported by the period's last day.
SELECT
    period.period,
    review.location_type,
    review.locality,
    review.trend_identified = 'yes' AS identified_trend,
    EXISTS (
        SELECT 1
        FROM received.latest_concern_reports AS report
        WHERE report.report_ref = review.report_ref
            AND report.reported_on <= period.last_day
    ) AS report_is_known
FROM records.period
JOIN received.latest_concern_report_reviews AS review
    ON review.reviewed_on BETWEEN period.first_day AND period.last_day
