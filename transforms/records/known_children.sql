-- One row is a child with a record of concern in the period, with how many agencies.
-- From seven extracts of social work, education, health and police, latest state.
-- Dated by each extract's attribution date.
-- Limits: an attendance counts only with a CSE concern flagged.
WITH sightings AS (
    SELECT child_ref, 'hscp' AS agency, missing_from_on AS seen_on
    FROM received.latest_missing_episodes
    UNION ALL
    SELECT child_ref, 'hscp', returned_on FROM received.latest_return_interviews
    UNION ALL
    SELECT child_ref, 'hscp', referred_on FROM received.latest_vyp_referrals
    UNION ALL
    SELECT child_ref, 'education', from_date
    FROM received.latest_missing_from_education
    UNION ALL
    SELECT child_ref, 'health', attended_on
    FROM received.latest_attendances
    WHERE cse_concern = 'yes'
    UNION ALL
    SELECT child_ref, 'police', missing_from_on FROM received.latest_missing_persons
    UNION ALL
    SELECT child_ref, 'police', reported_on FROM received.latest_concern_reports
)

SELECT
    period.period,
    sighting.child_ref,
    count(DISTINCT sighting.agency)::VARCHAR AS n_agencies,
    count(DISTINCT sighting.agency) >= 2 AS known_to_two_or_more
FROM records.period
JOIN sightings AS sighting
    ON sighting.seen_on BETWEEN period.first_day AND period.last_day
GROUP BY period.period, sighting.child_ref
