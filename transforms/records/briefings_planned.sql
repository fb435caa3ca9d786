-- One row is a briefing planned for the period.
-- From governance_meetings, latest state.
-- Dated by planned_on.
-- Limits: held means held on any date so far.
SELECT period.period, meeting.held_on IS NOT NULL AS was_held
FROM records.period
JOIN received.latest_governance_meetings AS meeting
    ON meeting.planned_on BETWEEN period.first_day AND period.last_day
WHERE meeting.meeting_type = 'briefing'
