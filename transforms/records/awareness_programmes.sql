-- One row is an event or campaign for parents, carers or community in the period.
-- From awareness_programmes, latest state.
-- Dated by held_on.
-- Limits: none.
SELECT period.period, event.audience, event.channel, event.reach
FROM records.period
JOIN received.latest_awareness_programmes AS event
    ON event.held_on BETWEEN period.first_day AND period.last_day
