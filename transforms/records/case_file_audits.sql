-- One row is a document audited in the period.
-- From case_file_audits, latest state.
-- Dated by audited_on.
-- Limits: none.
SELECT
    period.period,
    audit.document_type,
    audit.vyp_pathway = 'yes' AS is_vyp_pathway,
    audit.dual_role_evidenced = 'yes' AS evidences_dual_role,
    audit.needs_identified = 'yes' AS identifies_needs,
    audit.risks_managed = 'yes' AS manages_risks,
    audit.grade >= 4 AS is_graded_good
FROM records.period
JOIN received.latest_case_file_audits AS audit
    ON audit.audited_on BETWEEN period.first_day AND period.last_day
