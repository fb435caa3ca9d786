-- One row is a member of staff in post at period end.
-- From training, the files of the period's last quarter.
-- Dated by the quarter of the file; a course counts for three years to the last day.
-- Limits: none.
SELECT
    period.period,
    staff.agency,
    staff.role_group,
    staff.training_required = 'yes' AS training_required,
    coalesce(
        staff.attended_on BETWEEN period.three_years_before AND period.last_day, false
    ) AS was_trained,
    staff.training_required = 'yes' AND was_trained AS is_covered,
    staff.training_required = 'yes' AND staff.role_group = 'frontline'
        AS is_frontline_required,
    is_frontline_required AND was_trained AS is_frontline_covered
FROM records.period
JOIN received.standing_training AS staff ON staff.quarter = period.last_quarter
