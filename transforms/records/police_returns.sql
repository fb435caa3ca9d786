-- One row is a police missing-person report whose child returned in the period.
-- From missing_persons of any quarter and return_interviews, latest state.
-- Dated by the local date of the police's returned_at.
-- Limits: a match is a return of the same child at most 24 hours apart, up to the
-- period's last day.
WITH matches AS (
    SELECT
        period.period,
        report.report_ref,
        bool_or(child_return.outcome = 'completed') AS any_completed
    FROM records.period
    JOIN received.latest_missing_persons AS report
        ON report.returned_on BETWEEN period.first_day AND period.last_day
    JOIN received.latest_return_interviews AS child_return
        ON child_return.child_ref = report.child_ref
        AND child_return.returned_on <= period.last_day
        AND abs(epoch_us(child_return.returned_at) - epoch_us(report.returned_at))
        <= 86400000000
    GROUP BY period.period, report.report_ref
)

SELECT
    period.period,
    matches.report_ref IS NOT NULL AS has_return,
    coalesce(matches.any_completed, false) AS has_completed_interview
FROM records.period
JOIN received.latest_missing_persons AS report
    ON report.returned_on BETWEEN period.first_day AND period.last_day
LEFT JOIN matches
    ON matches.period = period.period AND matches.report_ref = report.report_ref
