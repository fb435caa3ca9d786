-- One row is one of the two campaigns.
-- From campaign_returns, latest state.
-- Dated by collated_on, from 1 April to the period's last day.
-- Limits: none.
SELECT
    period.period,
    EXISTS (
        SELECT 1
        FROM received.latest_campaign_returns AS collated
        WHERE collated.campaign = campaign.campaign
            AND collated.collated_on BETWEEN period.year_first_day AND period.last_day
    ) AS was_collated
FROM records.period
CROSS JOIN (VALUES ('safer_choices'), ('wasted')) AS campaign (campaign)
