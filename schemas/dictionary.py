"""The data dictionary: every extract and column in words, from the declarations.

`python -m schemas.dictionary` prints it; docs/data-dictionary.md keeps it, and a test
holds the two together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from schemas.extract import Column, Extract
from schemas.extracts import EXTRACTS
from schemas.rules import RULES
from schemas.vocabulary import Agency

_HEADER = """# Data dictionary

What each agency sends, and what is checked. Made from the declarations in
`schemas/extracts/` and `schemas/rules.py` by `python -m schemas.dictionary`; change
them, not this page.
"""


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    parts = [_HEADER]
    parts.extend("\n".join(_extract(extract)) for extract in EXTRACTS)
    parts.append("\n".join(_rules()))
    return "\n".join(parts)


def _extract(extract: Extract) -> Iterator[str]:
    senders = ", ".join(Agency(agency).title for agency in extract.agencies)
    yield f"## {extract.name}: {extract.title}\n"
    yield f"One row is {extract.row}. Sent by: {senders}.\n"
    yield f"- Key: {', '.join(extract.key)}"
    yield f"- Dated by: {extract.dated_by or 'the quarter of the file'}"
    if extract.or_dated_by:
        yield f"- Or by: {extract.or_dated_by}, where that is in the quarter"
    if extract.admits_earlier:
        yield "- A record unsettled when sent is sent again until it is settled"
    if extract.quarters != ("Q1", "Q2", "Q3", "Q4"):
        yield f"- Due for {', '.join(extract.quarters)} only"
    for relation in extract.rules:
        if relation.rule == "filled_together":
            yield f"- Rule: {relation.relation}"
        else:
            yield f"- Rule: {relation.column} {relation.relation} {relation.other}"
    yield "\n| column | meaning | values | unit |\n| --- | --- | --- | --- |"
    yield from (_row(column, extract) for column in extract.columns)
    yield ""


def _row(column: Column, extract: Extract) -> str:
    values = "; ".join(
        f"{agency}: {column.values_in_words(agency)}" for agency in extract.agencies
    )
    if not column.own_code:
        values = column.values_in_words()
    cells = (f"`{column.name}`", column.description, values, column.unit)
    return "| " + " | ".join(cells) + " |"


def _rules() -> Iterator[str]:
    yield "## Rules\n"
    yield "| rule | level | severity | what it says | what is expected |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in RULES:
        yield (
            f"| `{rule.id}` | {rule.level} | {rule.severity} | {rule.message} | "
            f"{rule.expected} |"
        )
    yield ""


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
