-- One row is a period missing from school that began in the period.
-- From missing_from_education, latest state.
-- Dated by from_date.
-- Limits: sessions missed so far, where it is still open.
SELECT
    period.period,
    episode.child_ref,
    CASE
        WHEN starts_with(episode.stage, 'P') THEN 'P'
        WHEN episode.stage IN ('S1', 'S2', 'S3') THEN 'S1-S3'
        ELSE 'S4-S6'
    END AS stage_group,
    episode.sessions_missed,
    episode.chronology_used = 'yes' AS used_chronology,
    episode.trend_concern = 'yes' AS has_trend_concern
FROM records.period
JOIN received.latest_missing_from_education AS episode
    ON episode.from_date BETWEEN period.first_day AND period.last_day
