-- One row is an action of the action plan as it stands at period end.
-- From action_plan, the file of the period's last quarter.
-- Dated by the quarter of the file.
-- Limits: a complete action without a by-when date is on track.
SELECT
    period.period,
    action.lead_agency,
    action.status = 'complete'
        OR coalesce(action.by_when >= period.last_day, false) AS is_on_track,
    action.status <> 'complete'
        AND coalesce(action.by_when < period.last_day, false) AS is_overdue,
    action.by_when IS NULL AS is_undated,
    coalesce(
        action.shared_with_icpc_on BETWEEN period.year_first_day AND period.last_day,
        false
    ) AS shared_this_year
FROM records.period
JOIN received.standing_action_plan AS action ON action.quarter = period.last_quarter
