-- One row is a period with the populations its rates are of.
-- From population, schools and looked_after_children.
-- Dated by the period's last day: the latest mid-year estimate not after it, the school
-- year that holds it, the file of its last quarter.
-- Limits: empty where the reference table has no rows for it.
SELECT
    period.period,
    (
        SELECT sum(estimate.estimate)
        FROM received.population AS estimate
        WHERE estimate.as_of_year = (
            SELECT max(latest.as_of_year)
            FROM received.population AS latest
            WHERE make_date(latest.as_of_year, 6, 30) <= period.last_day
        )
    ) AS population,
    (
        SELECT sum(school.s2_roll)
        FROM received.school AS school
        WHERE school.school_year = period.school_year
    ) AS s2_roll,
    (
        SELECT count(*)
        FROM received.standing_looked_after_children AS child
        WHERE child.quarter = period.last_quarter
    ) AS n_looked_after
FROM records.period
