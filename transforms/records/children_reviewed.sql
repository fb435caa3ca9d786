-- One row is a child whose latest review in the period names a known referral.
-- From reviews_of_referrals.
-- Dated by reviewed_on; of a day an open review is taken rather than a closed one, then
-- the higher level, then the one whose referral is the later.
-- Limits: the reference breaks what ties remain, so that a run gives the same again.
WITH latest AS (
    SELECT *
    FROM records.reviews_of_referrals
    WHERE reviewed_on >= first_day
    QUALIFY row_number() OVER (
        PARTITION BY period, child_ref
        ORDER BY
            reviewed_on DESC,
            is_open DESC,
            risk_rank DESC,
            referred_on DESC NULLS LAST,
            review_ref
    ) = 1
)

SELECT
    period,
    CASE
        WHEN risk_rank < risk_rank_at_referral THEN 'reduced'
        WHEN risk_rank = risk_rank_at_referral THEN 'same'
        ELSE 'increased'
    END AS change,
    risk_rank < risk_rank_at_referral AS risk_reduced
FROM latest
WHERE referral_is_known
