-- One row is a briefing held in the period.
-- From meetings_held.
-- Dated by held_on.
-- Limits: none.
SELECT period, audience, attendees
FROM records.meetings_held
WHERE is_briefing
