"""The released figures of a period as a workbook, after the government's good practice.

One table a sheet, headings in one row, shorthand with its key, no merged cells, no
formula, nothing hidden (gptables, Office for National Statistics). It holds what the
documents beside it may show, and no more.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from report_templates import sentences, wording
from report_templates.code_titles import breakdown_title, category_title
from report_templates.seen import Seen
from report_templates.symbols import translation
from report_templates.workbook import NO_DATE
from schemas.period import Period
from schemas.released import ReleasedValue
from transforms.indicator import Indicator

if TYPE_CHECKING:
    import gptables

TITLE = "released figures"
_COLUMNS = (
    "Indicator",
    "Title",
    "Period",
    "Breakdown",
    "Category",
    "Figure",
    "Numerator",
    "Denominator",
    "Unit",
    "Release",
)
_WHOLE = "total"


def figures_workbook(seen: Seen) -> bytes:
    """The workbook's bytes; the same for the same figures."""
    report = seen.report
    subject = f"{seen.subject.title}: {TITLE}"
    content = io.BytesIO()
    with warnings.catch_warnings():
        # Of gptables itself: a file it leaves to be closed, words of a pandas to come,
        # and that there is no sheet of notes (the marks are explained on the cover).
        warnings.simplefilter("ignore")
        book = _filled(content, seen, subject)
    book.set_properties(
        {
            "title": f"{subject}, {report.period.label}",
            "subject": report.period.code,
            "author": report.committee,
            "created": NO_DATE,
            "comments": f"Version {report.version}, {report.edition} edition",
        }
    )
    book.close()
    return content.getvalue()


def _filled(content: io.BytesIO, seen: Seen, subject: str) -> gptables.GPWorkbook:
    import gptables  # noqa: PLC0415 - see above

    report = seen.report
    return gptables.produce_workbook(
        content,
        sheets={
            "Totals": _table(
                "totals",
                f"Totals of {report.period.label}",
                _rows(seen, _totals(seen)),
            ),
            "Breakdowns": _table(
                "breakdowns",
                f"Breakdowns of {report.period.label}",
                _rows(seen, _breakdowns(seen)),
            ),
            "Over_time": _table(
                "over_time",
                "Totals of every quarter shown",
                _rows(seen, _over_time(seen)),
            ),
        },
        cover=gptables.Cover(
            title=f"{subject}, {report.period.label}",
            intro=[
                f"Released by the {report.committee}, {report.area}, "
                f"{wording.date(report.released_at.date())}, version {report.version}, "
                f"{report.edition} edition. Marking: {report.marking}.",
                *(["Synthetic data: made up for demonstration."] * report.synthetic),
            ],
            about=[
                translation(report.symbols)(f"{mark} {words}")
                for mark, words in sentences.KEY
            ],
        ),
        contentsheet_label="Contents",
        workbook_options={"in_memory": True},
    )


def _table(
    name: str, title: str, rows: Iterable[tuple[object, ...]]
) -> gptables.GPTable:
    import gptables  # noqa: PLC0415 - see above

    return gptables.GPTable(
        table=pd.DataFrame(list(rows), columns=list(_COLUMNS)),
        table_name=name,
        title=title,
        subtitles=[],
        instructions="This worksheet contains one table. The marks in square brackets "
        "are explained on the cover.",
        scope="Figures as the documents of the same version may show them.",
        source="Extracts of the agencies, as received and released.",
        index_columns={},
    )


def _totals(seen: Seen) -> Iterator[ReleasedValue]:
    for indicator in seen.subject.catalogue:
        value = seen.report.value(indicator.id)
        if value is not None:
            yield value


def _breakdowns(seen: Seen) -> Iterator[ReleasedValue]:
    for indicator in seen.subject.catalogue:
        for breakdown in indicator.breakdowns:
            yield from seen.report.breakdown(indicator.id, breakdown.name)


def _over_time(seen: Seen) -> Iterator[ReleasedValue]:
    for indicator in seen.subject.catalogue:
        values = seen.report.over_time(indicator.id)
        yield from (value for value in values if value is not None)


def _rows(seen: Seen, values: Iterable[ReleasedValue]) -> Iterator[tuple[object, ...]]:
    indicators = {each.id: each for each in seen.subject.catalogue}
    marks = translation(seen.report.symbols)
    for value in values:
        row = _row(indicators[value.indicator], value)
        yield tuple(marks(each) if isinstance(each, str) else each for each in row)


def _row(indicator: Indicator, value: ReleasedValue) -> tuple[object, ...]:
    figure = wording.in_cell(indicator, value)
    return (
        indicator.id,
        indicator.title,
        _label(value.period),
        breakdown_title(value.breakdown) if value.breakdown else _WHOLE,
        category_title(value.breakdown, value.category) if value.category else _WHOLE,
        figure,
        _number(value, value.numerator),
        _number(value, value.denominator),
        indicator.unit.value,
        value.release,
    )


@cache
def _label(code: str) -> str:
    return Period.parse(code).label


def _number(value: ReleasedValue, number: float | None) -> object:
    """A number of a figure that is shown; else a mark that it has none."""
    if number is None or not wording.is_shown(value):
        return "[c]" if value.hidden else "[z]"
    return int(number) if number == int(number) else number
