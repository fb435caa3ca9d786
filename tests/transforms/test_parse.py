"""Text cells to typed columns: every admitted spelling, every fault, never a guess."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.check import Finding
from schemas.extract import DTYPES, Column, Extract, Kind
from schemas.extracts import EXTRACTS
from schemas.vocabulary import AGENCIES, LEGISLATION, SEX, TRANSITION_POINT, YES_NO
from transforms.parse import NOT_IN_LIST, Parsed, parse
from transforms.read.cells import ERROR_CELL
from transforms.read.table import Cell, Table

FIRST_ROW = 2
LONDON = ZoneInfo("Europe/London")
CODES_OF = {"sex": SEX, "yn": YES_NO, "act": LEGISLATION, "point": TRANSITION_POINT}


def parsed(column: Column, cells: list[str]) -> Parsed:
    """One column read on its own; its first cell stands in row 2."""
    extract = Extract("drawn", ("hscp",), "Drawn", "a row", (column.name,), (column,))
    rows = list(range(FIRST_ROW, FIRST_ROW + len(cells)))
    table = Table("", rows, {column.name: cells}, [], [], [], [])
    return parse(extract, table)


def one(column: Column, cell: str) -> object:
    """What one cell reads as; the rule's id in brackets where it is at fault."""
    frame, findings = parsed(column, [cell])
    if findings:
        assert frame[column.name].isna().all()
        (finding,) = findings
        assert (finding.row, finding.column) == (FIRST_ROW, column.name)
        return [finding.rule]
    value = frame[column.name].iloc[0]
    return None if pd.isna(value) else value


def column_of(kind: Kind, codes: tuple[str, ...] = ()) -> Column:
    return Column("drawn_on", kind, "Drawn", "Drawn for a test.", codes=codes)


DATE, DATE_TIME = column_of(Kind.DATE), column_of(Kind.DATE_TIME)
WHOLE, REF, TEXT = column_of(Kind.WHOLE), column_of(Kind.REF), column_of(Kind.TEXT)
KEY = column_of(Kind.KEY_TEXT)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "blank", ["", " ", "\t", "\n \r", "\u00a0", "\u200b", "\ufeff "]
)
def test_a_blank_cell_is_empty_in_every_kind(kind, blank):
    column = column_of(kind, SEX)

    frame, findings = parsed(column, [blank])

    assert findings == []
    assert frame["drawn_on"].isna().all()
    assert frame["drawn_on"].dtype == pd.Series([], dtype=DTYPES[kind]).dtype


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("7", 7), (" 12 ", 12), ("1,250", 1250), ("12.0", 12)),
        *(("1,250,000", 1250000), ("1,250.00", 1250), ("-5", -5), ("007", 7)),
        *(("\uff11\uff12", 12), ("999,999", 999999), ("12.000", 12)),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(text, number):
    assert one(WHOLE, text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("12.5", "1,25", "12,50", "1,2500", ",250", "0,250", "1 250", "1.250,0"),
        *("twelve", "1e3", "+5", "12.", ".5", "--5", "5-", "=5", "TRUE", "1/2", "٣"),
        *("9" * 19, "2026-01-01 00:00:00", "5%", "£5", "0x1F", "1_000", "nan", "inf"),
    ],
)
def test_anything_else_is_no_whole_number(text):
    assert one(WHOLE, text) == ["type"]


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-31", "31/12/2026", " 31/12/2026 ", "2026-12-31 00:00"),
        *("2026-12-31T00:00:00", "31/12/2026 00:00", "2026-12-31T00:00Z"),
        "2026-12-31 00:00:00+00:00",
    ],
)
def test_a_date_is_read_in_each_admitted_form(text):
    assert one(DATE, text) == pd.Timestamp(2026, 12, 31)


@pytest.mark.parametrize("text", ["1/2/2026", "01/2/2026", "1/02/2026", "01/02/2026"])
def test_a_slash_date_is_day_first_with_or_without_noughts(text):
    assert one(DATE, text) == pd.Timestamp(2026, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("31/12/26", "26-12-31", "2026/12/31", "31-12-2026", "31.12.2026"),
        *("2026-02-30", "31/04/2026", "00/01/2026", "2026-13-01", "2026-00-10"),
        *("13/13/2026", "2026-1-5", "31 December 2026", "31 Dec 2026", "20261231"),
        *("46387", "2026-12", "2026", "today", "2026-12-31 10:30", "1/2/2026 09:00"),
        *("2026-12-31 24:00", "31/12/2026 00:00:60", "2026-07-01T00:00Z", "29/02/2025"),
        *("1899-12-31", "0206-12-31", "2026-12-31x", "x2026-12-31", "02/45/2026"),
        *(
            "2026-12-31  00:00",
            "1/2/2026/3",
            "\uff12\uff10\uff12\uff16-1\uff12-31x",
            "2026-12-31 00",
        ),
    ],
)
def test_any_other_form_is_no_date(text):
    assert one(DATE, text) == ["date_form"]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-31 14:05", "2026-12-31 14:05"),
        ("2026-12-31 14:05:06", "2026-12-31 14:05:06"),
        ("2026-12-31T14:05", "2026-12-31 14:05"),
        ("31/12/2026 14:05", "2026-12-31 14:05"),
        ("31/12/2026 14:05:06", "2026-12-31 14:05:06"),
        ("1/7/2026 9:05", "2026-07-01 08:05"),
        ("2026-07-01 00:00", "2026-06-30 23:00"),
        ("2026-07-01 00:00Z", "2026-07-01 00:00"),
        ("2026-07-01T14:05+01:00", "2026-07-01 13:05"),
        ("2026-07-01T14:05:00-0530", "2026-07-01 19:35"),
        ("01/07/2026 14:05Z", "2026-07-01 14:05"),
    ],
)
def test_a_date_time_is_local_unless_an_offset_fixes_the_instant(text, utc):
    assert one(DATE_TIME, text) == pd.Timestamp(utc)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # In March 01:00 becomes 02:00: what is skipped is read one hour on.
        ("2026-03-29 00:59", "2026-03-29 00:59"),
        ("2026-03-29 01:00", "2026-03-29 01:00"),
        ("2026-03-29 01:30", "2026-03-29 01:30"),
        ("2026-03-29 02:00", "2026-03-29 01:00"),
        ("2026-03-29 02:30", "2026-03-29 01:30"),
        # In October 02:00 becomes 01:00: what comes twice is summer time.
        ("2026-10-25 00:59", "2026-10-24 23:59"),
        ("2026-10-25 01:00", "2026-10-25 00:00"),
        ("2026-10-25 01:59", "2026-10-25 00:59"),
        ("2026-10-25 02:00", "2026-10-25 02:00"),
    ],
)
def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice(local, utc):
    assert one(DATE_TIME, local) == pd.Timestamp(utc)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-31", "31/12/2026", "14:05", "2026-12-31 24:00", "2026-12-31 14"),
        *("2026-12-31 14:60", "2026-12-31 14:05:60", "2026-02-30 10:00"),
        *("31/12/26 14:05", "2026-12-31 2:05 pm", "2026-12-31 9:05"),
        *("2026-12-31 14:05+15:00", "2026-12-31 14:05+99:99", "46387.5"),
        *("2026-12-31 14:05 BST", "2026-12-31 14:05:06.5", "2026-12-31 14.05"),
    ],
)
def test_any_other_form_is_no_date_time(text):
    assert one(DATE_TIME, text) == ["date_form"]


def rules_by_row(column: Column, cells: list[str]) -> dict[int, str]:
    findings = parsed(column, cells).findings
    return {finding.row - FIRST_ROW: finding.rule for finding in findings}


def test_one_american_date_makes_the_ambiguous_ones_of_its_column_doubtful():
    cells = ["12/31/2026", "03/04/2026", "05/05/2026", "31/12/2026", "2026-03-04", ""]

    assert rules_by_row(DATE, cells) == {0: "american_date", 1: "american_date"}


def test_without_an_american_date_the_day_comes_first():
    frame, findings = parsed(DATE, ["03/04/2026", "31/12/2026"])

    assert findings == []
    assert frame["drawn_on"].iloc[0] == pd.Timestamp(2026, 4, 3)


def test_american_order_is_known_in_date_times_too():
    cells = ["12/31/2026 10:00", "03/04/2026 10:00", "05/05/2026 10:00", "3/4/2026"]

    assert rules_by_row(DATE_TIME, cells) == dict.fromkeys((0, 1, 3), "american_date")


def test_a_second_number_above_twelve_is_american_though_no_such_day_exists():
    assert rules_by_row(DATE, ["02/30/2026", "03/04/2026"]) == dict.fromkeys(
        (0, 1), "american_date"
    )


def test_a_date_that_is_possible_in_neither_order_is_not_american():
    assert rules_by_row(DATE, ["02/45/2026", "13/13/2026", "03/04/2026"]) == {
        0: "date_form",
        1: "date_form",
    }


@given(st.dates(dt.date(1900, 1, 1), dt.date(9998, 12, 31)))
def test_every_day_reads_back_from_every_form(day):
    frame, findings = parsed(
        DATE,
        [
            f"{day:%Y-%m-%d}".zfill(10),
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day:02}/{day.month:02}/{day.year} 00:00:00",
        ],
    )

    assert findings == []
    assert set(frame["drawn_on"]) == {pd.Timestamp(day)}


@given(
    st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    )
)
def test_a_local_time_is_the_instant_that_the_clock_showed(moment):
    instant = one(DATE_TIME, moment.isoformat())

    assert isinstance(instant, pd.Timestamp)
    shown = instant.tz_localize("UTC").tz_convert(LONDON).tz_localize(None)
    skipped = pd.Timedelta(hours=1)
    assert shown in {pd.Timestamp(moment), pd.Timestamp(moment) + skipped}
    if shown != moment:
        # Only a time that no clock showed is moved.
        clock = moment.replace(tzinfo=LONDON)
        assert clock.astimezone(dt.UTC).astimezone(LONDON) != clock


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        *(
            (" ch-0001 ", "CH-0001"),
            ("a/b_c-1", "A/B_C-1"),
            ("\uff23\uff28\uff11", "CH1"),
        ),
        *(("A" * 40, "A" * 40), ("x12", "X12"), ("1\u200b", ["ref_form"])),
    ],
)
def test_a_reference_is_trimmed_folded_and_in_capitals(text, reference):
    assert one(REF, text) == reference


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "AB",
        "12345",
        "A" * 41,
        "AB 1",
        "AB.1",
        "ÉA1",
        "AB\u20131",
        "---",
        "AB\n1",
        "=A1",
    ],
)
def test_a_reference_of_another_form_is_an_error(text):
    assert one(REF, text) == ["ref_form"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a01", "A01"),
        (" sch  9 ", "SCH 9"),
        ("X" * 41, ["range"]),
        ("8325236", "8325236"),
    ],
)
def test_a_committees_code_is_in_capitals_and_short(text, key):
    assert one(KEY, text) == key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Head \n of\tService ", "Head of Service"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("-1 to @2", "-1 to @2"),
        ("Barnardo\u2019s", "Barnardo\u2019s"),
        ("e\u0301", "é"),
        ("bell\x07", "bell"),
        ("\x07", None),
        ("NULL", "NULL"),
        ("N/A", "N/A"),
    ],
)
def test_text_is_kept_on_one_line_as_it_was_written(text, words):
    assert one(TEXT, text) == words


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        *(("sex", "FEMALE", "female"), ("sex", " Male ", "male")),
        *(("sex", "Unknown", "unknown"), ("sex", "Not known", "unknown")),
        *(("sex", "N/K", "unknown"), ("sex", "n/k", "unknown")),
        *(("sex", "Y", NOT_IN_LIST), ("sex", "f", NOT_IN_LIST)),
        *(("yn", "Y", "yes"), ("yn", "n", "no"), ("yn", "TRUE", "yes")),
        *(("yn", "False", "no"), ("yn", "Yes", "yes"), ("yn", "NOT KNOWN", "unknown")),
        *(("yn", "1", NOT_IN_LIST), ("yn", "0", NOT_IN_LIST)),
        *(("point", "p7_TO_s1", "P7_to_S1"), ("point", "N/K", NOT_IN_LIST)),
        *(("point", "P7 to S1", NOT_IN_LIST), ("point", "leaving-care", NOT_IN_LIST)),
        ("act", "children\u2019s hearings (scotland) act 2011", LEGISLATION[7]),
        ("act", "CHILDREN`S HEARINGS (SCOTLAND) ACT 2011", LEGISLATION[7]),
    ],
)
def test_a_code_is_read_in_any_case_and_kept_as_the_list_writes_it(codes, text, code):
    assert one(column_of(Kind.CODE, CODES_OF[codes]), text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("police; HSCP", "hscp;police"),
        ("health;health", "health"),
        (";icpc;;hscp; ", "hscp;icpc"),
        (";", None),
        ("police;council", ["code"]),
        ("police,hscp", ["code"]),
    ],
)
def test_a_list_of_codes_is_kept_once_each_in_the_order_of_the_list(text, codes):
    assert one(column_of(Kind.CODES, AGENCIES), text) == codes


def test_acts_are_compared_with_apostrophes_folded():
    text = "Sexual Offences Act 2003;Children\u2018s Hearings (Scotland) Act 2011"

    assert one(column_of(Kind.CODES, LEGISLATION), text) == (
        "Children's Hearings (Scotland) Act 2011;Sexual Offences Act 2003"
    )


def test_an_error_cell_is_empty_and_told_at_its_place():
    column = column_of(Kind.WHOLE)
    extract = Extract("drawn", ("hscp",), "Drawn", "a row", ("drawn_on",), (column,))
    table = Table(
        "S", [4, 9], {"drawn_on": ["1", ERROR_CELL]}, [Cell(9, "drawn_on")], [4], [], []
    )

    frame, findings = parse(extract, table)

    assert findings == [
        Finding(9, "drawn_on", "cell_error"),
        Finding(4, "", "extra_cell"),
    ]
    assert frame["drawn_on"].isna().tolist() == [False, True]
    assert frame.index.tolist() == [4, 9]


@given(st.data())
def test_whatever_is_sent_is_read_or_told_and_never_raises(data):
    extract = data.draw(st.sampled_from(EXTRACTS))
    n_rows = data.draw(st.integers(0, 4))
    likely = st.sampled_from(
        [
            "",
            "1/13/2026",
            "2026-02-30",
            "9999-12-31 23:59",
            "1,000",
            ";",
            "-0",
            "0001-01-01",
        ]
    )
    cells = st.lists(st.text() | likely, min_size=n_rows, max_size=n_rows)
    columns = {name: data.draw(cells) for name in extract.column_names}

    frame, findings = parse(
        extract, Table("", list(range(n_rows)), columns, [], [], [], [])
    )

    told = {(finding.row, finding.column) for finding in findings}
    for column in extract.columns:
        assert (
            frame[column.name].dtype == pd.Series([], dtype=DTYPES[column.kind]).dtype
        )
        for row in frame.index[frame[column.name].notna()]:
            assert (row, column.name) not in told
            assert columns[column.name][row].strip()
