"""The catalogue of rules, and which of them hold for which columns."""

from __future__ import annotations

import datetime as dt
import re
import string

import pytest

from schemas.applied_rules import rules_of
from schemas.example import example_row
from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.issues import Severity, Verdict
from schemas.period import LONDON, Period
from schemas.rule import Level, Rule
from schemas.rules import RULES
from schemas.specification import (
    EXAMPLE_QUARTER,
    LONGEST_KEY,
    in_general,
    required_in_words,
    since_in_words,
)
from tests.schemas.test_extract_rules import breaks_of
from tests.transforms.valid_files import (
    ONCE,
    SENT,
    csv_of,
    errors_of,
    extract_of,
    judged_rows,
    table_of,
    valid_rows,
)
from transforms.submission import judge

TOLD_ELSEWHERE = {"key_repeated", "cell_error", "ref_unknown"}
"""Rules of rows whose breaks are drawn by other tests."""


def words_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_in_one_sentence_what_to_do(rule: Rule) -> None:
    assert rule.mend.endswith(".")
    assert not re.search(r"\. [A-Z]", rule.mend)
    assert not words_of(rule.mend)
    assert rule.message.strip()
    assert rule.expected.strip()


def test_no_two_rules_have_the_same_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_rule_holds_from_its_first_period_on() -> None:
    later = Rule(
        id="later",
        level=Level.OVER_TIME,
        severity=Severity.QUERY,
        message="m",
        expected="e",
        mend="Do.",
        since=Period.parse("2026-27-Q2"),
    )
    assert not later.holds_for(Period.parse("2026-27-Q1"))
    assert later.holds_for(Period.parse("2026-27-Q2"))
    assert later.holds_for(Period.parse("2026-27-Q3"))
    assert since_in_words(later) == "2026-27-Q2"


def test_words_that_a_finding_fills_stand_in_brackets_in_general() -> None:
    assert in_general("{title}: {next_version}.") == "[title]: [next version]."


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_rules_of_an_extract_are_those_that_its_breaks_tell(
    extract: Extract, agency: str
) -> None:
    told = {(b.rule, b.column) for b in breaks_of(extract, agency)}
    listed = {
        (rule.id, column)
        for rule, columns in rules_of(extract)
        for column in columns
        if rule.severity is Severity.ERROR and rule.level is not Level.FILE
    }
    assert {pair for pair in listed if pair[0] not in TOLD_ELSEWHERE} == told


def test_a_rule_at_no_column_of_an_extract_does_not_hold_for_it() -> None:
    supervision = {rule.id for rule, _ in rules_of(extract_of("supervision"))}
    assert not supervision & {"date_form", "ref_form", "ref_unknown", "code"}
    assert {"unreadable", "identifier", "total_skipped"} <= supervision


def test_every_rule_holds_for_some_extract() -> None:
    assert {rule.id for e in EXTRACTS for rule, _ in rules_of(e)} == {
        rule.id for rule in RULES
    }


def test_rules_at_a_column_are_in_the_order_of_the_catalogue() -> None:
    applied = rules_of(extract_of("training"))
    assert [rule.id for rule, columns in applied if "attended_on" in columns] == [
        "column_missing",
        "column_repeated",
        "date_form",
        "american_date",
        "range",
        "filled_together",
        "cell_error",
    ]


@pytest.mark.parametrize(
    ("extract", "agency"), SENT, ids=lambda v: getattr(v, "name", v)
)
def test_the_example_of_every_extract_is_accepted_without_a_word(
    extract: Extract, agency: str
) -> None:
    row = example_row(extract, agency, EXAMPLE_QUARTER)
    verdict = judge(
        csv_of(table_of(extract, [row])),
        f"{agency}_{extract.name}_{EXAMPLE_QUARTER}.csv",
        drop_agency=agency,
        seen_at=dt.datetime(2027, 4, 10, 9, tzinfo=LONDON),
        schools=None,
    )
    assert verdict.issues == []
    assert (verdict.verdict, verdict.rows_loaded) == (Verdict.ACCEPTED, 1)


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_what_is_said_to_be_required_is(extract: Extract, agency: str) -> None:
    rows = valid_rows(extract, agency, len(extract.columns))
    for row, column in zip(rows, extract.columns, strict=True):
        row[column.name] = ""
    told = {
        (row - 2, column)
        for row, column, rule in errors_of(judged_rows(extract, agency, rows))
        if rule in {"required", "filled_together"} and row is not None
    }
    for place, column in enumerate(extract.columns):
        required = required_in_words(column, extract) != "no"
        assert ((place, column.name) in told) is required, column.name


def test_a_code_of_the_committee_is_as_long_as_the_specification_says() -> None:
    extract = extract_of("action_plan")
    rows = valid_rows(extract, "icpc", 2)
    rows[0]["action_id"] = "A" * LONGEST_KEY
    rows[1]["action_id"] = "B" * (LONGEST_KEY + 1)
    assert errors_of(judged_rows(extract, "icpc", rows)) == [(3, "action_id", "range")]
