-- One row is a child looked after at period end.
-- From looked_after_children, the file of the period's last quarter.
-- Dated by the quarter of the file.
-- Limits: none.
SELECT
    period.period,
    child.placement_type,
    child.sex,
    child.disability,
    child.ethnicity,
    records.age_group(child.age) AS age_group
FROM records.period
JOIN received.standing_looked_after_children AS child
    ON child.quarter = period.last_quarter
