"""The specification in words: what each extract and column is and must keep.

The data dictionary, the workbook and the document for the agencies and the templates
all say these sentences; the declarations alone are their source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schemas.applied_rules import SCHOOL_CODE, applies
from schemas.extract import (
    AtMost,
    Column,
    Extract,
    FilledTogether,
    FilledWhen,
    Kind,
    NotBefore,
    RecordRule,
)
from schemas.issues import Severity
from schemas.period import Period
from schemas.rules import Level, Rule, rule
from schemas.vocabulary import Agency

EVERY_QUARTER = ("Q1", "Q2", "Q3", "Q4")
EXAMPLE_QUARTER = Period(2026, "Q4")
"""The quarter of examples in what is not about one quarter; everything is due in it."""
LONGEST_KEY = 40
"""Most characters of a code of the committee."""


def facts_of(extract: Extract) -> Iterator[tuple[str, str]]:
    """What holds for an extract as a whole: a word for it, and the sentence."""
    yield "One row", f"{extract.row}."
    yield "Sent by", f"{senders(extract)}."
    if extract.quarters != EVERY_QUARTER:
        yield "Due", f"For {', '.join(extract.quarters)} only."
    yield (
        "Key",
        rule("key_repeated").expected.format(key=" and ".join(extract.key)),
    )
    yield "Quarter", _dated(extract)
    if extract.unsettled is not None:
        yield "Unsettled", _unsettled(extract)
    for relation in extract.rules:
        if not _is_told_already(relation, extract):
            yield "Rule", f"{relation_in_words(relation)}."


def senders(extract: Extract) -> str:
    """The agencies that send an extract, by name."""
    return ", ".join(Agency(agency).title for agency in extract.agencies)


def relation_in_words(relation: RecordRule) -> str:
    """A rule over two columns of a row."""
    if isinstance(relation, FilledTogether | FilledWhen):
        return relation.relation
    return f"{relation.column} {relation.relation} {relation.other}"


def required_in_words(column: Column, extract: Extract) -> str:
    """Whether a cell must be filled: yes, no, or when."""
    if not column.nullable:
        return "yes"
    for relation in extract.rules:
        if relation.column != column.name:
            continue
        if isinstance(relation, FilledWhen):
            values = " or ".join(relation.values)
            return f"when {relation.other} is {values}, else empty"
        if isinstance(relation, FilledTogether):
            return f"when {relation.other} is filled, else empty"
    return "no"


def allowed_in_words(column: Column, extract: Extract, agency: str = "") -> str:
    """What a filled cell may hold; of all agencies where none is given."""
    if column.kind is Kind.KEY_TEXT:
        return f"a code of at most {LONGEST_KEY} characters"
    filled = replace(column, nullable=False)
    if column.own_code and not agency:
        return "; ".join(
            f"{each}: {filled.values_in_words(each)}" for each in extract.agencies
        )
    words = filled.values_in_words(agency)
    return f"{words} ({column.unit})" if column.unit else words


def rules_in_words(column: Column, extract: Extract) -> tuple[str, ...]:
    """What else a cell must keep: its date's bounds, other cells, the schools.

    Whether it must be filled is not said again (`required_in_words`).
    """
    return tuple(_rules_in_words(column, extract))


def consequence_in_words(of: Rule) -> str:
    """What comes of breaking a rule."""
    if of.severity is Severity.QUERY:
        return "a question"
    return "turns the file away" if of.level is Level.FILE else "keeps the row out"


def since_in_words(of: Rule) -> str:
    """The first period that a rule holds for."""
    return of.since.code if of.since is not None else "the first"


def in_general(sentence: str) -> str:
    """A rule's sentence with brackets where a finding has words of its own."""
    return sentence.format_map(_Bracketed())


class _Bracketed(dict[str, str]):
    def __missing__(self, word: str) -> str:
        return f"[{word.replace('_', ' ')}]"


def _rules_in_words(column: Column, extract: Extract) -> Iterator[str]:
    if column.is_temporal:
        yield from _bounds_in_words(column, extract)
    for relation in extract.rules:
        if relation.column == column.name and isinstance(relation, AtMost | NotBefore):
            yield relation_in_words(relation)
    if column.name == SCHOOL_CODE:
        yield rule("ref_unknown").expected.rstrip(".")


def _bounds_in_words(column: Column, extract: Extract) -> Iterator[str]:
    """Between which days a date may lie."""
    if column.by_quarter_end:
        yield "not after the quarter's last day"
    elif applies("range", extract, column.name):
        yield "not after the day on which the file arrives"
    elif not applies("outside_quarter", extract, column.name):
        return
    elif extract.or_dated_by is not None:
        yield f"in the file's quarter, unless {extract.or_dated_by} is"
    elif extract.admits_earlier:
        yield "not after the file's quarter"
    else:
        yield "in the file's quarter"


def _dated(extract: Extract) -> str:
    if extract.dated_by is None:
        return "A row belongs to the quarter of its file."
    if extract.or_dated_by is not None:
        return (
            f"A row belongs to the quarter of {extract.dated_by}, or to that of "
            f"{extract.or_dated_by}; one of the two lies in the file's quarter."
        )
    return f"A row belongs to the quarter of {extract.dated_by}."


def _unsettled(extract: Extract) -> str:
    column, value = extract.unsettled or ("", "")
    state = f"{column} is {value}" if value else f"{column} is empty"
    return (
        f"A row whose {state} is sent again in every later file until that has "
        f"changed, so {extract.dated_by} may lie in an earlier quarter, never in a "
        "later one."
    )


def _is_told_already(relation: RecordRule, extract: Extract) -> bool:
    """Of two columns filled together, each has the rule; one sentence is enough."""
    if not isinstance(relation, FilledTogether):
        return False
    names = extract.column_names
    return names.index(relation.column) > names.index(relation.other)
