-- One row is a Wellbeing Assessment completed in the period.
-- From wellbeing_assessments, latest state.
-- Dated by completed_on.
-- Limits: none.
SELECT
    period.period,
    coalesce(assessment.signed_off_by = 'operational_service_manager', false)
        AS is_signed_off_by_manager,
    date_diff('day', assessment.completed_on, assessment.signed_off_on)
        AS days_to_sign_off,
    assessment.vyp_pathway = 'yes' AS is_vyp_pathway,
    is_vyp_pathway AND is_signed_off_by_manager AS is_vyp_signed_off_by_manager
FROM records.period
JOIN received.latest_wellbeing_assessments AS assessment
    ON assessment.completed_on BETWEEN period.first_day AND period.last_day
