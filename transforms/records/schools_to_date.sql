-- One row is a programme and a secondary school of the school year.
-- From schools and deliveries_to_date.
-- Dated by delivered_on, from 1 August to the period's last day.
-- Limits: pupils reached are at most the school's S2 roll in the committee's list.
SELECT
    period.period,
    programme.programme,
    school.s2_roll,
    least(coalesce(sum(delivery.pupils_attended), 0), school.s2_roll)
        AS pupils_reached,
    count(delivery.school_code) > 0 AS was_reached
FROM records.period
JOIN received.school AS school ON school.school_year = period.school_year
CROSS JOIN (VALUES ('safer_choices'), ('wasted')) AS programme (programme)
LEFT JOIN records.deliveries_to_date AS delivery
    ON delivery.period = period.period
    AND delivery.programme = programme.programme
    AND delivery.school_code = school.school_code
GROUP BY period.period, programme.programme, school.school_code, school.s2_roll
