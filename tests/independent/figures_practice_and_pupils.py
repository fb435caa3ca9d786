"""A07 to A16: managers, practitioners, children, families and communities."""

from datetime import date

from evidence import Evidence, Source
from extract_definitions import STAFF_AGENCIES, Row
from figures_leaders_and_agencies import frontline_coverage
from indicator import (
    ASSESSMENTS,
    AUDITS,
    AWARENESS,
    CAMPAIGNS,
    REFERRALS,
    REVIEWS,
    SAFER_CHOICES,
    TRANSITIONS,
    WASTED,
    Indicator,
    Work,
    of_period,
)
from measures import (
    ALL_AGES,
    NOT_RECEIVED,
    SEX,
    TOTAL,
    Figure,
    Table,
    by,
    by_agency,
    equal,
    middle,
    number_of_rows,
    ratio,
    ratio_of_sums,
    share,
    sum_of,
    tabulate,
    yes,
)
from periods import Period

RISK = ("none", "low", "medium", "high")
CORE_AGENCIES = {"hscp", "education", "health", "police"}
SIGNED_OFF = share(equal("signed_off_by", "operational_service_manager"))


def days_between(rows: list[Row], first: str, second: str) -> Figure:
    """The median of whole days from one date to another, where the second stands."""
    return middle((r[second] - r[first]).days for r in rows if r[second] is not None)


def review_order(review: Row, referrals: dict[str, Row]) -> tuple[object, ...]:
    """What makes one review later than another.

    "The latest reviewed_on; of reviews on the same day an open one is taken rather than
    a closed one, then the higher level (none < low < medium < high), then the one whose
    referral has the later referred_on."
    """
    referral = referrals.get(review["referral_ref"])
    return (
        review["reviewed_on"],
        review["case_status"] == "open",
        RISK.index(review["risk_level"]),
        referral["referred_on"] if referral else date.min,
    )


def referrals_by_ref(evidence: Evidence, period: Period) -> dict[str, Row]:
    """Referrals of this period or an earlier one, by their reference."""
    rows = evidence.begun_by(REFERRALS, period.last)
    return {row["referral_ref"]: row for row in rows}


def risk_changes(evidence: Evidence, period: Period) -> list[str]:
    """Per child with a review in the period whose referral is known, how risk moved."""
    referrals = referrals_by_ref(evidence, period)
    latest: dict[str, Row] = {}
    for review in evidence.begun_in(REVIEWS, period):
        other = latest.setdefault(review["child_ref"], review)
        latest[review["child_ref"]] = max(
            other, review, key=lambda one: review_order(one, referrals)
        )
    changes = []
    for review in latest.values():
        referral = referrals.get(review["referral_ref"])
        if referral is not None:
            now, then = (RISK.index(row["risk_level"]) for row in (review, referral))
            changes.append(
                "reduced" if now < then else "same" if now == then else "increased"
            )
    return changes


def risk_reduced(evidence: Evidence, period: Period) -> Table:
    """A07.4: the share reduced; the breakdown holds the three shares."""
    changes = risk_changes(evidence, period)
    shares = {
        change: ratio(changes.count(change), len(changes))
        for change in ("reduced", "same", "increased")
    }
    return {TOTAL: shares["reduced"]} | {
        ("change", change): figure for change, figure in shares.items()
    }


def shared_by_every_core_agency(row: Row) -> bool:
    """Whether hscp, education, health and police all shared information."""
    return set(row["information_shared_by"] or ()) >= CORE_AGENCIES


VYP_GROUP = (
    of_period(
        *("A07.1", REFERRALS, number_of_rows),
        by("referral_source", "referral_source", "source"),
        by("referral_pathway", "referral_pathway", "pathway"),
        by("theme", "theme"),
        ALL_AGES,
        SEX,
        by("disability", "yn"),
        by("ethnicity", "ethnicity"),
        by("looked_after", "yn"),
    ),
    of_period("A07.2", REFERRALS, share(shared_by_every_core_agency)),
    of_period(
        *("A07.3", REFERRALS),
        lambda rows: days_between(rows, "referred_on", "decided_on"),
    ),
    Indicator("A07.4", risk_reduced, flow=(REFERRALS, REVIEWS)),
    of_period("A07.5", REVIEWS, share(lambda row: row["plan_grade"] >= 4)),
    of_period("A07.6", REVIEWS, share(yes("contingency_plan"))),
)

SIGN_OFF = (
    of_period("A08.1", ASSESSMENTS, SIGNED_OFF),
    of_period(
        *("A08.2", ASSESSMENTS),
        lambda rows: days_between(rows, "completed_on", "signed_off_on"),
    ),
)


def service_returns(extract: str, numerator: str, denominator: str) -> Work:
    """A ratio of sums over services; "quarters are summed"."""

    def work(evidence: Evidence, period: Period) -> Table:
        rows_of: dict[str, list[Row] | None] = {}
        for agency in STAFF_AGENCIES:
            source = Source(agency, extract)
            rows_of[agency] = (
                [r for q in period.quarters for r in evidence.file_rows(source, q)]
                if evidence.received(source, period.quarters)
                else None
            )
        return by_agency(rows_of, ratio_of_sums(numerator, denominator))

    return work


DOCUMENTS = by("document_type", "document_type")
PRACTITIONERS = (
    Indicator("A09.1", frontline_coverage),
    Indicator(
        "A10.1", service_returns("supervision", "agreements_reviewed", "agreements")
    ),
    Indicator(
        "A10.2",
        service_returns("supervision", "dual_role_understood", "agreements_reviewed"),
    ),
    Indicator(
        "A11.1", service_returns("team_meetings", "teams_covering_pathway", "teams")
    ),
    Indicator(
        "A11.2",
        service_returns("team_meetings", "teams_covering_service_levels", "teams"),
    ),
    of_period("A12.1", AUDITS, share(yes("dual_role_evidenced")), DOCUMENTS),
    of_period("A12.2", AUDITS, share(lambda row: row["grade"] >= 4), DOCUMENTS),
)


def deliveries(evidence: Evidence, source: Source, period: Period) -> list[Row]:
    """Deliveries in the school year to date."""
    return [
        row
        for row in evidence.records(source)
        if period.school_year_start <= row["delivered_on"] <= period.last
    ]


def pupils_reached(source: Source) -> Work:
    """A13.1: per school min(pupils over its deliveries, roll), summed / all rolls."""

    def work(evidence: Evidence, period: Period) -> Table:
        rolls = evidence.school_rolls.get(period.school_year)
        if not rolls:
            return {TOTAL: NOT_RECEIVED}
        attended = dict.fromkeys(rolls, 0)
        for row in deliveries(evidence, source, period):
            attended[row["school_code"]] += row["pupils_attended"]
        reached = sum(min(attended[school], roll) for school, roll in rolls.items())
        return {TOTAL: ratio(reached, sum(rolls.values()))}

    return work


def schools_reached(source: Source) -> Work:
    """A13.2: schools with a delivery in the school year to date / schools."""

    def work(evidence: Evidence, period: Period) -> Table:
        rolls = evidence.school_rolls.get(period.school_year)
        if not rolls:
            return {TOTAL: NOT_RECEIVED}
        reached = {r["school_code"] for r in deliveries(evidence, source, period)}
        return {TOTAL: ratio(len(reached), len(rolls))}

    return work


def aware(source: Source, column: str) -> Work:
    """A13.3 and A13.4: aware / responses, deliveries in the school year to date."""
    return lambda evidence, period: tabulate(
        deliveries(evidence, source, period), ratio_of_sums(column, "responses")
    )


PROGRAMMES = tuple(
    Indicator(f"{action}.{number}", work, state=(source,))
    for action, source in (("A13", SAFER_CHOICES), ("A14", WASTED))
    for number, work in (
        (1, pupils_reached(source)),
        (2, schools_reached(source)),
        (3, aware(source, "aware_before")),
        (4, aware(source, "aware_after")),
    )
)


def in_place_when_due(row: Row) -> bool:
    """Whether the plan stood on the due date or before it."""
    return row["plan_on"] is not None and row["plan_on"] <= row["due_on"]


def campaigns_collated(evidence: Evidence, period: Period) -> Table:
    """A16.1: of both campaigns, collated in the financial year to date / 2."""
    collated = {
        row["campaign"]
        for row in evidence.records(CAMPAIGNS)
        if period.financial_year_start <= row["collated_on"] <= period.last
    }
    return {TOTAL: ratio(len(collated), 2)}


TRANSITION_POINT = by("transition_point", "transition_point")
PUPILS_AND_FAMILIES = (
    *PROGRAMMES,
    of_period("A15.1", TRANSITIONS, share(yes("plan_in_place")), TRANSITION_POINT),
    of_period("A15.2", TRANSITIONS, share(in_place_when_due), TRANSITION_POINT),
    Indicator("A16.1", campaigns_collated, state=(CAMPAIGNS,)),
    of_period(
        *("A16.2", AWARENESS, sum_of("reach")),
        by("audience", "programme_audience"),
        by("channel", "channel"),
    ),
)

INDICATORS = (*VYP_GROUP, *SIGN_OFF, *PRACTITIONERS, *PUPILS_AND_FAMILIES)
