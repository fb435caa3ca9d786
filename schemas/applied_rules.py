"""Which rules of the catalogue hold for which columns of an extract.

Nothing is listed by hand: an extract's declaration says which of its columns a rule
looks at. A rule without an entry here looks at the file or the row as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from schemas.extract import Column, Extract, FilledTogether, Kind
from schemas.rules import RULES, Rule, rule

SCHOOL_CODE = "school_code"


class AppliedRule(NamedTuple):
    """A rule and the columns at which it is told, in the extract's order.

    No columns: it is told of the file or of a row as a whole.
    """

    rule: Rule
    columns: tuple[str, ...]


def rules_of(extract: Extract) -> tuple[AppliedRule, ...]:
    """Every rule that a file of an extract is held to, in the catalogue's order."""
    return tuple(
        AppliedRule(each, columns)
        for each in RULES
        if (columns := _columns(each, extract)) is not None
    )


def applies(rule_id: str, extract: Extract, column: str) -> bool:
    """Whether a rule may be told at a column."""
    return column in (_columns(rule(rule_id), extract) or ())


def _columns(of: Rule, extract: Extract) -> tuple[str, ...] | None:
    """The columns of a rule; None where it does not hold for the extract at all."""
    look = _LOOKS_AT.get(of.id)
    return () if look is None else (look(extract) or None)


def _where(
    holds: Callable[[Column], bool],
) -> Callable[[Extract], tuple[str, ...]]:
    def look(extract: Extract) -> tuple[str, ...]:
        return tuple(column.name for column in extract.columns if holds(column))

    return look


def _of_kinds(*kinds: Kind) -> Callable[[Extract], tuple[str, ...]]:
    return _where(lambda column: column.kind in kinds)


def _told_of_relations(rule_id: str) -> Callable[[Extract], tuple[str, ...]]:
    """A rule over two columns is told at the later, or at the empty one."""

    def look(extract: Extract) -> tuple[str, ...]:
        names = extract.column_names
        told = {
            relation.column
            if isinstance(relation, FilledTogether)
            else max(relation.column, relation.other, key=names.index)
            for relation in extract.rules
            if relation.rule == rule_id
        }
        return tuple(name for name in names if name in told)

    return look


def _ranged(extract: Extract) -> tuple[str, ...]:
    return tuple(
        column.name
        for column in extract.columns
        if column.minimum is not None
        or column.maximum is not None
        or column.max_length is not None
        or column.kind is Kind.KEY_TEXT
        or (
            column.is_temporal
            and not column.any_date
            and column.name != extract.dated_by
        )
    )


def asked_of_codes(extract: Extract) -> tuple[str, ...]:
    """Columns of codes of which several may be sent."""
    return tuple(
        column.name
        for column in extract.columns
        if column.kind is Kind.CODE and not column.own_code
    )


def _of_extract(name: str, column: str) -> Callable[[Extract], tuple[str, ...]]:
    return lambda extract: (column,) if extract.name == name else ()


_TEMPORAL = _of_kinds(Kind.DATE, Kind.DATE_TIME)
_EVERY = _where(lambda _: True)
_SCHOOL = _where(lambda column: column.name == SCHOOL_CODE)
_LOOKS_AT: dict[str, Callable[[Extract], tuple[str, ...]]] = {
    "column_missing": _EVERY,
    "column_repeated": _EVERY,
    "required": _where(lambda column: not column.nullable),
    "type": _of_kinds(Kind.WHOLE),
    "date_form": _TEMPORAL,
    "american_date": _TEMPORAL,
    "code": _of_kinds(Kind.CODE, Kind.CODES),
    "range": _ranged,
    "order": _told_of_relations("order"),
    "filled_together": _told_of_relations("filled_together"),
    "ref_form": _of_kinds(Kind.REF),
    "ref_unknown": _SCHOOL,
    "key_repeated": lambda extract: extract.key[-1:],
    "outside_quarter": lambda extract: (
        (extract.dated_by,) if extract.dated_by is not None else ()
    ),
    "cell_error": _EVERY,
    "name_in_text": _of_kinds(Kind.TEXT),
    "reference_missing": _SCHOOL,
    "category_vanished": asked_of_codes,
    "value_unusual": _of_kinds(Kind.WHOLE),
    "referral_unknown": _of_extract("vyp_reviews", "referral_ref"),
    "return_unlisted": _of_extract("missing_episodes", "returned_at"),
}
