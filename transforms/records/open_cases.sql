-- One row is a VYP case open at period end: a referral accepted and not closed.
-- From vyp_referrals and reviews_of_referrals, latest state.
-- Dated by decided_on and reviewed_on, up to the period's last day.
-- Limits: closed only by a review; the level is that of the latest review.
WITH latest_review AS (
    SELECT *
    FROM records.reviews_of_referrals
    QUALIFY row_number() OVER (
        PARTITION BY period, referral_ref
        ORDER BY reviewed_on DESC, is_open DESC, risk_rank DESC, review_ref
    ) = 1
)

SELECT
    period.period,
    referral.child_ref,
    referral.theme,
    coalesce(review.risk_level, referral.risk_level) AS risk_level,
    referral.age < 18 AS is_under_18
FROM records.period
JOIN received.latest_vyp_referrals AS referral
    ON referral.decision = 'accepted' AND referral.decided_on <= period.last_day
LEFT JOIN latest_review AS review
    ON review.period = period.period AND review.referral_ref = referral.referral_ref
WHERE coalesce(review.is_open, true)
