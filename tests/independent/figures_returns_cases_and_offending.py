"""A17 to A26 and X01 to X03: returns, cases, offending, and working together."""

from collections.abc import Callable
from datetime import date, timedelta

from evidence import Evidence, Source, Submission
from extract_definitions import ACTS, AGENCIES, Row, extracts_due
from figures_leaders_and_agencies import near
from figures_practice_and_pupils import RISK, SIGNED_OFF, review_order
from indicator import (
    ASSESSMENTS,
    ATTENDANCES,
    AUDITS,
    CEOP,
    CONCERN_REVIEWS,
    CONCERNS,
    DISRUPTION,
    EPISODES,
    INTERVIEWS,
    MISSING_PERSONS,
    MISSING_SCHOOL,
    REFERRALS,
    REVIEWS,
    Indicator,
    Work,
    of_period,
)
from measures import (
    CHILD_AGES,
    NOT_RECEIVED,
    SEX,
    TOTAL,
    Breakdown,
    Figure,
    Holds,
    Measure,
    Table,
    by,
    counted,
    equal,
    number_of_children,
    number_of_rows,
    ratio,
    share,
    tabulate,
    yes,
)
from periods import Period, local_date

HOURS_TO_INTERVIEW = timedelta(hours=72)
PROCEEDINGS = {"criminal_proceedings", "court_proceedings"}
COMPLETED = equal("outcome", "completed")
LOCATION_TYPE = by("location_type", "location_type")
LOCALITY = by("locality", "locality")
THEME = by("theme", "theme")


def records_where(
    code: str,
    source: Source,
    holds: Holds,
    measure: Measure = number_of_rows,
    *breakdowns: Breakdown,
) -> Indicator:
    """An indicator of the records of the period of which something holds."""

    def work(evidence: Evidence, period: Period) -> Table:
        rows = [row for row in evidence.begun_in(source, period) if holds(row)]
        return tabulate(rows, measure, *breakdowns)

    return Indicator(code, work, flow=(source,))


def within_72_hours(row: Row) -> bool:
    """Completed, and interviewed_at - returned_at at most 72 h."""
    if row["outcome"] != "completed":
        return False
    waited = row["interviewed_at"] - row["returned_at"]
    return bool(waited <= HOURS_TO_INTERVIEW)


def returns_matched(holds: Holds) -> Work:
    """A17.3 and A17.5: police returns of the period with an interview row near.

    "Police reports of any quarter with returned_at in the period"; the interview rows
    are those attributed to this period or earlier.
    """

    def work(evidence: Evidence, period: Period) -> Table:
        interviews = [
            row for row in evidence.begun_by(INTERVIEWS, period.last) if holds(row)
        ]
        returned = [
            row
            for row in evidence.records(MISSING_PERSONS)
            if row["returned_at"] is not None
            and period.holds(local_date(row["returned_at"]))
        ]

        def has_interview(row: Row) -> bool:
            return any(
                other["child_ref"] == row["child_ref"]
                and near(other["returned_at"], row["returned_at"])
                for other in interviews
            )

        return tabulate(returned, share(has_interview))

    return work


RETURNS = (
    of_period("A17.1", INTERVIEWS, share(COMPLETED)),
    of_period("A17.2", INTERVIEWS, share(within_72_hours)),
    Indicator(
        *("A17.3", returns_matched(lambda row: True)),
        flow=(MISSING_PERSONS, INTERVIEWS),
    ),
    records_where("A17.4", INTERVIEWS, COMPLETED, share(yes("cse_concern"))),
    Indicator(
        *("A17.5", returns_matched(COMPLETED)),
        flow=(MISSING_PERSONS, INTERVIEWS),
    ),
    of_period("A17.6", INTERVIEWS, share(yes("offered"))),
    records_where(
        *("A17.7", INTERVIEWS, COMPLETED, number_of_rows),
        LOCATION_TYPE,
        by("interviewer_agency", "interviewer_agency"),
    ),
)


def reports_reviewed(evidence: Evidence, period: Period) -> Table:
    """A18.2: of reports of the period, those with a review by its last day."""
    reviewed = {
        row["report_ref"] for row in evidence.begun_by(CONCERN_REVIEWS, period.last)
    }
    return tabulate(
        evidence.begun_in(CONCERNS, period),
        share(lambda row: row["report_ref"] in reviewed),
    )


def known_share(source: Source, referred_to: Source, column: str) -> Work:
    """X03: records of the period whose reference is known, this period or earlier."""

    def work(evidence: Evidence, period: Period) -> Table:
        known = {r[column] for r in evidence.begun_by(referred_to, period.last)}
        rows = evidence.begun_in(source, period)
        return tabulate(rows, share(lambda row: row[column] in known))

    return work


LOCATIONS = (
    of_period(
        *("A18.1", CONCERNS, number_of_rows),
        *(THEME, LOCATION_TYPE, LOCALITY, CHILD_AGES, SEX),
    ),
    Indicator("A18.2", reports_reviewed, flow=(CONCERNS, CONCERN_REVIEWS)),
    records_where(
        *("A18.3", CONCERN_REVIEWS, yes("trend_identified"), number_of_rows),
        *(LOCATION_TYPE, LOCALITY),
    ),
)

REVIEWED_DOCUMENTS = ("wellbeing_assessment", "childs_plan")


def on_vyp_pathway(row: Row) -> bool:
    """An audit of an assessment or plan of a child on the VYP pathway."""
    return row["vyp_pathway"] == "yes" and row["document_type"] in REVIEWED_DOCUMENTS


PATHWAY = (
    records_where(
        *("A19.1", AUDITS, on_vyp_pathway, number_of_rows),
        Breakdown(
            "document_type", REVIEWED_DOCUMENTS, lambda row: (row["document_type"],)
        ),
    ),
    records_where("A19.2", AUDITS, on_vyp_pathway, share(yes("needs_identified"))),
    records_where("A19.3", AUDITS, on_vyp_pathway, share(yes("risks_managed"))),
    records_where("A19.4", ASSESSMENTS, yes("vyp_pathway"), SIGNED_OFF),
)


def open_cases(evidence: Evidence, last: date) -> list[Row]:
    """A20.1: accepted by the day, latest review by that day absent or not closed.

    "Level from that review, else the referral; theme from the referral".
    """
    reviews: dict[str, Row] = {}
    for review in evidence.begun_by(REVIEWS, last):
        other = reviews.setdefault(review["referral_ref"], review)
        reviews[review["referral_ref"]] = max(
            other, review, key=lambda one: review_order(one, {})
        )
    cases = []
    for referral in evidence.records(REFERRALS):
        if referral["decision"] != "accepted" or referral["decided_on"] > last:
            continue
        review = reviews.get(referral["referral_ref"], referral)
        if review.get("case_status") != "closed":
            cases.append({**referral, "risk_level": review["risk_level"]})
    return cases


def cases_per_1000(evidence: Evidence, period: Period) -> Table:
    """A20.2: children under 18 of A20.1 / population 0-17 x 1,000."""
    population = evidence.population(period.last)
    if population is None:
        return {TOTAL: NOT_RECEIVED}
    cases = open_cases(evidence, period.last)
    under_18 = [case for case in cases if case["age"] < 18]
    return {TOTAL: ratio(number_of_children(under_18).value or 0, population, 1000)}


CASES = (
    Indicator(
        "A20.1",
        lambda evidence, period: tabulate(
            open_cases(evidence, period.last),
            number_of_rows,
            Breakdown("risk_level", RISK, lambda case: (case["risk_level"],)),
            THEME,
        ),
        state=(REFERRALS, REVIEWS),
    ),
    Indicator("A20.2", cases_per_1000, state=(REFERRALS, REVIEWS)),
)

OFFENDING = (
    *(
        records_where(code, DISRUPTION, equal("record_type", record_type))
        for code, record_type in (
            ("A21.1", "offender_profile"),
            ("A22.1", "criminal_investigation"),
            ("A23.1", "warrant_executed"),
            ("A24.1", "criminal_proceedings"),
            ("A24.2", "court_proceedings"),
        )
    ),
    records_where(
        *("A24.3", DISRUPTION),
        lambda row: row["record_type"] in PROCEEDINGS and row["outcome"] is not None,
        number_of_rows,
        by("outcome", "disruption_outcome"),
    ),
    of_period("A25.1", CEOP, number_of_rows, by("report_type", "report_type", "type")),
    of_period("A25.2", CEOP, share(yes("action_taken"))),
    records_where(
        *("A26.1", DISRUPTION, lambda row: bool(row["legislation"]), number_of_rows),
        Breakdown("act", ACTS, lambda row: row["legislation"]),
    ),
)

CONCERN_SOURCES: tuple[tuple[Source, Holds], ...] = (
    (EPISODES, lambda row: True),
    (INTERVIEWS, lambda row: True),
    (REFERRALS, lambda row: True),
    (MISSING_SCHOOL, lambda row: True),
    (ATTENDANCES, yes("cse_concern")),
    (MISSING_PERSONS, lambda row: True),
    (CONCERNS, lambda row: True),
)


def children_of_concern(evidence: Evidence, period: Period) -> Table:
    """X01.1: children by the number of agencies that know them; total two or more."""
    agencies: dict[str, set[str]] = {}
    for source, counts in CONCERN_SOURCES:
        for row in evidence.begun_in(source, period):
            if counts(row):
                agencies.setdefault(row["child_ref"], set()).add(source.agency)
    numbers = [len(known_to) for known_to in agencies.values()]
    table = {TOTAL: counted(sum(number >= 2 for number in numbers))}
    for number in (1, 2, 3, 4):
        table["agencies", str(number)] = counted(numbers.count(number))
    return table


def firsts(submissions: list[Submission]) -> list[Submission]:
    """The first version received of every extract and quarter."""
    first: dict[tuple[Source, str], Submission] = {}
    for one in sorted(submissions, key=lambda s: (s.version, s.seen_at)):
        first.setdefault((one.source, one.quarter), one)
    return list(first.values())


def over_senders(figure: Callable[[Evidence, Period, set[str]], Figure]) -> Work:
    """A figure of every agency together and of each; never not_received."""

    def work(evidence: Evidence, period: Period) -> Table:
        table = {TOTAL: figure(evidence, period, set(AGENCIES))}
        for agency in AGENCIES:
            table["agency", agency] = figure(evidence, period, {agency})
        return table

    return work


def due_submissions(
    evidence: Evidence, period: Period, agencies: set[str]
) -> tuple[int, list[Submission]]:
    """How many extracts some agencies owe in the period, and what came for them."""
    due = {
        (Source(agency, extract), quarter)
        for quarter in period.quarters
        for agency, extract in extracts_due(quarter)
        if agency in agencies
    }
    came = [s for s in evidence.submissions if (s.source, s.quarter) in due]
    return len(due), came


def on_time(evidence: Evidence, period: Period, agencies: set[str]) -> Figure:
    """X02.1: first version seen by the deadline / extracts due."""
    due, came = due_submissions(evidence, period, agencies)
    return ratio(sum(first.in_time for first in firsts(came)), due)


def accepted_at_first(evidence: Evidence, period: Period, agencies: set[str]) -> Figure:
    """X02.2: first version accepted / extracts received."""
    _, came = due_submissions(evidence, period, agencies)
    return share(lambda row: bool(row["first"].accepted))(
        [{"first": first} for first in firsts(came)]
    )


def rows_accepted(evidence: Evidence, period: Period, agencies: set[str]) -> Figure:
    """X02.3: rows loaded / rows read, standing versions."""
    readings = [
        submission.reading
        for (source, quarter), submission in evidence.standing.items()
        if source.agency in agencies and quarter in period.quarters
    ]
    return ratio(
        sum(len(reading.rows) for reading in readings),
        sum(reading.rows_read for reading in readings),
    )


TOGETHER = (
    Indicator(
        *("X01.1", children_of_concern),
        flow=tuple(source for source, _ in CONCERN_SOURCES),
    ),
    Indicator("X02.1", over_senders(on_time)),
    Indicator("X02.2", over_senders(accepted_at_first)),
    Indicator("X02.3", over_senders(rows_accepted)),
    Indicator(
        *("X03.1", known_share(CONCERN_REVIEWS, CONCERNS, "report_ref")),
        flow=(CONCERN_REVIEWS, CONCERNS),
    ),
    Indicator(
        *("X03.2", known_share(REVIEWS, REFERRALS, "referral_ref")),
        flow=(REVIEWS, REFERRALS),
    ),
)

INDICATORS = (*RETURNS, *LOCATIONS, *PATHWAY, *CASES, *OFFENDING, *TOGETHER)
