-- One row is a child's return from a missing episode in the period.
-- From return_interviews, latest state.
-- Dated by the local date of returned_at.
-- Limits: in time means within the committee's number of elapsed hours (72).
SELECT
    period.period,
    child_return.location_type,
    child_return.interviewer_agency,
    child_return.offered = 'yes' AS was_offered,
    child_return.outcome = 'completed' AS is_completed,
    is_completed AND coalesce(
        epoch_us(child_return.interviewed_at) - epoch_us(child_return.returned_at)
        <= parameter.interview_hours * 3600000000,
        false
    ) AS is_completed_in_time,
    is_completed AND child_return.cse_concern = 'yes' AS is_completed_with_concern
FROM records.period
CROSS JOIN records.parameter AS parameter
JOIN received.latest_return_interviews AS child_return
    ON child_return.returned_on BETWEEN period.first_day AND period.last_day
