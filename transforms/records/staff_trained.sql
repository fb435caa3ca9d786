-- One row is a member of staff whose latest course lies in the period.
-- From training of agencies received in every quarter of it, latest file of the period.
-- Dated by attended_on.
-- Limits: a course followed by a later one within the period counts as the later one.
WITH latest_of_period AS (
    SELECT period.period, period.first_day, period.last_day, training.*
    FROM records.period
    JOIN records.period_quarter AS quarters USING (period)
    JOIN received.standing_training AS training ON training.quarter = quarters.quarter
    QUALIFY row_number() OVER (
        PARTITION BY period.period, training.agency, training.staff_ref
        ORDER BY training.quarter DESC
    ) = 1
)

SELECT
    latest.period,
    latest.agency,
    latest.staff_ref,
    latest.role_group,
    latest.course_level,
    latest.training_required = 'yes' AS training_required
FROM latest_of_period AS latest
SEMI JOIN records.received_throughout AS received
    ON received.period = latest.period
    AND received.agency = latest.agency
    AND received.extract = 'training'
WHERE latest.attended_on BETWEEN latest.first_day AND latest.last_day
