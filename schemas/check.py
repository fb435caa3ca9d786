"""The one place that calls pandera: parsed rows in, findings out.

pandera's exceptions carry the offending values and the whole frame; nothing else in the
project may call `validate`, and only places and rules leave this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from schemas.extract import Column, Extract, FilledTogether, Kind
from schemas.issues import Issue
from schemas.period import Period
from schemas.rules import rule


class Finding(NamedTuple):
    """A broken rule and its place: row as Excel numbers it, column, rule id.

    Of a repeated key also the row that had it first.
    """

    row: int
    column: str
    rule: str
    first_row: int = 0


class Submitted(NamedTuple):
    """What a submission says it is: agency, quarter, and the day it was first seen."""

    agency: str
    quarter: Period
    seen_on: dt.date


_RULE_OF_PANDERA = {"not_nullable": "required"}


def check(
    extract: Extract,
    frame: pd.DataFrame,
    unread: Iterable[Finding],
    submitted: Submitted,
) -> list[Finding]:
    """Findings of every column and record rule in one submission's parsed rows.

    Args:
        extract: the kind of extract.
        frame: the parsed columns; the index is the row as Excel numbers it.
        unread: findings of the parsing. Their cells are empty in the frame, and that
            they are empty is not told again.
        submitted: what the submission says it is.

    Returns:
        The findings of the parsing and of the rules, in order of row and column,
        without repeated keys, which depend on which rows stand.
    """
    already = list(unread)
    unread_cells = {(finding.row, finding.column) for finding in already}
    of_columns = [
        finding
        for finding in _column_findings(extract, frame, submitted)
        if (finding.row, finding.column) not in unread_cells
    ]
    # A text outside its list says nothing about the cells that depend on it.
    unknown = {(f.row, f.column) for f in of_columns if f.rule == "code"}
    unknown |= unread_cells
    found = [
        *of_columns,
        *_record_findings(extract, frame, unknown),
        *_either_date_findings(extract, frame, unknown, submitted.quarter),
    ]
    place = {name: number for number, name in enumerate(extract.column_names)}
    return sorted(
        {*already, *found}, key=lambda f: (f.row, place.get(f.column, -1), f.rule)
    )


def _column_findings(
    extract: Extract, frame: pd.DataFrame, submitted: Submitted
) -> list[Finding]:
    schema = extract.schema(submitted.agency, submitted.quarter, submitted.seen_on)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failure:
        cases = failure.failure_cases
    else:
        return []
    cells = cases.loc[cases["index"].notna(), ["index", "column", "check"]]
    if len(cells) != len(cases):
        odd = cases.loc[cases["index"].isna(), ["column", "check"]]
        places = ", ".join(f"{c}: {k}" for c, k in odd.itertuples(index=False))
        raise TypeError(f"Parsed rows of {extract.name} are malformed ({places}).")
    return [
        Finding(int(row), str(column), _RULE_OF_PANDERA.get(str(name), str(name)))
        for row, column, name in cells.drop_duplicates().itertuples(index=False)
    ]


def _record_findings(
    extract: Extract, frame: pd.DataFrame, unread_cells: set[tuple[int, str]]
) -> list[Finding]:
    found: list[Finding] = []
    for relation in extract.rules:
        broken = relation.broken(frame[[relation.column, relation.other]])
        at = _told_at(extract, relation.column, relation.other)
        if isinstance(relation, FilledTogether):
            at = relation.column
        found.extend(
            Finding(int(row), at, relation.rule)
            for row in frame.index[broken]
            if (row, relation.column) not in unread_cells
            and (row, relation.other) not in unread_cells
        )
    return found


def _told_at(extract: Extract, column: str, other: str) -> str:
    names = extract.column_names
    return max(column, other, key=names.index)


def _either_date_findings(
    extract: Extract,
    frame: pd.DataFrame,
    unread_cells: set[tuple[int, str]],
    quarter: Period,
) -> list[Finding]:
    if extract.dated_by is None or extract.or_dated_by is None:
        return []
    inside = {
        name: frame[name].between(
            pd.Timestamp(quarter.first_day), pd.Timestamp(quarter.last_day)
        )
        for name in (extract.dated_by, extract.or_dated_by)
    }
    outside = (
        frame[extract.dated_by].notna()
        & ~inside[extract.dated_by]
        & ~inside[extract.or_dated_by]
    )
    return [
        Finding(int(row), extract.dated_by, "outside_quarter")
        for row in frame.index[outside]
        if (row, extract.or_dated_by) not in unread_cells
    ]


def in_words(
    extract: Extract, finding: Finding, submitted: Submitted, sheet: str
) -> Issue:
    """The issue of a finding, in words for the agency's analyst."""
    return rule(finding.rule).found(
        sheet=sheet,
        row=finding.row,
        column=finding.column or None,
        words=_words(extract, finding, submitted),
    )


def _words(extract: Extract, finding: Finding, submitted: Submitted) -> dict[str, str]:
    if finding.rule in {"order", "filled_together"}:
        return _relation_words(extract, finding)
    if finding.rule == "key_repeated":
        key = " and ".join(extract.key)
        return {"key": key, "first_row": f"{finding.first_row:,}"}
    if finding.rule in {"extra_cell", "cell_error", "american_date", "ref_form"}:
        return {}
    column = extract.column(finding.column)
    return {
        "title": column.title,
        "kind": _a_kind(column),
        "values": _values_words(extract, column, finding.rule, submitted),
    }


def _relation_words(extract: Extract, finding: Finding) -> dict[str, str]:
    relations = [
        relation
        for relation in extract.rules
        if relation.rule == finding.rule
        and finding.column in {relation.column, relation.other}
    ]
    chosen = next((r for r in relations if r.column == finding.column), relations[0])
    return {
        "column": chosen.column,
        "other": chosen.other,
        "relation": chosen.relation,
    }


def _a_kind(column: Column) -> str:
    if column.kind is Kind.DATE:
        return "date"
    if column.kind is Kind.DATE_TIME:
        return "date and time"
    return f"a {column.kind.value}"


def _values_words(
    extract: Extract, column: Column, rule_id: str, submitted: Submitted
) -> str:
    quarter = submitted.quarter
    last = quarter.last_day
    if rule_id == "outside_quarter":
        first = "" if extract.admits_earlier else f"from {_day(quarter.first_day)} "
        return f"{column.title}: a date {first}to {_day(last)}".replace(
            "date to", "date up to"
        )
    if rule_id == "range" and column.is_temporal:
        latest = last if column.by_quarter_end else submitted.seen_on
        return f"a date not after {_day(latest)}"
    return column.values_in_words(submitted.agency)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def rows_in_error(findings: Iterable[Finding]) -> set[int]:
    """Rows with at least one error other than a repeated key."""
    return {f.row for f in findings if f.rule != "key_repeated"}


def repeated_keys(
    extract: Extract, frame: pd.DataFrame, in_error: set[int]
) -> list[Finding]:
    """Rows whose key stands in an earlier row that has no error.

    A key with an empty or unread cell repeats nothing. The error is told at the last
    column of the key.
    """
    key = frame[list(extract.key)]
    whole = key[key.notna().all(axis=1)]
    found = []
    first: dict[tuple[Any, ...], int] = {}
    for row, values in zip(
        whole.index, whole.itertuples(index=False, name=None), strict=True
    ):
        if values in first:
            found.append(
                Finding(int(row), extract.key[-1], "key_repeated", first[values])
            )
        elif row not in in_error:
            first[values] = int(row)
    return found
