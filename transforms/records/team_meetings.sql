-- One row is one service in one quarter.
-- From team_meetings of agencies received in every quarter of the period.
-- Dated by the quarter of the file.
-- Limits: quarters are summed.
SELECT
    quarters.period,
    rows.agency,
    rows.teams,
    rows.teams_covering_pathway,
    rows.teams_covering_service_levels
FROM records.period_quarter AS quarters
JOIN received.standing_team_meetings AS rows ON rows.quarter = quarters.quarter
SEMI JOIN records.received_throughout AS received
    ON received.period = quarters.period
    AND received.agency = rows.agency
    AND received.extract = 'team_meetings'
