-- One row is a missing episode of a looked-after child that began in the period.
-- From missing_episodes and, for the match, missing_persons, latest state.
-- Dated by the local date of missing_from.
-- Limits: a match is a report of the same child at most 24 hours apart, up to the
-- period's last day.
SELECT
    period.period,
    episode.child_ref,
    episode.placement_type,
    episode.returned_at IS NULL AS is_open,
    (epoch_us(episode.returned_at) - epoch_us(episode.missing_from)) / 3.6e9
        AS hours_missing,
    episode.reported_to_police = 'yes' AS was_reported,
    was_reported AND EXISTS (
        SELECT 1
        FROM received.latest_missing_persons AS report
        WHERE report.child_ref = episode.child_ref
            AND report.missing_from_on <= period.last_day
            AND abs(epoch_us(report.missing_from) - epoch_us(episode.missing_from))
            <= 86400000000
    ) AS matches_police_report
FROM records.period
JOIN received.latest_missing_episodes AS episode
    ON episode.missing_from_on BETWEEN period.first_day AND period.last_day
