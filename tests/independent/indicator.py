"""What one indicator is: what it needs, how it is worked out, when it is due."""

from collections.abc import Callable
from dataclasses import dataclass

from evidence import Evidence, Source
from measures import NOT_RECEIVED, Breakdown, Measure, Table, everywhere, tabulate
from periods import Period

Work = Callable[[Evidence, Period], Table]

LOOKED_AFTER = Source("hscp", "looked_after_children")
EPISODES = Source("hscp", "missing_episodes")
INTERVIEWS = Source("hscp", "return_interviews")
REFERRALS = Source("hscp", "vyp_referrals")
REVIEWS = Source("hscp", "vyp_reviews")
ASSESSMENTS = Source("hscp", "wellbeing_assessments")
AUDITS = Source("hscp", "case_file_audits")
MISSING_SCHOOL = Source("education", "missing_from_education")
WASTED = Source("education", "s2_programmes")
TRANSITIONS = Source("education", "transition_plans")
ATTENDANCES = Source("health", "attendances")
MISSING_PERSONS = Source("police", "missing_persons")
CONCERNS = Source("police", "concern_reports")
DISRUPTION = Source("police", "disruption")
CEOP = Source("police", "ceop_reports")
SAFER_CHOICES = Source("barnardos", "s2_programmes")
CONCERN_REVIEWS = Source("barnardos", "concern_report_reviews")
MEETINGS = Source("icpc", "governance_meetings")
ACTION_PLAN = Source("icpc", "action_plan")
AWARENESS = Source("icpc", "awareness_programmes")
CAMPAIGNS = Source("icpc", "campaign_returns")


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    Flow sources are needed in every quarter of the period; state sources in its last.
    """

    code: str
    work: Work
    flow: tuple[Source, ...] = ()
    state: tuple[Source, ...] = ()

    def table(self, evidence: Evidence, period: Period) -> Table:
        """Total and categories of the period, not_received where an extract lacks."""
        table = self.work(evidence, period)
        complete = all(
            evidence.received(source, period.quarters) for source in self.flow
        ) and all(
            evidence.received(source, [period.closing_quarter]) for source in self.state
        )
        return table if complete else everywhere(table, NOT_RECEIVED)


def of_period(
    code: str, source: Source, measure: Measure, *breakdowns: Breakdown
) -> Indicator:
    """An indicator of the records whose attribution date is in the period."""

    def work(evidence: Evidence, period: Period) -> Table:
        return tabulate(evidence.begun_in(source, period), measure, *breakdowns)

    return Indicator(code, work, flow=(source,))
