-- One row is an attendance of a child in the period.
-- From attendances, latest state.
-- Dated by attended_on.
-- Limits: none.
SELECT
    period.period,
    attendance.child_ref,
    attendance.service,
    attendance.reason_group,
    attendance.sex,
    records.age_group(attendance.age) AS age_group,
    attendance.cse_concern = 'yes' AS has_cse_concern
FROM records.period
JOIN received.latest_attendances AS attendance
    ON attendance.attended_on BETWEEN period.first_day AND period.last_day
