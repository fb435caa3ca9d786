-- One row is the staff survey of one service and role group.
-- From pathway_knowledge, the files of the period's last quarter.
-- Dated by the quarter of the file.
-- Limits: sent for Q4 only.
SELECT
    period.period,
    survey.agency,
    survey.role_group,
    survey.staff_invited,
    survey.responses,
    survey.knows_pathway,
    survey.knows_cse_is_cp
FROM records.period
JOIN received.standing_pathway_knowledge AS survey
    ON survey.quarter = period.last_quarter
