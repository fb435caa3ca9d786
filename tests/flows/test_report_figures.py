"""The sample quarter, end to end: every figure in Word is the figure of the store.

And what is delivered with it: the briefing, the workbook of figures, the manifest, the
committee's own commentary; and what `icpc verify` says of documents altered by hand.

The figures are taken from the unprotected export and put into words here, apart from
the code that writes the report: one decimal, half up; "n of N" for a percentage on
fewer than ten; a small number about children not shown.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document

from report_templates.cse import CSE
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
    write_commentary(home)
    now = "2026-10-14T07:00"
    run = typed("run", Q2, "--direct", "--home", home.root, "--now", now)
    assert run.code == 0, run.err
    return home


def write_commentary(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("About", "Author", "Text"),
        ("A07", "Chair of the VYP Group", "Two referrals came from a new service."),
        ("risks", "Service manager", "Speak to Mary Smith, born 3 May 2011."),
    ):
        sheet.append(row)
    book.save(home.commentary / f"commentary_{Q2}.xlsx")


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
    titles |= {f"{i.id} {CSE.short(i)}": i.id for i in CATALOGUE}
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


# --- What is delivered ------------------------------------------------------------


def test_documents_figures_and_manifest_lie_together(home: Home) -> None:
    folder = home.documents / Q2
    names = sorted(file.name for file in folder.iterdir())
    assert names == [
        f"icpc-chief-officers-briefing_{Q2}_v1.0.docx",
        f"icpc-quarterly-report_{Q2}_v1.0.docx",
        f"icpc-released-figures_{Q2}_v1.0.xlsx",
        "manifest.json",
    ]
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert told["made_from"]["commentary"]
    listed = {each["name"]: each["sha256"] for each in told["documents"]}
    assert sorted(listed) == names[:3]
    for name, sha256 in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256


def test_the_workbook_holds_the_released_totals(
    home: Home, totals: dict[str, dict[str, str]]
) -> None:
    [file] = (home.documents / Q2).glob("*.xlsx")
    sheet = openpyxl.load_workbook(file)["Totals"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [at] = [place for place, row in enumerate(rows) if row[0] == "Indicator"]
    shown = {row[0]: str(row[5]) for row in rows[at + 1 :]}
    assert set(shown) == set(totals)
    for indicator in CATALOGUE:
        expected = in_words(indicator, totals[indicator.id])
        if expected[0].isdigit():
            assert shown[indicator.id].startswith(expected)
        else:
            assert not re.search(r"\d", shown[indicator.id])


def test_the_committee_s_words_are_printed_and_an_identifier_is_not(
    report: Document,
) -> None:
    said = "\n".join(paragraph.text for paragraph in report.paragraphs)
    chair = "Comment on A07 by Chair of the VYP Group: Two referrals came from a new"
    assert chair in said
    assert "by Service manager: not printed, as it may hold" in said
    assert "Mary" not in said


# --- Verified ---------------------------------------------------------------------


def documents_of(home: Home) -> list[Path]:
    return sorted((home.documents / Q2).glob("*.docx"))


def test_a_document_as_it_was_made_is_verified(home: Home) -> None:
    for file in documents_of(home):
        ended = typed("verify", file, "--home", home.root)
        assert ended.code == 0, ended.out
        assert "byte for byte, one that this home made" in ended.out
    told = json.loads(
        typed("verify", documents_of(home)[1], "--json", "--home", home.root).out
    )
    assert len(told["verdicts"]) > 500
    assert told["ok"]


Alter = Callable[[str], str]


def digit_in(pattern: str) -> Alter:
    """Another digit for the first one of the first match."""

    def alter(text: str) -> str:
        match = re.search(pattern, text, re.DOTALL)
        assert match, pattern
        at = match.start(1)
        other = str((int(text[at]) + 1) % 10)
        return text[:at] + other + text[at + 1 :]

    return alter


FIGURE = r'w:name="_Fig\d+"/>\s*<w:r>\s*<w:t[^>]*>(\d)'
ALTERED = {
    "a figure in the text": digit_in(FIGURE),
    "a figure in a table": digit_in(rf"<w:tbl>.*?{FIGURE}"),
    "a figure in an alternative text": digit_in(r'descr="Line chart[^"]*?: (\d)'),
    "a date": digit_in(r">[^<]*?by (\d)\d? January"),
    "a caption": digit_in(r"(\d) of \d agencies sent everything"),
    "a number among words": digit_in(r"counts about children from 1 to (\d)"),
}


@pytest.mark.parametrize("where", ALTERED)
def test_a_digit_altered_by_hand_is_told(
    where: str, home: Home, tmp_path: Path
) -> None:
    source = next(f for f in documents_of(home) if "quarterly-report" in f.name)
    altered = tmp_path / source.name
    with (
        zipfile.ZipFile(source) as package,
        zipfile.ZipFile(altered, "w") as changed,
    ):
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                content = ALTERED[where](content.decode()).encode()
            changed.writestr(name, content)
    ended = typed("verify", altered, "--home", home.root)
    assert ended.code == 1
    assert "WRONG" in ended.out


def test_another_picture_is_told(home: Home, tmp_path: Path) -> None:
    source = next(f for f in documents_of(home) if "briefing" in f.name)
    altered = tmp_path / source.name
    with (
        zipfile.ZipFile(source) as package,
        zipfile.ZipFile(altered, "w") as changed,
    ):
        for name in package.namelist():
            content = package.read(name)
            changed.writestr(name, content + b"x" * name.endswith("image1.png"))
    assert typed("verify", altered, "--home", home.root).code == 1


def test_what_is_no_document_of_ours_can_t_be_verified(
    home: Home, tmp_path: Path
) -> None:
    stranger = tmp_path / "other.docx"
    content = io.BytesIO()
    docx.Document().save(content)
    stranger.write_bytes(content.getvalue())
    for file, words in (
        (stranger, "does not say where its figures come from"),
        (home.settings, "no Word document"),
        (tmp_path / "none.docx", "can't be read"),
    ):
        ended = typed("verify", file, "--home", home.root)
        assert ended.code == 2
        assert words in ended.err
