"""The sample quarter, end to end: every figure in Word is the figure of the store.

The figures are taken from the unprotected export and put into words here, apart from
the code that writes the report: one decimal, half up; "n of N" for a percentage on
fewer than ten; a small number about children not shown.
"""

from __future__ import annotations

import csv
import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.flows.commands_typed import typed
from transforms.home import Home
from transforms.indicator import About, Indicator, Median
from transforms.indicators import CATALOGUE

DATA = Path(__file__).parents[2] / "data"
Q2 = "2026-27-Q2"
FEW = 10
THRESHOLD = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("sample") / "home")
    assert typed("init", home.root).code == 0
    for agency in (DATA / "samples").iterdir():
        if agency.is_dir():
            shutil.copytree(agency, home.drops / agency.name, dirs_exist_ok=True)
    for table in ("population.csv", "schools.csv"):
        shutil.copy(DATA / "reference" / table, home.reference / table)
    now = "2026-10-14T07:00"
    run = typed("run", Q2, "--direct", "--home", home.root, "--now", now)
    assert run.code == 0, run.err
    return home


@pytest.fixture(scope="module")
def report(home: Home) -> Document:
    [file] = (home.documents / Q2).glob("*quarterly-report*.docx")
    return docx.Document(str(file))


@pytest.fixture(scope="module")
def totals(home: Home) -> dict[str, dict[str, str]]:
    out = home.root / "figures.csv"
    ended = typed("export", Q2, "--unprotected", "--out", out, "--home", home.root)
    assert ended.code == 0, ended.err
    with out.open(encoding="utf-8") as stream:
        return {r["indicator"]: r for r in csv.DictReader(stream) if not r["breakdown"]}


def printed(report: Document) -> dict[str, list[str]]:
    """Indicator to what the report prints of this quarter, wherever it does."""
    titles = {f"{i.id} {i.title}": i.id for i in CATALOGUE}
    found: dict[str, list[str]] = {}
    for table in report.tables:
        header, *rows = ([cell.text for cell in row.cells] for row in table.rows)
        if header[:2] == ["Indicator", "Jul–Sep 2026"]:  # noqa: RUF001 - as printed
            for title, figure, *_ in rows:
                found.setdefault(titles[title], []).append(figure)
    return found


def is_small(indicator: Indicator, row: dict[str, str]) -> bool:
    numbers = [int(row[name]) for name in ("numerator", "denominator") if row[name]]
    if isinstance(indicator.measure, Median):
        return 0 < numbers[0] < THRESHOLD
    complement = [numbers[1] - numbers[0]] if len(numbers) == 2 else []
    return any(0 < n < THRESHOLD for n in [numbers[0], *complement])


def in_words(indicator: Indicator, row: dict[str, str]) -> str:
    """How the figure has to begin in the report."""
    if row["status"] != "ok":
        return {"not_due": "not due", "not_received": "not received"}.get(
            row["status"], "not applicable"
        )
    if indicator.about is About.CHILDREN and is_small(indicator, row):
        return "not shown [c]"
    percent = indicator.unit.value == "percent"
    if percent and int(row["denominator"]) < FEW:
        return f"{row['numerator']} of {row['denominator']}"
    if indicator.unit.value == "count":
        return f"{Decimal(row['value']):,.0f}"
    tenth = Decimal(row["value"]).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tenth:,}{'%' if percent else ''}"


def test_every_indicator_is_printed_as_the_store_has_it(
    report: Document, totals: dict[str, dict[str, str]]
) -> None:
    found = printed(report)
    assert set(found) == {indicator.id for indicator in CATALOGUE}
    wrong = {
        (indicator.id, figure, expected)
        for indicator in CATALOGUE
        for expected in [in_words(indicator, totals[indicator.id])]
        for figure in found[indicator.id]
        if not figure.startswith(expected)
    }
    assert wrong == set()


def test_the_report_has_every_action_a_chart_for_each_and_no_placeholder(
    report: Document,
) -> None:
    headings = [
        paragraph.text
        for paragraph in report.paragraphs
        if (paragraph.style is not None)
        and (paragraph.style.name or "").startswith("Heading")
    ]
    actions = [f"A{number:02}" for number in range(1, 27)]
    assert [h[:3] for h in headings if h[:3] in actions] == actions
    assert len(report.inline_shapes) >= len(actions)
    words = {word for paragraph in report.paragraphs for word in paragraph.text.split()}
    assert not words & {"{{", "{%", "nan", "None", "<NA>", "NaT"}
