"""All findings of an agency and quarter as a CSV file, one finding a row.

The only place that writes this file. No cell of it is live in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

from report_templates import feedback_words
from schemas.feedback import AgencyAnswer, AnsweredFile

COLUMNS = (
    *("file", "version", "verdict", "sheet", "row", "column"),
    *("rule", "severity", "message", "expected", "what_to_do"),
)
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOTHING = "Nothing was found wrong with this file."


def findings_csv(answer: AgencyAnswer) -> bytes:
    """The list: UTF-8 with a byte-order mark, so that Excel reads it aright.

    A file of which nothing is to be said has one row, without a rule.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for file in (*answer.files, *answer.replaced):
        writer.writerows([_unarmed(cell) for cell in row] for row in _rows(file))
    return text.getvalue().encode("utf-8-sig")


def _rows(file: AnsweredFile) -> Iterator[tuple[str, ...]]:
    about = (file.name, str(file.version or ""), file.verdict.value)
    if file.difference is not None:
        said = feedback_words.what_changed(file.difference)
        yield (*about, "", "", "", "difference", "note", said, "", "")
    if not file.issues:
        yield (*about, "", "", "", "", "", _NOTHING, "", "")
    for issue in file.issues:
        yield (
            *about,
            issue.sheet,
            "" if issue.row is None else str(issue.row),
            issue.column or "",
            issue.rule,
            issue.severity.value,
            issue.message,
            issue.expected,
            feedback_words.to_do(issue),
        )


def _unarmed(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, wide signs of the East included."""
    first = unicodedata.normalize("NFKC", cell[:1])
    return f"'{cell}" if first in _LIVE else cell
