-- One row is a delivery of the programme wasted in the school year to date.
-- From deliveries_to_date.
-- Dated by delivered_on, from 1 August to the period's last day.
-- Limits: none.
SELECT period, responses, aware_before, aware_after
FROM records.deliveries_to_date
WHERE programme = 'wasted'
