-- One row is an action of any action plan of the period, as its latest file gives it.
-- From action_plan.
-- Dated by the quarter of the file.
-- Limits: an action dropped from the plan during the period still counts.
SELECT
    period.period,
    coalesce(
        action.evaluated_on BETWEEN period.first_day AND period.last_day, false
    ) AS evaluated_in_period
FROM records.period
JOIN records.period_quarter AS quarters USING (period)
JOIN received.standing_action_plan AS action ON action.quarter = quarters.quarter
QUALIFY row_number() OVER (
    PARTITION BY period.period, action.action_id ORDER BY action.quarter DESC
) = 1
