"""Tables of the specification, as its workbook, its document and the templates show it.

Rows are words alone; how they look is for each of the three.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from report_templates.code_titles import agency_title, category_title
from schemas.applied_rules import rules_of
from schemas.dictionary import data_dictionary
from schemas.example import example_row
from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.period import Period
from schemas.rules import RULES, Rule
from schemas.specification import (
    EVERY_QUARTER,
    allowed_in_words,
    consequence_in_words,
    in_general,
    required_in_words,
    rules_in_words,
    since_in_words,
)

TITLE = "Extracts for the quarterly assurance report: specification"
COLUMNS_HEADER = (
    "Column",
    "Meaning",
    "Type",
    "Allowed",
    "Required",
    "Rule",
    "Example",
)
RULES_HEADER = (
    "Rule",
    "What it says",
    "What is expected",
    "What to do",
    "Looks at",
    "Consequence",
    "Since",
)
EXTRACTS_HEADER = ("Extract", "Title", "Sent by", "Due", "One row is")
CODES_HEADER = ("Columns", "Code", "In words")
TOLD_AT_HEADER = ("Rule", "Told at")
BRACKETS = "Words in square brackets are filled in where the rule is told."
_LETTERS = 8


def edition() -> str:
    """Letters and digits that are the same exactly where the specification is."""
    return hashlib.sha256(data_dictionary().encode()).hexdigest()[:_LETTERS]


def column_rows(
    extract: Extract, quarter: Period, agency: str = ""
) -> Iterator[tuple[str, ...]]:
    """A row for each column of an extract, under `COLUMNS_HEADER`.

    Args:
        extract: the extract.
        quarter: the quarter that its examples lie in.
        agency: for whom; empty for every agency that sends it.
    """
    examples = example_row(extract, agency or extract.agencies[0], quarter)
    for column in extract.columns:
        yield (
            column.name,
            column.description,
            column.kind.value,
            allowed_in_words(column, extract, agency),
            required_in_words(column, extract),
            "; ".join(rules_in_words(column, extract)),
            examples[column.name],
        )


def rule_rows(rules: tuple[Rule, ...] = RULES) -> Iterator[tuple[str, ...]]:
    """A row for each rule, under `RULES_HEADER`."""
    for rule in rules:
        yield (
            rule.id,
            in_general(rule.message),
            in_general(rule.expected),
            rule.mend,
            rule.level.value,
            consequence_in_words(rule),
            since_in_words(rule),
        )


def told_at_rows(extract: Extract) -> Iterator[tuple[str, str]]:
    """A row for each rule that is told at columns, under `TOLD_AT_HEADER`."""
    for rule, columns in rules_of(extract):
        if columns:
            every = columns == extract.column_names
            yield rule.id, "every column" if every else ", ".join(columns)


def extract_rows() -> Iterator[tuple[str, ...]]:
    """A row for each extract, under `EXTRACTS_HEADER`."""
    for extract in EXTRACTS:
        yield (
            extract.name,
            extract.title,
            ", ".join(agency_title(agency) for agency in extract.agencies),
            due_in_words(extract),
            extract.row,
        )


def code_rows() -> Iterator[tuple[str, ...]]:
    """A row for each code of each list, under `CODES_HEADER`; shared lists once."""
    lists: dict[tuple[str, ...], list[str]] = {}
    for column in (column for extract in EXTRACTS for column in extract.columns):
        names = lists.setdefault(column.codes, []) if column.codes else []
        if column.name not in names:
            names.append(column.name)
    for codes, names in lists.items():
        for code in codes:
            yield ", ".join(names), code, category_title(names[0], code)


def due_in_words(extract: Extract) -> str:
    """When an extract is due."""
    if extract.quarters == EVERY_QUARTER:
        return "every quarter"
    return f"{' and '.join(extract.quarters)} only"
