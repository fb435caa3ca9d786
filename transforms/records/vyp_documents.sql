-- One row is an assessment or plan of a VYP-pathway child audited in the period.
-- From case_file_audits.
-- Dated by audited_on.
-- Limits: chronologies are left out.
SELECT period, document_type, identifies_needs, manages_risks
FROM records.case_file_audits
WHERE is_vyp_pathway AND document_type IN ('wellbeing_assessment', 'childs_plan')
