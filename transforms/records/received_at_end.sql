-- One row is a period, an agency and an extract accepted for its last quarter.
-- From the standing submissions.
-- Dated by the quarter of the file.
-- Limits: none.
SELECT DISTINCT period.period, standing.agency, standing.extract
FROM records.period
JOIN received.standing AS standing ON standing.quarter = period.last_quarter
