-- One row is a VYP review up to the period's last day, with the referral it names.
-- From vyp_reviews and vyp_referrals, latest state.
-- Dated by reviewed_on.
-- Limits: a referral made after the period's last day is not known yet.
SELECT
    period.period,
    period.first_day,
    review.review_ref,
    review.referral_ref,
    review.child_ref,
    review.reviewed_on,
    review.plan_grade,
    review.contingency_plan,
    review.case_status = 'open' AS is_open,
    records.risk_rank(review.risk_level) AS risk_rank,
    review.risk_level,
    referral.referred_on,
    referral.referral_ref IS NOT NULL AS referral_is_known,
    records.risk_rank(referral.risk_level) AS risk_rank_at_referral
FROM records.period
JOIN received.latest_vyp_reviews AS review ON review.reviewed_on <= period.last_day
LEFT JOIN received.latest_vyp_referrals AS referral
    ON referral.referral_ref = review.referral_ref
    AND referral.referred_on <= period.last_day
