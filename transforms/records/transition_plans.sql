-- One row is a child at a key transition point whose plan was due in the period.
-- From transition_plans, latest state.
-- Dated by due_on.
-- Limits: none.
SELECT
    period.period,
    plan.transition_point,
    plan.plan_in_place = 'yes' AS has_plan,
    coalesce(plan.plan_on <= plan.due_on, false) AS has_plan_by_due_date
FROM records.period
JOIN received.latest_transition_plans AS plan
    ON plan.due_on BETWEEN period.first_day AND period.last_day
