-- One row is an extract owed by an agency for a quarter of the period.
-- From the register of arrivals.
-- Dated by the quarter of the file.
-- Limits: received means seen in the drop, whatever the verdict.
SELECT
    quarters.period,
    owed.agency,
    owed.was_received,
    owed.was_received_in_time,
    owed.was_received AND owed.was_accepted_at_first AS was_accepted_at_first,
    owed.accepted_in_time,
    owed.rows_read,
    owed.rows_loaded,
    (owed.agency, owed.extract) IN (
        ('hscp', 'missing_episodes'),
        ('education', 'missing_from_education'),
        ('police', 'missing_persons')
    ) AS is_missing_data
FROM records.period_quarter AS quarters
JOIN received.owed AS owed ON owed.quarter = quarters.quarter
