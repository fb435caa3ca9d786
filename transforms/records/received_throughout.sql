-- One row is a period, an agency and an extract accepted for every quarter of it.
-- From the standing submissions.
-- Dated by the quarter of the file.
-- Limits: a quarter that is not due (pathway_knowledge outside Q4) counts as missing.
SELECT quarters.period, standing.agency, standing.extract
FROM records.period_quarter AS quarters
JOIN records.period USING (period)
JOIN received.standing AS standing ON standing.quarter = quarters.quarter
GROUP BY quarters.period, period.n_quarters, standing.agency, standing.extract
HAVING count(DISTINCT standing.quarter) = period.n_quarters
