-- One row is a referral to the VYP Group made in the period.
-- From vyp_referrals, latest state.
-- Dated by referred_on.
-- Limits: none.
SELECT
    period.period,
    referral.referral_source,
    referral.referral_pathway,
    referral.theme,
    referral.sex,
    referral.disability,
    referral.ethnicity,
    referral.looked_after,
    records.age_group(referral.age) AS age_group,
    list_has_all(
        string_split(coalesce(referral.information_shared_by, ''), ';'),
        ['hscp', 'education', 'health', 'police']
    ) AS every_core_agency_shared,
    date_diff('day', referral.referred_on, referral.decided_on) AS days_to_decision
FROM records.period
JOIN received.latest_vyp_referrals AS referral
    ON referral.referred_on BETWEEN period.first_day AND period.last_day
