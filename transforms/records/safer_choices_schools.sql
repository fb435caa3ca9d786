-- One row is a secondary school of the school year, for the programme safer_choices.
-- From schools_to_date.
-- Dated by delivered_on, from 1 August to the period's last day.
-- Limits: none.
SELECT period, s2_roll, pupils_reached, was_reached
FROM records.schools_to_date
WHERE programme = 'safer_choices'
