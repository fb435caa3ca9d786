"""Every document of a home with gaps, refusals, revisions, comments and few children.

Judged as files on a disk, as whoever receives them would: by the checklist, the schema,
PDF/UA, the store, and the number of pages.
"""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openxml_audit
import pypdf
import pytest

from tests.flows.commands_typed import typed
from tests.flows.hard_home import FIRST, LAST, LONGER, MIDDLE, make_hard_home
from tests.report_templates.accessibility import findings
from tests.report_templates.accessibility.printing import (
    MOST_OF_BODY,
    faults_of_pdf,
    pages_of_body,
    printed_as_pdf,
)
from transforms.home import Home

pytestmark = pytest.mark.real

MARKING = "OFFICIAL-SENSITIVE"
OF_HARDNESS = 2
"""Pages that long comments, roles and titles may add, and a page left half empty."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_hard_home(tmp_path_factory.mktemp("hard") / "home")


@pytest.fixture(scope="module")
def documents(home: Home) -> list[Path]:
    return sorted(home.documents.rglob("*.docx"))


@pytest.fixture(scope="module")
def letters(home: Home) -> list[Path]:
    return sorted(home.drops.rglob("*.docx"))


@pytest.fixture(scope="module")
def printed(
    documents: list[Path], letters: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, pypdf.PdfReader]:
    files = [*documents, *letters]
    pdfs = printed_as_pdf(files, tmp_path_factory.mktemp("pdf"))
    return dict(zip((file.stem for file in files), pdfs, strict=True))


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag[-2:] == "}t")
        for paragraph in document.element.body.iter()
        if paragraph.tag.endswith("}p")
    )


def one(home: Home, kind: str, period: object, version: str = "1.0") -> str:
    [path] = home.documents.glob(f"{period}/icpc-{kind}_{period}_v{version}.docx")
    return text_of(path)


def test_each_period_has_its_documents_and_the_revised_their_second_version(
    home: Home, documents: list[Path], letters: list[Path]
) -> None:
    names = {path.stem for path in documents}
    for quarter in (FIRST, MIDDLE, LAST):
        assert f"icpc-quarterly-report_{quarter}_v1.0" in names
        assert f"icpc-chief-officers-briefing_{quarter}_v1.0" in names
    half, year = LONGER
    assert {
        f"icpc-quarterly-report_{MIDDLE}_v1.1",
        f"icpc-chief-officers-briefing_{MIDDLE}_v1.1",
        f"icpc-six-monthly-review_{half}_v1.1",
        f"icpc-annual-review_{year}_v1.1",
    } < names
    assert len(letters) == 18


def test_no_document_breaks_a_rule_or_the_schema(
    documents: list[Path], letters: list[Path]
) -> None:
    broken = {}
    for path in (*documents, *letters):
        found = [*findings(path.read_bytes(), MARKING)]
        result = openxml_audit.OpenXmlValidator().validate(str(path))
        said = [*found, *(error.description for error in result.errors)]
        if said:
            broken[path.name] = said
    assert broken == {}


def test_every_figure_is_as_released(home: Home, documents: list[Path]) -> None:
    for path in documents:
        ended = typed("verify", path, "--home", home.root)
        assert ended.code == 0, ended.out


def test_each_prints_as_a_tagged_pdf_with_every_page_numbered(
    printed: dict[str, pypdf.PdfReader],
) -> None:
    assert {n: f for n, pdf in printed.items() if (f := [*faults_of_pdf(pdf)])} == {}


def test_each_has_as_many_pages_as_its_readers_have_time_for(
    printed: dict[str, pypdf.PdfReader],
) -> None:
    for name, pdf in printed.items():
        if "briefing" in name:
            assert len(pdf.pages) == 2, name
        elif "six-monthly" in name:
            assert 4 <= len(pdf.pages) <= 6, name
        elif "annual" in name:
            assert 20 <= len(pdf.pages) <= 30, name
        elif "quarterly" in name:
            assert 8 <= pages_of_body(pdf) <= MOST_OF_BODY + OF_HARDNESS, name
        else:
            assert len(pdf.pages) <= 2, name


def test_what_is_not_known_is_not_said(home: Home) -> None:
    briefing = one(home, "chief-officers-briefing", FIRST)
    assert "No action of the plan is overdue" not in briefing
    assert "Not known: the action plan was not received" in briefing
    assert "none can be judged for change yet" in briefing
    report = one(home, "quarterly-report", FIRST)
    assert "complete yet" not in report
    assert "before: " not in report


def test_nothing_is_asked_by_a_day_that_is_over(home: Home) -> None:
    later = one(home, "quarterly-report", MIDDLE, "1.1")
    assert "What changed in version 1.1" in later
    asked = later[later.index("Recommendations") : later.index("The quarter in brief")]
    assert "by 20 October 2026" in asked
    assert "by 20 July 2026" not in asked


def test_what_an_agency_never_sent_is_said_of_it(home: Home) -> None:
    report = one(home, "quarterly-report", LAST)
    assert "5 from Barnardo's" in report
    assert "Rejected: 1 (Education: Staff and their CSE awareness training)" in report


def test_sentences_agree_in_number(documents: list[Path]) -> None:
    wrong = re.compile(
        r"\b1 (?:actions|extracts|figures|totals|agencies are|quarters are|children)\b"
        r"|\b1 of \d+ actions are\b|\b(?:[2-9]|\d\d+) [a-z]+ is overdue\b"
        r"|\bnan\b|\(\)|  "
    )
    for path in documents:
        found = wrong.search(text_of(path))
        assert found is None, (path.name, found and found[0])


def test_a_comment_stands_once(home: Home) -> None:
    half, _ = LONGER
    assert one(home, "six-monthly-review", half).count("Comment on A07 by") == 1
