"""The data dictionary: every extract, column and rule in words, from the declarations.

`python -m schemas.dictionary` prints it; docs/data-dictionary.md keeps it, and a test
holds the two together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from schemas.applied_rules import rules_of
from schemas.extract import Column, Extract
from schemas.extracts import EXTRACTS
from schemas.rules import RULES
from schemas.specification import (
    allowed_in_words,
    facts_of,
    in_general,
    required_in_words,
    rules_in_words,
    since_in_words,
)

_HEADER = """# Data dictionary

What each agency sends, and what is checked. Made from the declarations in
`schemas/extracts/` and `schemas/rules.py` by `python -m schemas.dictionary`; change
them, not this page. `icpc dictionary` writes the same for the agencies, as a workbook
and as a document.
"""


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    parts = [_HEADER]
    parts.extend("\n".join(_extract(extract)) for extract in EXTRACTS)
    parts.append("\n".join(_rules()))
    return "\n".join(parts)


def _extract(extract: Extract) -> Iterator[str]:
    yield f"## {extract.name}: {extract.title}\n"
    yield from (f"- {name}: {sentence}" for name, sentence in facts_of(extract))
    yield ""
    yield from _head("column", "meaning", "type", "allowed", "required", "rules")
    yield from (_row(_cells(column, extract)) for column in extract.columns)
    yield "\nRules told at columns:\n"
    yield from (
        f"- `{rule.id}`: {', '.join(_columns(columns, extract))}"
        for rule, columns in rules_of(extract)
        if columns
    )
    yield ""


def _columns(columns: tuple[str, ...], extract: Extract) -> tuple[str, ...]:
    return ("every column",) if columns == extract.column_names else columns


def _cells(column: Column, extract: Extract) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        column.description,
        column.kind.value,
        allowed_in_words(column, extract),
        required_in_words(column, extract),
        "; ".join(rules_in_words(column, extract)),
    )


def _rules() -> Iterator[str]:
    yield "## Rules\n"
    yield "Words in square brackets are filled in where the rule is told.\n"
    yield from _head(
        "rule",
        "level",
        "severity",
        "what it says",
        "what is expected",
        "what to do",
        "since",
    )
    for rule in RULES:
        yield _row(
            (
                f"`{rule.id}`",
                rule.level,
                rule.severity,
                in_general(rule.message),
                in_general(rule.expected),
                rule.mend,
                since_in_words(rule),
            )
        )
    yield ""


def _head(*names: str) -> Iterator[str]:
    yield _row(names)
    yield _row("---" for _ in names)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
