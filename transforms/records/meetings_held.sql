-- One row is a governance meeting held in the period.
-- From governance_meetings, latest state.
-- Dated by held_on.
-- Limits: a meeting held without a date is not here.
SELECT
    period.period,
    meeting.audience,
    meeting.attendees,
    meeting.meeting_type = 'chief_officers_group'
        AND meeting.head_of_service_present = 'yes' AS head_met_chief_officers,
    meeting.meeting_type = 'briefing' AS is_briefing
FROM records.period
JOIN received.latest_governance_meetings AS meeting
    ON meeting.held_on BETWEEN period.first_day AND period.last_day
