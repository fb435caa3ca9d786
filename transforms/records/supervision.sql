-- One row is one service in one quarter.
-- From supervision of agencies received in every quarter of the period.
-- Dated by the quarter of the file.
-- Limits: quarters are summed.
SELECT
    quarters.period,
    rows.agency,
    rows.agreements,
    rows.agreements_reviewed,
    rows.dual_role_understood
FROM records.period_quarter AS quarters
JOIN received.standing_supervision AS rows ON rows.quarter = quarters.quarter
SEMI JOIN records.received_throughout AS received
    ON received.period = quarters.period
    AND received.agency = rows.agency
    AND received.extract = 'supervision'
