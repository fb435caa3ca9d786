-- One row is a VYP review in the period.
-- From reviews_of_referrals.
-- Dated by reviewed_on.
-- Limits: none.
SELECT
    period,
    referral_is_known,
    plan_grade >= 4 AS has_good_plan,
    contingency_plan = 'yes' AS has_contingency_plan
FROM records.reviews_of_referrals
WHERE reviewed_on >= first_day
