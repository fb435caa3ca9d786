-- One row is a delivery of an S2 programme in the school year to date.
-- From s2_programmes, latest state.
-- Dated by delivered_on, from 1 August to the period's last day.
-- Limits: earlier quarters' files are used where they are there.
SELECT
    period.period,
    period.school_year,
    delivery.programme,
    delivery.school_code,
    delivery.pupils_attended,
    delivery.responses,
    delivery.aware_before,
    delivery.aware_after
FROM records.period
JOIN received.latest_s2_programmes AS delivery
    ON delivery.delivered_on BETWEEN period.school_year_first_day AND period.last_day
