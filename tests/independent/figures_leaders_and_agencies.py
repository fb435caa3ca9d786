"""A01 to A06: strategic leaders and agencies."""

from datetime import date, datetime, timedelta

from evidence import Evidence, Source
from extract_definitions import STAFF_AGENCIES, Row
from indicator import (
    ACTION_PLAN,
    ATTENDANCES,
    EPISODES,
    LOOKED_AFTER,
    MEETINGS,
    MISSING_PERSONS,
    MISSING_SCHOOL,
    Indicator,
    of_period,
)
from measures import (
    CHILD_AGES,
    NOT_DUE,
    NOT_RECEIVED,
    SEX,
    STAGES,
    TOTAL,
    Figure,
    Measure,
    Table,
    by,
    by_agency,
    counted,
    everywhere,
    middle,
    number_of_children,
    number_of_rows,
    ratio,
    ratio_of_sums,
    repeatedly,
    share,
    sum_of,
    tabulate,
    yes,
)
from periods import Period

DAY = timedelta(hours=24)
ROLE_GROUP = by("role_group", "role_group")
LEAD_AGENCY = by("lead_agency", "agencies")
AUDIENCE = by("audience", "meeting_audience")


def chief_officers_meetings(evidence: Evidence, period: Period) -> Table:
    """A01.1: chief_officers_group, held in the period, head of service present."""
    meetings = [
        row
        for row in evidence.records(MEETINGS)
        if row["meeting_type"] == "chief_officers_group"
        and period.holds(row["held_on"])
        and row["head_of_service_present"] == "yes"
    ]
    return tabulate(meetings, number_of_rows)


def briefings_held(evidence: Evidence, period: Period) -> list[Row]:
    """Briefings with held_on in the period."""
    return [
        row
        for row in evidence.records(MEETINGS)
        if row["meeting_type"] == "briefing" and period.holds(row["held_on"])
    ]


def planned_briefings_held(evidence: Evidence, period: Period) -> Table:
    """A02.2: of briefings planned_on in the period, those with held_on filled."""
    planned = [
        row
        for row in evidence.records(MEETINGS)
        if row["meeting_type"] == "briefing" and period.holds(row["planned_on"])
    ]
    return tabulate(planned, share(lambda row: row["held_on"] is not None))


GOVERNANCE = (
    Indicator("A01.1", chief_officers_meetings, flow=(MEETINGS,)),
    Indicator(
        "A02.1",
        lambda e, p: tabulate(briefings_held(e, p), number_of_rows, AUDIENCE),
        flow=(MEETINGS,),
    ),
    Indicator("A02.2", planned_briefings_held, flow=(MEETINGS,)),
    Indicator(
        "A02.3",
        lambda e, p: tabulate(briefings_held(e, p), sum_of("attendees"), AUDIENCE),
        flow=(MEETINGS,),
    ),
)


def plan(evidence: Evidence, period: Period) -> list[Row]:
    """The action plan as at the period's last day."""
    return evidence.file_rows(ACTION_PLAN, period.closing_quarter)


def on_track(evidence: Evidence, period: Period) -> Table:
    """A03.1: complete, or by_when on or after the period's end / all actions."""

    def is_on_track(row: Row) -> bool:
        due = row["by_when"]
        return row["status"] == "complete" or (due is not None and due >= period.last)

    return tabulate(plan(evidence, period), share(is_on_track), LEAD_AGENCY)


def overdue(evidence: Evidence, period: Period) -> Table:
    """A03.2: by_when before the period's end and not complete."""
    late = [
        row
        for row in plan(evidence, period)
        if row["by_when"] is not None
        and row["by_when"] < period.last
        and row["status"] != "complete"
    ]
    return tabulate(late, number_of_rows, LEAD_AGENCY)


def evaluated(evidence: Evidence, period: Period) -> Table:
    """A03.3: evaluated_on in the period / all actions of the period's files."""
    actions = evidence.latest_rows(ACTION_PLAN, period.quarters)
    hit = share(lambda row: period.holds(row["evaluated_on"]))
    return tabulate(actions, hit)


def shared(evidence: Evidence, period: Period) -> Table:
    """A03.4: shared_with_icpc_on in the financial year to date / all actions."""
    start = period.financial_year_start

    def is_shared(row: Row) -> bool:
        day = row["shared_with_icpc_on"]
        return day is not None and start <= day <= period.last

    return tabulate(plan(evidence, period), share(is_shared))


PLAN = (
    Indicator("A03.1", on_track, state=(ACTION_PLAN,)),
    Indicator("A03.2", overdue, state=(ACTION_PLAN,)),
    Indicator("A03.3", evaluated, flow=(ACTION_PLAN,)),
    Indicator("A03.4", shared, state=(ACTION_PLAN,)),
)


def staff_over(
    evidence: Evidence, extract: str, quarters: tuple[str, ...]
) -> dict[str, list[Row] | None]:
    """Rows by agency, each key once, latest file; None where a quarter is lacking."""
    return {
        agency: evidence.latest_rows(Source(agency, extract), quarters)
        if evidence.received(Source(agency, extract), quarters)
        else None
        for agency in STAFF_AGENCIES
    }


def attended(period: Period, row: Row) -> bool:
    """Whether the latest course lies in the period."""
    return period.holds(row["attended_on"])


def staff_trained(evidence: Evidence, period: Period) -> Table:
    """A04.1: distinct (agency, staff_ref) with attended_on in the period."""

    def measure(rows: list[Row]) -> Figure:
        return counted(sum(attended(period, row) for row in rows))

    staff = staff_over(evidence, "training", period.quarters)
    course_level = by("course_level", "course_level")
    return by_agency(staff, measure, ROLE_GROUP, course_level)


def covered(last: date) -> Measure:
    """Trained in the three years to a day, of those who are required to be.

    "From the same day three years before the period's last day to that day, both
    included".
    """
    since = last.replace(year=last.year - 3)

    def measure(rows: list[Row]) -> Figure:
        required = [row for row in rows if row["training_required"] == "yes"]
        days = [row["attended_on"] for row in required]
        return ratio(
            sum(day is not None and since <= day <= last for day in days), len(required)
        )

    return measure


def training_coverage(evidence: Evidence, period: Period) -> Table:
    """A04.2: training coverage at the period's last day."""
    staff = staff_over(evidence, "training", (period.closing_quarter,))
    return by_agency(staff, covered(period.last), ROLE_GROUP)


def frontline_coverage(evidence: Evidence, period: Period) -> Table:
    """A09.1: A04.2 of role_group frontline."""
    staff = staff_over(evidence, "training", (period.closing_quarter,))
    frontline = {
        agency: rows and [row for row in rows if row["role_group"] == "frontline"]
        for agency, rows in staff.items()
    }
    return by_agency(frontline, covered(period.last))


def right_people(evidence: Evidence, period: Period) -> Table:
    """A04.3: of those who attended in the period, training_required = yes."""

    def measure(rows: list[Row]) -> Figure:
        return share(yes("training_required"))([r for r in rows if attended(period, r)])

    return by_agency(staff_over(evidence, "training", period.quarters), measure)


def survey(code: str, numerator: str, denominator: str, *, roles: bool) -> Indicator:
    """A05: a ratio of the Q4 survey; not due in the other quarters."""

    def work(evidence: Evidence, period: Period) -> Table:
        staff = staff_over(evidence, "pathway_knowledge", (period.closing_quarter,))
        measure = ratio_of_sums(numerator, denominator)
        table = by_agency(staff, measure, *([ROLE_GROUP] if roles else []))
        due = period.closing_quarter.endswith("Q4")
        return table if due else everywhere(table, NOT_DUE)

    return Indicator(code, work)


TRAINING = (
    Indicator("A04.1", staff_trained),
    Indicator("A04.2", training_coverage),
    Indicator("A04.3", right_people),
    survey("A05.1", "knows_pathway", "responses", roles=True),
    survey("A05.2", "knows_cse_is_cp", "responses", roles=True),
    survey("A05.3", "responses", "staff_invited", roles=False),
)


def missing_per_100_looked_after(evidence: Evidence, period: Period) -> Table:
    """A06.3: A06.1 / children looked after at period end x 100."""
    missing = number_of_children(evidence.begun_in(EPISODES, period)).value or 0
    looked_after = evidence.file_rows(LOOKED_AFTER, period.closing_quarter)
    children = len({row["child_ref"] for row in looked_after})
    return {TOTAL: ratio(missing, children)}


def hours_missing(rows: list[Row]) -> Figure:
    """A06.5: returned_at - missing_from, of episodes that have ended."""
    return middle(
        (row["returned_at"] - row["missing_from"]).total_seconds() / 3600
        for row in rows
        if row["returned_at"] is not None
    )


def near(first: datetime, second: datetime) -> bool:
    """Whether two instants are at most 24 h apart."""
    return abs(first - second) <= DAY


def episodes_matched(evidence: Evidence, period: Period) -> Table:
    """A06.6: of episodes reported to police, those with a police report near."""
    reports = evidence.begun_by(MISSING_PERSONS, period.last)
    reported = [
        row
        for row in evidence.begun_in(EPISODES, period)
        if row["reported_to_police"] == "yes"
    ]

    def has_report(row: Row) -> bool:
        return any(
            report["child_ref"] == row["child_ref"]
            and near(report["missing_from"], row["missing_from"])
            for report in reports
        )

    return tabulate(reported, share(has_report))


def flagged_attendances(evidence: Evidence, period: Period) -> Table:
    """A06.11: attendances of the period with cse_concern = yes."""
    rows = evidence.begun_in(ATTENDANCES, period)
    return tabulate([row for row in rows if yes("cse_concern")(row)], number_of_rows)


def sent_in_time(evidence: Evidence, period: Period) -> Table:
    """A06.14: of the three missing-person extracts, those accepted by the deadline."""
    expected = [
        (source, quarter)
        for source in (EPISODES, MISSING_SCHOOL, MISSING_PERSONS)
        for quarter in period.quarters
    ]
    in_time = {
        (s.source, s.quarter) for s in evidence.submissions if s.accepted and s.in_time
    }
    return {TOTAL: ratio(len(in_time.intersection(expected)), len(expected))}


def missing_per_1000(evidence: Evidence, period: Period) -> Table:
    """A06.15: children reported missing in the area per 1,000 aged 0-17."""
    population = evidence.population(period.last)
    if population is None:
        return {TOTAL: NOT_RECEIVED}
    in_area = [
        row
        for row in evidence.begun_in(MISSING_PERSONS, period)
        if row["locality"] != "outwith_inverclyde"
    ]
    children = number_of_children(in_area).value or 0
    return {TOTAL: ratio(children, population, 1000)}


def looked_after_at_end(evidence: Evidence, period: Period) -> Table:
    """A06.18: rows of the period's last file."""
    return tabulate(
        evidence.file_rows(LOOKED_AFTER, period.closing_quarter),
        number_of_rows,
        by("placement_type", "placement_type"),
        CHILD_AGES,
        SEX,
        by("disability", "yn"),
        by("ethnicity", "ethnicity"),
    )


PLACEMENT = by("placement_type", "placement_type")
MISSING_AND_ATTENDING = (
    of_period("A06.1", EPISODES, number_of_children, PLACEMENT),
    of_period("A06.2", EPISODES, number_of_rows, PLACEMENT),
    Indicator(
        *("A06.3", missing_per_100_looked_after),
        flow=(EPISODES,),
        state=(LOOKED_AFTER,),
    ),
    of_period("A06.4", EPISODES, repeatedly),
    of_period("A06.5", EPISODES, hours_missing),
    Indicator("A06.6", episodes_matched, flow=(EPISODES, MISSING_PERSONS)),
    of_period("A06.7", MISSING_SCHOOL, number_of_children, STAGES),
    of_period("A06.8", MISSING_SCHOOL, share(yes("chronology_used"))),
    of_period(
        *("A06.9", ATTENDANCES, number_of_rows),
        by("service", "attendance_service"),
        by("reason_group", "reason_group"),
        CHILD_AGES,
        SEX,
    ),
    of_period("A06.10", ATTENDANCES, repeatedly),
    Indicator("A06.11", flagged_attendances, flow=(ATTENDANCES,)),
    of_period(
        *("A06.12", MISSING_PERSONS, number_of_rows),
        by("place_type", "place_type"),
        by("risk_grade", "risk_grade"),
        by("locality", "locality"),
        CHILD_AGES,
        SEX,
    ),
    of_period("A06.13", MISSING_PERSONS, number_of_children, CHILD_AGES, SEX),
    Indicator("A06.14", sent_in_time),
    Indicator("A06.15", missing_per_1000, flow=(MISSING_PERSONS,)),
    of_period("A06.16", MISSING_SCHOOL, share(yes("trend_concern"))),
    of_period(
        *("A06.17", MISSING_SCHOOL),
        lambda rows: middle(row["sessions_missed"] for row in rows),
    ),
    Indicator("A06.18", looked_after_at_end, state=(LOOKED_AFTER,)),
)

INDICATORS = (*GOVERNANCE, *PLAN, *TRAINING, *MISSING_AND_ATTENDING)
