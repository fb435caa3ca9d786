"""Each rule of each extract, broken once and caught at its cell.

The breaks are drawn from the declarations, so that a new extract, column or rule is
tested before its author thinks of it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from schemas.extract import (
    AtMost,
    Column,
    Extract,
    FilledTogether,
    FilledWhen,
    Kind,
    NotBefore,
)
from schemas.extracts import EXTRACTS, hscp, icpc, several_agencies
from schemas.issues import Verdict
from schemas.rules import RULES
from tests.transforms.valid_files import (
    ONCE,
    QUARTER,
    SEEN_AT,
    SENT,
    Row,
    chained_below,
    csv_of,
    errors_of,
    extract_of,
    judged,
    judged_rows,
    queries_of,
    table_of,
    valid_rows,
    written,
)
from transforms.submission import as_json, judge

BROKEN_AT = 3
"""Place of the broken row among the valid ones; row 5 in Excel, under the header."""
BROKEN_ROW = BROKEN_AT + 2
A_DAY = dt.timedelta(days=1)
BEFORE = QUARTER.first_day - A_DAY
AFTER = QUARTER.last_day + A_DAY
NOT_SEEN_YET = SEEN_AT.date() + A_DAY


class Break(NamedTuple):
    """Cells to change in one row, and where which rule is to be told."""

    cells: Row
    column: str
    rule: str


def breaks_of(extract: Extract, agency: str) -> Iterator[Break]:
    for column in extract.columns:
        yield from _emptied(extract, column)
        yield from _malformed(column)
        yield from _outside(extract, column, agency)
        yield from _misdated(extract, column)
    for rule in extract.rules:
        yield from _unrelated(extract, rule, agency)


def _emptied(extract: Extract, column: Column) -> Iterator[Break]:
    if not column.nullable:
        yield Break({column.name: " "}, column.name, "required")


MALFORMED = {
    Kind.REF: {
        "ref_form": ("12345", "AB", "A" * 41, "AB 123", "\u00c5B-123", "AB.123"),
    },
    Kind.WHOLE: {"type": ("12.5", "twelve", "1,25", "1 250", "=1+1", "1e3")},
    Kind.DATE: {
        "date_form": ("3 February 2026", "2026-02-30", "03/02/26", "2026-02-03 10:30"),
        "american_date": ("02/13/2026",),
    },
    Kind.DATE_TIME: {
        "date_form": ("2026-02-03", "03/02/2026", "2026-02-03 24:00", "10:30"),
        "american_date": ("02/13/2026 10:30",),
    },
    Kind.KEY_TEXT: {"range": ("X" * 41,)},
    Kind.CODE: {"code": ("not_of_the_list", "?")},
    Kind.CODES: {"code": ("not_of_the_list", "?", ";x")},
}


def _malformed(column: Column) -> Iterator[Break]:
    for rule, texts in MALFORMED.get(column.kind, {}).items():
        for text in texts:
            yield Break({column.name: text}, column.name, rule)


def _outside(extract: Extract, column: Column, agency: str) -> Iterator[Break]:
    name = column.name
    if column.kind is Kind.CODES:
        yield Break({name: f"{column.codes[0]};not_of_the_list"}, name, "code")
    for another in set(column.codes) - set(column.codes_of(agency)):
        yield Break({name: another}, name, "code")
    if column.minimum is not None:
        too_little = str(column.minimum - 1)
        yield Break({name: too_little}, name, "range")
    if column.maximum is not None:
        yield Break({name: str(column.maximum + 1)}, name, "range")
    if column.max_length is not None:
        yield Break({name: "x" * (column.max_length + 1)}, name, "range")


def _misdated(extract: Extract, column: Column) -> Iterator[Break]:
    if not column.is_temporal or column.any_date:
        return
    name = column.name
    if name == extract.dated_by:
        elsewhere = {extract.or_dated_by: str(AFTER)} if extract.or_dated_by else {}
        late = {name: written(column, AFTER), **_followed(extract, name), **elsewhere}
        yield Break(late, name, "outside_quarter")
        if not extract.admits_earlier:
            early = {name: written(column, BEFORE), **elsewhere}
            yield Break(early, name, "outside_quarter")
    elif column.by_quarter_end:
        yield Break({name: str(AFTER)}, name, "range")
    else:
        yield Break({name: written(column, NOT_SEEN_YET)}, name, "range")


def _followed(extract: Extract, name: str) -> Row:
    """Dates that may not lie before a date, moved behind it."""
    return {
        rule.column: written(extract.column(rule.column), AFTER + A_DAY)
        for rule in extract.rules
        if isinstance(rule, NotBefore) and rule.other == name
    }


def _unrelated(extract: Extract, rule: object, agency: str) -> Iterator[Break]:
    row = valid_rows(extract, agency, BROKEN_AT + 1)[BROKEN_AT]
    match rule:
        case NotBefore(column=column, other=other, strict=strict):
            day = dt.date.fromisoformat(row[other][:10])
            earlier = written(extract.column(column), day - A_DAY)
            yield Break({column: earlier}, column, "order")
            if strict:
                yield Break({column: row[other]}, column, "order")
        case AtMost(column=column, other=other):
            yield Break({column: str(int(row[other]) + 1)}, column, "order")
        case FilledTogether(column=column):
            yield Break({column: ""}, column, "filled_together")
        case FilledWhen(column=column, other=other, values=values):
            yield Break({column: ""}, column, "filled_together")
            rest = set(extract.column(other).codes) - set(values)
            for value in rest:
                yield Break({other: value}, column, "filled_together")


BREAKS = [
    pytest.param(extract, agency, broken, id=f"{agency}-{extract.name}-{number}")
    for extract, agency in ONCE
    for number, broken in enumerate(breaks_of(extract, agency))
] + [
    pytest.param(extract, agency, broken, id=f"{agency}-programme-{number}")
    for extract, agency in ((several_agencies.S2_PROGRAMMES, "barnardos"),)
    for number, broken in enumerate(breaks_of(extract, agency))
    if broken.column == "programme"
]


@pytest.mark.parametrize(
    ("extract", "agency"), SENT, ids=lambda v: getattr(v, "name", v)
)
def test_valid_rows_of_every_extract_are_accepted_without_a_word(extract, agency):
    verdict = judged_rows(extract, agency, valid_rows(extract, agency))

    assert verdict.issues == []
    assert verdict.verdict is Verdict.ACCEPTED
    assert (verdict.rows_read, verdict.rows_loaded) == (5, 5)
    assert list(verdict.rows.columns) == list(extract.column_names)


@pytest.mark.parametrize(("extract", "agency", "broken"), BREAKS)
def test_each_broken_rule_is_told_at_its_cell_and_nowhere_else(extract, agency, broken):
    rows = valid_rows(extract, agency)
    rows[BROKEN_AT] |= broken.cells

    verdict = judged_rows(extract, agency, rows)

    below_it = chained_below(extract, broken.column) if broken.rule == "range" else []
    # Numbers that may not be above one that is too small are told with it.
    assert [e for e in errors_of(verdict) if e[1] not in below_it] == [
        (BROKEN_ROW, broken.column, broken.rule)
    ]
    assert verdict.verdict is Verdict.WITH_ROW_ERRORS
    assert (verdict.rows_loaded, verdict.rows_in_error) == (4, 1)
    assert list(verdict.rows.index) == [2, 3, 4, 6]


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_no_issue_repeats_what_a_cell_holds(extract, agency):
    marker = "QXZ"
    breaks = list(breaks_of(extract, agency))
    rows = valid_rows(extract, agency, len(breaks))
    for row, broken in zip(rows, breaks, strict=True):
        row |= {
            name: f"{marker}{text}" if text.strip() else text
            for name, text in broken.cells.items()
        }

    verdict = judged_rows(extract, agency, rows)

    assert verdict.rows_in_error > len(breaks) / 2
    assert marker not in json.dumps(as_json(verdict))


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_a_repeated_key_is_told_at_the_second_row(extract, agency):
    rows = valid_rows(extract, agency)
    rows[BROKEN_AT] |= {name: rows[0][name] for name in extract.key}
    _keep_order(extract, rows[BROKEN_AT], rows[0])

    verdict = judged_rows(extract, agency, rows)

    assert errors_of(verdict) == [(BROKEN_ROW, extract.key[-1], "key_repeated")]
    assert (verdict.rows_loaded, verdict.rows_repeated) == (4, 1)
    assert verdict.rows_in_error == 0


def _keep_order(extract: Extract, row: Row, first: Row) -> None:
    for rule in extract.rules:
        if isinstance(rule, NotBefore):
            row |= {rule.column: first[rule.column], rule.other: first[rule.other]}


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_each_nullable_column_may_be_empty_with_those_it_hangs_on(extract, agency):
    rows = valid_rows(extract, agency)
    empty = {column.name: "" for column in extract.columns if column.nullable}
    for rule in extract.rules:
        if isinstance(rule, FilledWhen):
            other = extract.column(rule.other)
            empty[rule.other] = next(c for c in other.codes if c not in rule.values)
    rows[BROKEN_AT] |= empty

    verdict = judged_rows(extract, agency, rows)

    assert errors_of(verdict) == []
    assert verdict.rows_loaded == 5


@pytest.mark.parametrize(
    ("extract", "agency"), ONCE, ids=lambda v: getattr(v, "name", v)
)
def test_every_code_of_every_list_is_accepted_in_capitals_and_kept_as_written(
    extract, agency
):
    for column in extract.columns:
        if column.kind is not Kind.CODE or _governs(extract, column.name):
            continue
        rows = valid_rows(extract, agency, len(column.codes_of(agency)))
        for row, value in zip(rows, column.codes_of(agency), strict=True):
            row[column.name] = f"  {value.upper()} "

        verdict = judged_rows(extract, agency, rows)

        assert errors_of(verdict) == []
        assert tuple(verdict.rows[column.name]) == column.codes_of(agency)


def _governs(extract: Extract, name: str) -> bool:
    return any(isinstance(r, FilledWhen) and r.other == name for r in extract.rules)


@pytest.mark.parametrize(
    "extract", [e for e in EXTRACTS if e.admits_earlier], ids=lambda e: e.name
)
def test_an_unsettled_record_may_carry_an_earlier_attribution_date(extract):
    assert extract.dated_by is not None
    agency = extract.agencies[0]
    rows = valid_rows(extract, agency)
    earlier = extract.column(extract.dated_by)
    rows[0][extract.dated_by] = written(earlier, BEFORE)

    assert errors_of(judged_rows(extract, agency, rows)) == []


def test_six_extracts_admit_earlier_attribution_dates():
    assert {extract.name for extract in EXTRACTS if extract.admits_earlier} == {
        "vyp_referrals",
        "return_interviews",
        "wellbeing_assessments",
        "missing_episodes",
        "missing_persons",
        "missing_from_education",
    }


def test_a_meeting_planned_in_another_quarter_counts_when_it_was_held_in_this_one():
    extract = icpc.GOVERNANCE_MEETINGS
    rows = valid_rows(extract, "icpc", 4)
    rows[0] |= {"planned_on": str(BEFORE), "held_on": "2026-02-03"}
    rows[1] |= {"planned_on": str(AFTER), "held_on": "2026-02-03"}
    rows[2] |= {"planned_on": str(BEFORE), "held_on": str(AFTER)}
    rows[3] |= {"planned_on": "2026-02-03", "held_on": str(AFTER)}

    verdict = judged_rows(extract, "icpc", rows)

    assert errors_of(verdict) == [(4, "planned_on", "outside_quarter")]


def test_a_meeting_not_held_must_be_planned_in_the_quarter():
    extract = icpc.GOVERNANCE_MEETINGS
    rows = valid_rows(extract, "icpc", 3)
    rows[1] |= {"planned_on": str(AFTER), "held_on": "", "attendees": ""}

    verdict = judged_rows(extract, "icpc", rows)

    assert errors_of(verdict) == [(3, "planned_on", "outside_quarter")]


def test_by_when_may_lie_at_any_time():
    extract = icpc.ACTION_PLAN
    rows = valid_rows(extract, "icpc", 2)
    rows[0]["by_when"], rows[1]["by_when"] = "2031-03-31", "2019-03-31"

    assert judged_rows(extract, "icpc", rows).issues == []


def test_the_quarter_rule_goes_by_the_local_date_of_an_instant():
    extract = hscp.MISSING_EPISODES
    rows = valid_rows(extract, "hscp", 3)
    # 31 March 23:30 UTC is 1 April in Greenock; 22:30 UTC is still 31 March.
    rows[0] |= {"missing_from": "2026-03-31T23:30Z", "returned_at": ""}
    rows[1] |= {"missing_from": "2026-03-31T22:30Z", "returned_at": ""}

    verdict = judged_rows(extract, "hscp", rows)

    assert errors_of(verdict) == [(2, "missing_from", "outside_quarter")]


def test_order_compares_instants_across_the_change_of_the_clocks():
    extract = hscp.MISSING_EPISODES
    rows = valid_rows(extract, "hscp", 3)
    # 00:30 GMT and 02:15 BST (01:15 GMT): three quarters of an hour apart.
    rows[0] |= {
        "missing_from": "2026-03-29T00:30Z",
        "returned_at": "2026-03-29 02:15",
    }
    # 02:15 BST is before 01:20 GMT, though the clock says otherwise.
    rows[1] |= {
        "missing_from": "2026-03-29T01:20Z",
        "returned_at": "2026-03-29 02:15",
    }

    verdict = judged_rows(extract, "hscp", rows)

    assert errors_of(verdict) == [(3, "returned_at", "order")]


def test_a_school_that_is_not_the_committees_is_told_at_its_cell():
    extract = several_agencies.S2_PROGRAMMES
    rows = valid_rows(extract, "education")
    rows[2]["school_code"] = "ELSEWHERE"

    verdict = judged_rows(extract, "education", rows)

    assert errors_of(verdict) == [(4, "school_code", "ref_unknown")]
    assert verdict.rows_loaded == 4


def test_a_year_without_schools_is_one_query_and_no_error():
    extract = several_agencies.S2_PROGRAMMES
    content = csv_of(table_of(extract, valid_rows(extract, "education")))

    verdict = judge(
        content,
        "education_s2_programmes_2025-26-Q4.csv",
        drop_agency="education",
        seen_at=SEEN_AT,
        schools={"2024-25": frozenset({"SCH000"})},
    )

    assert queries_of(verdict) == [(None, "school_code", "reference_missing")]
    assert verdict.verdict is Verdict.ACCEPTED
    assert "2025-26" in verdict.issues[0].message


def test_a_word_outside_its_list_raises_no_second_error_where_it_decides():
    extract = hscp.RETURN_INTERVIEWS
    rows = valid_rows(extract, "hscp")
    rows[0]["outcome"] = "complete"

    verdict = judged_rows(extract, "hscp", rows)

    assert errors_of(verdict) == [(2, "outcome", "code")]


def test_all_that_is_wrong_is_told_at_once():
    extract = extract_of("concern_reports")
    rows = valid_rows(extract, "police")
    rows[1] |= {"report_ref": "1", "age": "18", "sex": "x", "reported_on": "soon"}
    rows[3] |= {"theme": "", "age": "-1"}

    verdict = judged_rows(extract, "police", rows)

    assert errors_of(verdict) == [
        (3, "report_ref", "ref_form"),
        (3, "age", "range"),
        (3, "sex", "code"),
        (3, "reported_on", "date_form"),
        (5, "age", "range"),
        (5, "theme", "required"),
    ]
    assert (verdict.rows_in_error, verdict.rows_loaded) == (2, 3)


def test_the_breaks_and_the_files_tests_together_try_every_rule_of_a_row():
    told = {
        broken.rule for extract, agency in ONCE for broken in breaks_of(extract, agency)
    }
    elsewhere = {"ref_unknown", "key_repeated", "cell_error", "extra_cell"}
    of_rows = {
        rule.id
        for rule in RULES
        if rule.level.value != "file" and rule.severity.value == "error"
    }

    assert told | elsewhere == of_rows


def test_the_words_of_an_issue_are_sentences_for_the_analyst():
    extract = extract_of("training")
    rows = valid_rows(extract, "health")
    rows[0]["attended_on"] = str(AFTER)
    (issue,) = judged_rows(extract, "health", rows).issues

    assert issue.message == "The value lies outside what is possible."
    assert issue.expected == "Attended on: a date not after 31 March 2026."


def test_an_order_rule_says_which_columns_disagree():
    extract = hscp.MISSING_EPISODES
    rows = valid_rows(extract, "hscp")
    rows[0]["returned_at"] = rows[0]["missing_from"]
    (issue,) = judged_rows(extract, "hscp", rows).issues

    assert issue.message == "returned_at does not agree with missing_from."
    assert issue.expected == "returned_at is after missing_from."


def test_rows_of_csv_have_no_sheet():
    extract = hscp.MISSING_EPISODES
    rows = valid_rows(extract, "hscp")
    rows[0]["child_ref"] = ""
    verdict = judged(csv_of(table_of(extract, rows)), extract, "hscp")

    assert {issue.sheet for issue in verdict.issues} == {""}
