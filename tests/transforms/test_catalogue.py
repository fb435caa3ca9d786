"""The catalogue holds the committee's definitions, and its SQL runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from schemas import framework
from schemas.extracts import extract_named
from schemas.period import Period
from tests.drawn_tables import Figures, prepare_reference
from transforms import records
from transforms.compute import compute
from transforms.indicator import (
    Breakdown,
    Count,
    Distinct,
    Indicator,
    Measure,
    Median,
    Rate,
    RatioOfSums,
    Repeated,
    Share,
    Span,
    Sum,
    Unit,
)
from transforms.indicators import CATALOGUE, indicator_of, of_action
from transforms.store import open_store

# Id, breakdowns, where it is from, whether higher (h), lower (l) or neither (n) is
# better, and how it is drawn: count (c), proportion (p), measurement or state (x).
DEFINED = """
A01.1 | | governance_meetings | h | c
A02.1 | audience | governance_meetings | h | c
A02.3 | audience | governance_meetings | n | x
A02.2 | | governance_meetings | h | p
A03.1 | lead_agency | action_plan | h | p
A03.2 | lead_agency | action_plan | l | c
A03.3 | | action_plan | h | p
A03.4 | | action_plan | h | p
A04.1 | agency role_group course_level | training | h | x
A04.2 | agency role_group | training | h | p
A04.3 | agency | training | h | p
A05.1 | agency role_group | pathway_knowledge | h | p
A05.2 | agency role_group | pathway_knowledge | h | p
A05.3 | agency | pathway_knowledge | h | p
A06.1 | placement_type | missing_episodes | n | c
A06.2 | placement_type | missing_episodes | n | x
A06.3 | | missing_episodes looked_after_children | n | x
A06.4 | | missing_episodes | l | c
A06.5 | | missing_episodes | l | x
A06.6 | | missing_episodes missing_persons | h | p
A06.7 | stage_group | missing_from_education | n | c
A06.8 | | missing_from_education | h | p
A06.9 | service reason_group age_group sex | attendances | n | x
A06.10 | | attendances | n | c
A06.11 | | attendances | n | c
A06.12 | place_type risk_grade locality age_group sex | missing_persons | n | c
A06.13 | age_group sex | missing_persons | n | c
A06.14 | | | h | p
A06.15 | | missing_persons population | n | x
A06.16 | | missing_from_education | n | p
A06.17 | | missing_from_education | l | x
A06.18 | placement_type age_group sex disability ethnicity | \
looked_after_children | n | x
A07.1 | source pathway theme age_group sex disability ethnicity looked_after | \
vyp_referrals | n | c
A07.2 | | vyp_referrals | h | p
A07.3 | | vyp_referrals | l | x
A07.4 | change | vyp_referrals vyp_reviews | h | p
A07.5 | | vyp_reviews | h | p
A07.6 | | vyp_reviews | h | p
A08.1 | | wellbeing_assessments | h | p
A08.2 | | wellbeing_assessments | l | x
A09.1 | agency | training | h | p
A10.1 | agency | supervision | h | p
A10.2 | agency | supervision | h | p
A11.1 | agency | team_meetings | h | p
A11.2 | agency | team_meetings | h | p
A12.1 | document_type | case_file_audits | h | p
A12.2 | document_type | case_file_audits | h | p
A13.1 | | s2_programmes:barnardos schools | h | p
A13.2 | | s2_programmes:barnardos schools | h | p
A13.3 | | s2_programmes:barnardos | n | p
A13.4 | | s2_programmes:barnardos | h | p
A14.1 | | s2_programmes:education schools | h | p
A14.2 | | s2_programmes:education schools | h | p
A14.3 | | s2_programmes:education | n | p
A14.4 | | s2_programmes:education | h | p
A15.1 | transition_point | transition_plans | h | p
A15.2 | transition_point | transition_plans | h | p
A16.1 | | campaign_returns | h | p
A16.2 | audience channel | awareness_programmes | h | x
A17.1 | | return_interviews | h | p
A17.2 | | return_interviews | h | p
A17.3 | | missing_persons return_interviews | h | p
A17.4 | | return_interviews | n | p
A17.5 | | missing_persons return_interviews | h | p
A17.6 | | return_interviews | h | p
A17.7 | location_type interviewer_agency | return_interviews | n | c
A18.1 | theme location_type locality age_group sex | concern_reports | n | c
A18.2 | | concern_reports concern_report_reviews | h | p
A18.3 | location_type locality | concern_report_reviews | n | c
A19.1 | document_type | case_file_audits | h | c
A19.2 | | case_file_audits | h | p
A19.3 | | case_file_audits | h | p
A19.4 | | wellbeing_assessments | h | p
A20.1 | risk_level theme | vyp_referrals vyp_reviews | n | c
A20.2 | | vyp_referrals vyp_reviews population | n | x
A21.1 | | disruption | n | c
A22.1 | | disruption | n | c
A23.1 | | disruption | n | c
A24.1 | | disruption | n | c
A24.2 | | disruption | n | c
A24.3 | outcome | disruption | n | c
A25.1 | type | ceop_reports | n | c
A25.2 | | ceop_reports | h | p
A26.1 | act | disruption | n | c
X01.1 | agencies | missing_episodes return_interviews \
vyp_referrals missing_from_education attendances missing_persons concern_reports | n | c
X02.1 | agency | | h | p
X02.2 | agency | | h | p
X02.3 | agency | | h | p
X03.1 | | concern_report_reviews concern_reports | h | p
X03.2 | | vyp_reviews vyp_referrals | h | p
"""
STATES = {
    *("A03.1", "A03.2", "A03.4", "A04.2", "A05.1", "A05.2", "A05.3", "A06.18"),
    *("A09.1", "A13.1", "A13.2", "A13.3", "A13.4", "A14.1", "A14.2", "A14.3"),
    *("A14.4", "A16.1", "A20.1", "A20.2"),
}
WITHOUT_LIMITS = STATES - {"A05.1", "A05.2", "A05.3", "A06.18"} | {"A03.3"}
STAFF_AGENCIES = ("hscp", "education", "health", "police", "barnardos")
EVERY_AGENCY = (*STAFF_AGENCIES, "icpc")
YES_NO = ("yes", "no", "unknown")
CHILD_AGES = ("0-4", "5-11", "12-15", "16-17")
CATEGORIES: dict[str, tuple[str, ...]] = {
    "agency": STAFF_AGENCIES,
    "lead_agency": EVERY_AGENCY,
    "role_group": ("strategic_leader", "manager", "frontline", "support"),
    "course_level": ("awareness", "intermediate", "specialist"),
    "placement_type": (
        *("at_home", "kinship_care", "foster_care", "residential_care"),
        *("secure_care", "supported_accommodation", "other"),
    ),
    "stage_group": ("P", "S1-S3", "S4-S6"),
    "service": (
        *("a_and_e", "minor_injuries", "gp_out_of_hours", "sexual_health"),
        *("camhs_urgent", "other_primary_care"),
    ),
    "reason_group": (
        *("injury", "illness", "alcohol_or_drugs", "self_harm", "mental_health"),
        *("sexual_health", "other", "unknown"),
    ),
    "age_group": CHILD_AGES,
    "sex": ("female", "male", "other", "unknown"),
    "place_type": ("home", "looked_after", "hospital", "school", "other"),
    "risk_grade": ("low", "medium", "high"),
    "locality": (
        *("kilmacolm_and_quarriers", "port_glasgow", "greenock_east_and_central"),
        *("greenock_south_and_southwest", "greenock_west_and_gourock"),
        *("inverkip_and_wemyss_bay", "outwith_inverclyde", "unknown"),
    ),
    "source": (
        *("social_work", "education", "health", "police", "third_sector"),
        *("self_or_family", "other"),
    ),
    "pathway": (
        *("wellbeing_concern", "child_protection", "missing_person"),
        *("return_interview", "police_concern_report", "other"),
    ),
    "theme": ("victim", "offender", "location"),
    "disability": YES_NO,
    "looked_after": YES_NO,
    "ethnicity": (
        *("white", "mixed", "asian", "african", "caribbean_or_black", "other"),
        "unknown",
    ),
    "change": ("reduced", "same", "increased"),
    "outcome": (
        *("ongoing", "reported_to_procurator_fiscal", "convicted", "acquitted"),
        *("no_proceedings", "other"),
    ),
    "document_type": ("shared_chronology", "wellbeing_assessment", "childs_plan"),
    "transition_point": (
        *("P7_to_S1", "leaving_school", "placement_move", "leaving_care"),
        "child_to_adult_services",
    ),
    "audience": (
        *("chief_officers", "strategic_leaders", "elected_members"),
        "corporate_parents",
    ),
    "channel": ("event", "social_media", "print", "school"),
    "location_type": (
        *("private_home", "public_place", "online", "care_setting", "school"),
        *("hotel_or_let", "licensed_premises", "transport", "other", "unknown"),
    ),
    "interviewer_agency": (*STAFF_AGENCIES, "other"),
    "risk_level": ("none", "low", "medium", "high"),
    "type": (
        *("grooming", "indecent_images", "sexual_extortion", "live_streaming"),
        *("intelligence", "other"),
    ),
    "act": (
        "Sexual Offences (Scotland) Act 2009",
        "Protection of Children and Prevention of Sexual Offences (Scotland) Act 2005",
        "Civic Government (Scotland) Act 1982",
        "Criminal Justice and Licensing (Scotland) Act 2010",
        "Human Trafficking and Exploitation (Scotland) Act 2015",
        "Abusive Behaviour and Sexual Harm (Scotland) Act 2016",
        "Children (Scotland) Act 1995",
        "Children's Hearings (Scotland) Act 2011",
        "Communications Act 2003",
        "Sexual Offences Act 2003",
        "Criminal Law (Consolidation) (Scotland) Act 1995",
        "Antisocial Behaviour etc. (Scotland) Act 2004",
        "other",
    ),
    "agencies": ("1", "2", "3", "4"),
}
OTHER_CATEGORIES = {
    ("A07.1", "age_group"): (*CHILD_AGES, "18+"),
    ("A16.2", "audience"): ("parents_carers", "community"),
    ("A19.1", "document_type"): ("wellbeing_assessment", "childs_plan"),
    ("X02.1", "agency"): EVERY_AGENCY,
    ("X02.2", "agency"): EVERY_AGENCY,
    ("X02.3", "agency"): EVERY_AGENCY,
}
"""Where an indicator's definition admits more or fewer."""
PERIODS = tuple(
    Period.parse(code) for code in ("2026-27-Q1", "2026-27-Q4", "2026-27-H1", "2026-27")
)

each_indicator = pytest.mark.parametrize(
    "indicator", CATALOGUE, ids=[indicator.id for indicator in CATALOGUE]
)


def defined() -> dict[str, list[str]]:
    """Id to breakdowns, sources, better and chart."""
    lines = [line.split("|") for line in DEFINED.strip().splitlines()]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {first: rest for first, *rest in cells}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """A store into which nothing was received, its records rebuilt."""
    with open_store(Path(":memory:")) as store:
        prepare_reference(store.connection)
        records.rebuild(store.connection, PERIODS, interview_hours=72)
        yield store.connection


def test_the_catalogue_holds_every_indicator_once_in_order() -> None:
    assert [indicator.id for indicator in CATALOGUE] == list(defined())


def test_an_indicator_is_found_by_its_id_and_those_of_an_action_by_the_action() -> None:
    assert indicator_of("A17.2").id == "A17.2"
    assert [i.id for i in of_action("A02")] == ["A02.1", "A02.3", "A02.2"]
    assert [i.id for i in of_action("X03")] == ["X03.1", "X03.2"]
    assert of_action("A27") == ()


def test_every_action_has_its_indicators_and_one_headline() -> None:
    headlines = Counter(i.action for i in CATALOGUE if i.headline)
    assert set(framework.ACTION_IDS) == {f"A{number:02}" for number in range(1, 27)}
    for action in framework.ACTION_IDS:
        assert of_action(action), action
        assert headlines[action] == 1, action
    assert set(headlines.values()) == {1}


@each_indicator
def test_breakdowns_are_those_defined_and_no_others(indicator: Indicator) -> None:
    names, *_ = defined()[indicator.id]
    assert [breakdown.name for breakdown in indicator.breakdowns] == names.split()


@each_indicator
def test_breakdowns_always_give_every_code_that_the_definition_admits(
    indicator: Indicator,
) -> None:
    for breakdown in indicator.breakdowns:
        place = (indicator.id, breakdown.name)
        admitted = OTHER_CATEGORIES.get(place, CATEGORIES[breakdown.name])
        assert breakdown.categories == admitted, place


def test_every_breakdown_name_is_used() -> None:
    """The names that exports are promised, no more and no fewer."""
    used = {b.name for indicator in CATALOGUE for b in indicator.breakdowns}
    assert used == set(CATEGORIES)


@each_indicator
def test_direction_and_chart_are_those_defined(indicator: Indicator) -> None:
    *_, better, chart = defined()[indicator.id]
    assert indicator.better == {"h": "higher", "l": "lower", "n": "neutral"}[better]
    kinds = {"c": "count", "p": "proportion", "x": "measurement"}
    assert indicator.chart == kinds[chart]


@each_indicator
def test_needs_are_the_extracts_defined_and_their_agencies_send_them(
    indicator: Indicator,
) -> None:
    """A total over agencies names none; the reference tables stand apart."""
    _, sources, *_ = defined()[indicator.id]
    columns = {"population": "population", "schools": "s2_roll"}
    wanted = [source for source in sources.split() if source not in columns]
    needed = []
    for need in indicator.needs:
        extract = extract_named(need.extract)
        assert extract is not None, need.extract
        if need.agency:
            assert need.agency in extract.agencies
        else:
            assert len(extract.agencies) == len(STAFF_AGENCIES)
        several = len(extract.agencies) > 1 and need.agency
        needed.append(f"{need.extract}:{need.agency}" if several else need.extract)
    assert needed == wanted
    reference = [columns[source] for source in sources.split() if source in columns]
    assert list(indicator.reference) == reference


@each_indicator
def test_states_need_the_last_quarter_alone_and_flows_every_quarter(
    indicator: Indicator,
) -> None:
    """A06.3 alone mixes them: its denominator is a state."""
    assert (indicator.span is Span.STATE) == (indicator.id in STATES)
    at_end = [need.extract for need in indicator.needs if need.at_end]
    if indicator.id in STATES:
        assert len(at_end) == len(indicator.needs)
    else:
        assert at_end == ["looked_after_children"] * (indicator.id == "A06.3")


@each_indicator
def test_what_disclosure_protects_is_as_defined(indicator: Indicator) -> None:
    children = {
        *("A06", "A07", "A08", "A12", "A15", "A17", "A18", "A19", "A20"),
        *("X01", "X03"),
    }
    offending = {"A21", "A22", "A23", "A24", "A25", "A26"}
    if indicator.action in offending:
        expected = "offending"
    elif indicator.action in children and indicator.id != "A06.14":
        expected = "children"
    else:
        expected = "service"
    assert indicator.about == expected


def test_half_years_are_of_the_vyp_group_and_its_pathway_alone() -> None:
    with_half_years = {i.action for i in CATALOGUE if i.half_years}
    assert with_half_years == {"A07", "A19", "A20"}
    for action in with_half_years:
        assert all(i.half_years for i in of_action(action))


def test_the_survey_alone_is_due_in_one_quarter() -> None:
    due_in = {i.id: i.due_in for i in CATALOGUE if i.due_in}
    assert due_in == {"A05.1": "Q4", "A05.2": "Q4", "A05.3": "Q4"}


def test_limits_are_left_out_where_points_are_not_independent() -> None:
    without = {i.id for i in CATALOGUE if not i.limits}
    assert without >= WITHOUT_LIMITS
    assert without <= STATES | WITHOUT_LIMITS


def test_what_stands_beside_a_figure_and_what_standard_it_has() -> None:
    beside = {i.id: i.beside.words for i in CATALOGUE if i.beside is not None}
    assert list(beside) == ["A03.1", "A06.5"]
    assert beside["A06.5"] == "still open"
    targets = {i.id: i.target for i in CATALOGUE if i.target is not None}
    assert targets == {"A01.1": (1, "at least one a quarter")}


@each_indicator
def test_the_unit_follows_from_the_measure(indicator: Indicator) -> None:
    match indicator.measure:
        case Share() | RatioOfSums():
            assert indicator.unit is Unit.PERCENT
            assert indicator.chart == "proportion"
        case Rate(per=per):
            assert indicator.unit is (Unit.PER_100 if per == 100 else Unit.PER_1000)
        case Median():
            assert indicator.unit in {Unit.HOURS, Unit.DAYS, Unit.SESSIONS}
        case _:
            assert indicator.unit is Unit.COUNT
    assert indicator.has_denominator == (
        indicator.unit in {Unit.PERCENT, Unit.PER_100, Unit.PER_1000}
    )


@each_indicator
def test_titles_are_headings_and_definitions_sentences(indicator: Indicator) -> None:
    title, definition = indicator.title, indicator.definition
    assert title[0].isupper() or title.startswith("S2")
    assert not title.endswith((".", ":", ",", ";", " "))
    assert definition[0].isupper()
    assert definition.endswith(".")
    for words in (title, definition):
        assert words == " ".join(words.split())
        assert words.count("(") == words.count(")")


def test_titles_differ() -> None:
    titles = Counter(indicator.title for indicator in CATALOGUE)
    assert [title for title, n in titles.items() if n > 1] == []


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Column names and types of a relation of the records."""
    rows = connection.execute(f"DESCRIBE records.{relation}").fetchall()
    return {name: kind for name, kind, *_ in rows}


def claims_of(measure: Measure) -> list[str]:
    match measure:
        case Count(where=where) | Distinct(where=where) | Rate(where=where):
            return [where] if where else []
        case Share(claim=claim, among=among):
            return [claim, among] if among else [claim]
        case _:
            return []


def numbers_of(measure: Measure) -> list[str]:
    match measure:
        case Sum(column=column) | Median(column=column):
            return [column]
        case RatioOfSums(numerator=numerator, denominator=denominator):
            return [numerator, denominator]
        case _:
            return []


def relation_of(indicator: Indicator, breakdown: Breakdown) -> str:
    return breakdown.of or indicator.measure.of


@each_indicator
def test_measures_name_relations_and_columns_that_the_records_have(
    indicator: Indicator, empty: duckdb.DuckDBPyConnection
) -> None:
    """A claim is true or false, what is summed is a number, a category is text."""
    measure = indicator.measure
    columns = columns_of(empty, measure.of)
    assert columns["period"] == "VARCHAR"
    for claim in claims_of(measure):
        assert columns[claim] == "BOOLEAN"
    for number in numbers_of(measure):
        assert columns[number] in {"BIGINT", "DOUBLE", "HUGEINT", "INTEGER"}
    if isinstance(measure, Distinct | Repeated | Rate):
        assert columns[measure.unit] == "VARCHAR"
    if isinstance(measure, Rate):
        assert measure.population in columns_of(empty, "period_reference")
    for breakdown in indicator.breakdowns:
        source = columns_of(empty, relation_of(indicator, breakdown))
        assert source[breakdown.source] == "VARCHAR"
    if indicator.beside is not None:
        beside = columns_of(empty, indicator.beside.of)
        assert beside[indicator.beside.where] == "BOOLEAN"


@each_indicator
def test_with_nothing_received_no_figure_is_a_zero(
    indicator: Indicator, empty: duckdb.DuckDBPyConnection
) -> None:
    """Every category is given all the same; what is owed needs no extract."""
    figures = Figures(compute(empty, [indicator], PERIODS))
    n_places = 1 + sum(len(b.categories) for b in indicator.breakdowns)
    n_periods = 4 if indicator.half_years else 3
    rows = list(figures.rows())
    assert len(rows) == n_places * n_periods
    statuses = Counter(row.status for row in rows)
    if not indicator.needs:
        assert set(statuses) == {"not_applicable"}
    elif indicator.due_in:
        assert statuses == {"not_due": n_places, "not_received": 2 * n_places}
    else:
        assert set(statuses) == {"not_received"}
    assert all(row.beside is None for row in rows)


def test_every_sql_file_is_a_relation_and_every_relation_a_file() -> None:
    folder = resources.files("transforms.records")
    files = {f.name.removesuffix(".sql") for f in folder.iterdir() if "sql" in f.name}
    assert sorted(records.RELATIONS) == sorted(files)


def test_every_relation_serves_an_indicator_or_another_relation() -> None:
    served = {"received_throughout", "received_at_end", "period_reference"}
    for indicator in CATALOGUE:
        served.add(indicator.measure.of)
        served |= {relation_of(indicator, b) for b in indicator.breakdowns}
    for relation in records.RELATIONS:
        others = [r for r in records.RELATIONS if r != relation]
        named = any(f"records.{relation}" in records.sql_of(r) for r in others)
        assert relation in served or named, relation
