"""Values to words: rounding, symbols, "n of N", what stands in brackets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_templates import wording
from report_templates.code_titles import breakdown_title, category_title
from schemas.period import Period
from schemas.released import ReleasedValue, Status
from transforms.indicators import CATALOGUE, indicator_of

COUNT, SHARE, MEDIAN = map(indicator_of, ("A07.1", "A08.1", "A06.5"))
RATE, TRAINING = indicator_of("A06.15"), indicator_of("A09.1")


def value(
    numerator: float | None = None,
    denominator: float | None = None,
    figure: float | None = None,
    status: Status = Status.OK,
) -> ReleasedValue:
    return ReleasedValue(
        "2026-27-Q2", "A07.1", "", "", numerator, denominator, figure, status
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.0, "0.0"),
        (0.05, "0.1"),
        (0.25, "0.3"),
        (2.35, "2.4"),
        (62.5, "62.5"),
        (62.449999, "62.4"),
        (11.449999999999999, "11.5"),
        (99.95, "100.0"),
        (1234.0, "1,234.0"),
        (100 * 229 / 2000, "11.5"),
    ],
)
def test_one_decimal_rounds_halves_up(number: float, words: str) -> None:
    assert wording.one_decimal(number) == words


@given(st.integers(0, 9_999), st.integers(1, 9_999))
def test_a_share_is_rounded_as_exact_arithmetic_would(part: int, whole: int) -> None:
    tenths = (Fraction(1000 * part, whole) + Fraction(1, 2)).__floor__()
    expected = f"{tenths // 10:,}.{tenths % 10}"
    assert wording.one_decimal(100 * part / whole) == expected


@given(st.integers(0, 10**7))
def test_a_count_has_no_decimals(count: int) -> None:
    assert wording.whole(float(count)) == f"{count:,}"


@pytest.mark.parametrize(
    ("indicator", "given_value", "cell", "words", "full"),
    [
        (COUNT, value(1250, None, 1250.0), "1,250", "1,250", "1,250"),
        (COUNT, value(0, None, 0.0), "0", "0", "0"),
        (SHARE, value(25, 40, 62.5), "62.5%", "62.5%", "62.5% (25 of 40)"),
        (SHARE, value(3, 7, 300 / 7), "3 of 7", "3 of 7", "3 of 7"),
        (SHARE, value(0, 10, 0.0), "0.0%", "0.0%", "0.0% (0 of 10)"),
        (MEDIAN, value(None, 14, 6.25), "6.3 hours", "6.3 hours", "6.3 hours (of 14)"),
        (RATE, value(31, 14_650, 2.116), *["2.1 per 1,000"] * 3),
    ],
)
def test_a_shown_value_in_a_cell_in_words_and_in_full(
    *, indicator: object, given_value: ReleasedValue, cell: str, words: str, full: str
) -> None:
    assert isinstance(indicator, type(COUNT))
    assert wording.in_cell(indicator, given_value) == cell
    assert wording.in_words(indicator, given_value) == words
    assert wording.in_full(indicator, given_value) == full


@pytest.mark.parametrize(
    ("absent", "cell", "words"),
    [
        (None, "[x]", "not available [x]"),
        (value(status=Status.NOT_RECEIVED), "[x]", "not received [x]"),
        (value(0, 0, status=Status.NOT_APPLICABLE), "[z]", "not applicable [z]"),
        (value(status=Status.NOT_DUE), "not due", "not due"),
        (replace(value(), hidden=True), "[c]", "not shown [c]"),
        (replace(value(), hidden=True, revised=True), "[c] [r]", "not shown [c] [r]"),
        (value(), "not available [x]", "not available [x]"),
    ],
)
def test_what_is_not_there_has_its_symbol_and_its_words(
    absent: ReleasedValue | None, cell: str, words: str
) -> None:
    assert wording.in_cell(SHARE, absent) == cell
    assert wording.in_words(SHARE, absent) == words
    assert wording.in_full(SHARE, absent) == words


def test_a_hidden_value_that_still_carries_a_number_is_not_shown() -> None:
    leaking = replace(value(3, 40, 7.5), hidden=True, beside=2)
    said = (
        wording.in_cell(SHARE, leaking),
        wording.in_words(SHARE, leaking),
        wording.in_full(MEDIAN, leaking),
    )
    assert said == ("[c]", "not shown [c]", "not shown [c]")


def test_a_missing_agency_and_the_marks_are_said_with_the_figure() -> None:
    marked = replace(
        value(25, 40, 62.5), agencies_received=(4, 5), provisional=True, revised=True
    )
    assert wording.in_full(TRAINING, marked) == (
        "62.5% (25 of 40; 4 of 5 agencies) [p] [r]"
    )
    assert wording.in_cell(TRAINING, marked) == "62.5% (4 of 5 agencies) [p] [r]"
    everyone = replace(value(25, 40, 62.5), agencies_received=(5, 5))
    assert wording.in_words(TRAINING, everyone) == "62.5%"


def test_the_number_beside_stands_in_the_brackets() -> None:
    open_too = replace(value(None, 14, 12.5), beside=3)
    assert wording.in_full(MEDIAN, open_too) == "12.5 hours (of 14; 3 still open)"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-27-Q2", "Jul\N{EN DASH}Sep 2026"),
        ("2026-27-Q4", "Jan\N{EN DASH}Mar 2027"),
        ("2026-27-H2", "Oct 2026 to Mar 2027"),
    ],
)
def test_heads_of_columns_name_the_months(code: str, words: str) -> None:
    assert wording.short_label(code) == words


def test_a_period_s_place_in_the_year_is_said() -> None:
    place = wording.place_in_year
    assert place(Period.parse("2026-27-Q2")) == "quarter 2 of financial year 2026-27"
    assert place(Period.parse("2026-27-H1")) == "half 1 of financial year 2026-27"
    assert place(Period.parse("2026-27")) == "financial year 2026-27"


@pytest.mark.parametrize(
    ("breakdown", "code", "words"),
    [
        ("service", "a_and_e", "A&E"),
        ("agency", "hscp", "HSCP"),
        ("source", "police", "Police"),
        ("locality", "inverkip_and_wemyss_bay", "Inverkip and Wemyss Bay"),
        ("risk_level", "none", "No risk found"),
        ("age_group", "12-15", "12 to 15"),
        ("act", "Communications Act 2003", "Communications Act 2003"),
        ("outcome", "no_proceedings", "No proceedings"),
    ],
)
def test_codes_are_said_in_plain_words(breakdown: str, code: str, words: str) -> None:
    assert category_title(breakdown, code) == words


def test_no_category_keeps_an_underscore_and_none_of_a_list_are_alike() -> None:
    for indicator in CATALOGUE:
        for breakdown in indicator.breakdowns:
            titles = [category_title(breakdown.name, c) for c in breakdown.categories]
            assert len(set(titles)) == len(titles), breakdown.name
            assert not any("_" in title for title in titles)
            assert "_" not in breakdown_title(breakdown.name)
