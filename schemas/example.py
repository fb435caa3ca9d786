"""A made-up record of an extract that keeps every rule, to show what is meant."""

from __future__ import annotations

import datetime as dt

from schemas.extract import Column, Extract, FilledWhen, Kind, NotBefore
from schemas.period import Period

_DAYS_IN = 7
_MOST = 60
_STEP = 5
_TEXTS = {
    "service": "Locality team",
    "title": "Brief every team on the pathway",
    "lead_role": "Lead officer",
}
_ANOTHER_TEXT = "In a sentence, without anything about a person."


def example_row(extract: Extract, agency: str, quarter: Period) -> dict[str, str]:
    """The cells of a record under the names of their columns, as text.

    Args:
        extract: the kind of extract.
        agency: who sends it; some codes depend on it.
        quarter: the file's quarter.
    """
    row = {
        column.name: _cell(column, agency, quarter, place)
        for place, column in enumerate(extract.columns)
    }
    for relation in extract.rules:
        if isinstance(relation, NotBefore):
            later = extract.column(relation.column)
            row[relation.column] = _moment(later, quarter, days_in=_DAYS_IN + 1)
        elif isinstance(relation, FilledWhen):
            row[relation.other] = relation.values[0]
    return row


def _cell(column: Column, agency: str, quarter: Period, place: int) -> str:
    match column.kind:
        case Kind.REF:
            example = f"{column.ref_kind[:2].upper()}-1042"
        case Kind.KEY_TEXT:
            example = f"{column.name[0].upper()}01"
        case Kind.CODE:
            example = column.codes_of(agency)[0]
        case Kind.CODES:
            example = ";".join(column.codes[:2])
        case Kind.WHOLE:
            # A number further on in a row is never above one before it.
            most = _MOST - _STEP * place
            example = str(most if column.maximum is None else column.maximum - 2)
        case Kind.DATE | Kind.DATE_TIME:
            example = _moment(column, quarter, days_in=_DAYS_IN)
        case _:
            example = _TEXTS.get(column.name, _ANOTHER_TEXT)
    return example


def _moment(column: Column, quarter: Period, *, days_in: int) -> str:
    day = quarter.first_day + dt.timedelta(days=days_in)
    return f"{day} 14:05" if column.kind is Kind.DATE_TIME else f"{day}"
