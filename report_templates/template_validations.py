"""What Excel itself checks in a template's cells, and what it says there.

A validation is a help to who types: pasting goes round it, and the reader checks every
cell again. So it is nowhere stricter than the rules, but for one thing: dates before
the year 2000 are not taken, since a bare number is a date of the last century to Excel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from report_templates.template_guidance import Filled
from schemas.applied_rules import applies
from schemas.check import Finding, Submitted, in_words
from schemas.extract import AtMost, Column, Kind, NotBefore
from schemas.specification import (
    LONGEST_KEY,
    allowed_in_words,
    required_in_words,
    rules_in_words,
)

LONGEST_INPUT = 255
LONGEST_ERROR = 199
LONGEST_TITLE = 32
_SHORTEST_REFERENCE, _LONGEST_REFERENCE = 3, 40
_GREATEST = 999_999_999
_FIRST_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone
_LAST_DAY = dt.datetime(2199, 12, 31)  # noqa: DTZ001
_LAST_MINUTE = dt.time(23, 59)
_FROM_LIST = "Choose from the list (sheet Lists)."
_SEVERAL_FROM_LIST = "One or more of the list (sheet Lists), with ; between."

Validation = dict[str, Any]
"""Options as XlsxWriter takes them."""


def validation_of(
    column: Column, of: Filled, cells: Mapping[str, str], lists: Mapping[str, str]
) -> Validation:
    """What is checked and said in a column's cells.

    Args:
        column: the column.
        of: for what the template is filled in.
        cells: where the first record's cell of each column stands, as `$D2`.
        lists: where the list of a column's codes stands, as `=Lists!$A$2:$A$4`.
    """
    checked = _checked(column, of, cells, lists)
    return {
        **checked,
        "input_title": _title(column),
        "input_message": _fitting(_said(column, of), LONGEST_INPUT),
        "error_title": _title(column),
        "error_message": _fitting(_wrong(column, of), LONGEST_ERROR),
    }


def _checked(
    column: Column, of: Filled, cells: Mapping[str, str], lists: Mapping[str, str]
) -> Validation:
    match column.kind:
        case Kind.CODE:
            return {"validate": "list", "source": lists[column.name]}
        case Kind.CODES:
            # Several codes in a cell are typed: the list is a help and refuses none.
            source = lists[column.name]
            return {"validate": "list", "source": source, "show_error": False}
        case Kind.WHOLE:
            return _between("integer", *_numbers(column, of, cells))
        case Kind.DATE | Kind.DATE_TIME:
            return _between("date", *_days(column, of, cells))
        case _:
            return _text(column)


def _between(validate: str, minimum: object, maximum: object) -> Validation:
    return {
        "validate": validate,
        "criteria": "between",
        "minimum": minimum,
        "maximum": maximum,
    }


def _text(column: Column) -> Validation:
    if column.kind is Kind.REF:
        return _between("length", _SHORTEST_REFERENCE, _LONGEST_REFERENCE)
    longest = LONGEST_KEY if column.kind is Kind.KEY_TEXT else column.max_length
    return {"validate": "any"} if longest is None else _between("length", 1, longest)


def _numbers(
    column: Column, of: Filled, cells: Mapping[str, str]
) -> tuple[int, int | str]:
    """Least and greatest; the greatest may be a number of the same row."""
    least, greatest = column.minimum or 0, column.maximum or _GREATEST
    for relation in of.extract.rules:
        if isinstance(relation, AtMost) and relation.column == column.name:
            other = cells[relation.other]
            return least, f"=IF(ISBLANK({other}),{greatest},{other})"
    return least, greatest


def _days(
    column: Column, of: Filled, cells: Mapping[str, str]
) -> tuple[dt.datetime | str, dt.datetime | str]:
    """First and last moment."""
    return _first(column, of, cells), _last(column, of)


def _first(column: Column, of: Filled, cells: Mapping[str, str]) -> dt.datetime | str:
    extract = of.extract
    if column.name == extract.dated_by and not _has_open_bounds(of):
        return dt.datetime.combine(of.quarter.first_day, dt.time())
    for relation in extract.rules:
        if isinstance(relation, NotBefore) and relation.column == column.name:
            return f"=MAX({cells[relation.other]},{_as_formula(_FIRST_DAY)})"
    return _FIRST_DAY


def _has_open_bounds(of: Filled) -> bool:
    return of.extract.admits_earlier or of.extract.or_dated_by is not None


def _last(column: Column, of: Filled) -> dt.datetime | str:
    extract = of.extract
    is_dated = column.name == extract.dated_by and extract.or_dated_by is None
    if is_dated or column.by_quarter_end:
        time = _LAST_MINUTE if column.kind is Kind.DATE_TIME else dt.time()
        return dt.datetime.combine(of.quarter.last_day, time)
    if applies("range", extract, column.name):
        # Not after the day on which the file arrives, which is not before today.
        return "=NOW()" if column.kind is Kind.DATE_TIME else "=TODAY()"
    return _LAST_DAY


def _as_formula(day: dt.datetime) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _title(column: Column) -> str:
    return column.title if len(column.title) <= LONGEST_TITLE else column.name


def _said(column: Column, of: Filled) -> Iterable[str]:
    """What is shown when a cell is chosen, the most useful first."""
    yield column.description
    required = required_in_words(column, of.extract)
    yield {"yes": "Required.", "no": "May be empty."}.get(
        required, f"Required {required}."
    )
    if column.kind is Kind.CODE:
        yield _FROM_LIST
    elif column.kind is Kind.CODES:
        yield _SEVERAL_FROM_LIST
    else:
        yield f"Allowed: {allowed_in_words(column, of.extract, of.agency)}."
    yield from _kept(column, of)


def _kept(column: Column, of: Filled) -> Iterable[str]:
    """What else the cell must keep, a sentence each."""
    for rule in rules_in_words(column, of.extract):
        is_named = rule.startswith(column.name)
        yield f"{rule}." if is_named else f"{rule[0].upper()}{rule[1:]}."


def _wrong(column: Column, of: Filled) -> Iterable[str]:
    """What is shown when a cell is refused: the words of the rule that it breaks."""
    if column.kind is Kind.CODE:
        expected = _expected(column, of, "code")
        is_short = len(expected) <= LONGEST_ERROR
        yield expected if is_short else f"{column.title}: {_FROM_LIST}"
    elif column.kind is Kind.CODES:
        yield f"{column.title}: {_SEVERAL_FROM_LIST}"
    elif column.kind is Kind.REF:
        yield _expected(column, of, "ref_form")
    elif column.name == of.extract.dated_by and of.extract.or_dated_by is None:
        yield _expected(column, of, "outside_quarter")
    else:
        allowed = allowed_in_words(column, of.extract, of.agency)
        yield f"{column.title}: {allowed}."
        yield from _kept(column, of)


def _expected(column: Column, of: Filled, rule_id: str) -> str:
    """What a rule expects of a column, as its finding would say it."""
    finding = Finding(row=2, column=column.name, rule=rule_id)
    submitted = Submitted(of.agency, of.quarter, of.quarter.last_day)
    return in_words(of.extract, finding, submitted, "").expected


def _fitting(sentences: Iterable[str], longest: int) -> str:
    """As many whole sentences, in order, as there is room for."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if len(longer) <= longest:
            text = longer
    return text
