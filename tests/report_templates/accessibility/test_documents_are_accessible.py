"""Every document keeps every rule of the checklist, and every rule can be broken."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openxml_audit
import pypdf
import pytest

from report_templates import word
from report_templates.agency_letter import agency_letter
from report_templates.documents import DOCUMENTS, make, with_pictures
from report_templates.section import (
    Contents,
    Figure,
    Heading,
    LineChart,
    Look,
    NumberedList,
    Paragraph,
    Picture,
    Point,
    Table,
)
from report_templates.specification_document import specification_document
from tests.report_templates.accessibility import findings
from tests.report_templates.accessibility.printing import (
    MOST_OF_BODY,
    faults_of_pdf,
    pages_of_body,
    printed_as_pdf,
)
from tests.report_templates.drawn_answer import drawn_answer
from tests.report_templates.drawn_report import RELEASED_AT
from tests.report_templates.test_documents import seen_by

MARKING = "OFFICIAL-SENSITIVE"
BODY = "word/document.xml"


@cache
def documents() -> dict[str, tuple[bytes, str]]:
    """Every document that is made, with its marking."""
    made = {each.name: (make(each, seen_by(each)), MARKING) for each in DOCUMENTS}
    made["agency-letter"] = (agency_letter(drawn_answer()), MARKING)
    made["specification"] = (specification_document(), "OFFICIAL")
    return made


NAMES = [*(each.name for each in DOCUMENTS), "agency-letter", "specification"]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_breaks_no_rule(name: str) -> None:
    content, marking = documents()[name]
    assert findings(content, marking) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_checker_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(documents()[name][0])
    result = openxml_audit.OpenXmlValidator().validate(str(path))
    assert result.is_valid, [error.description for error in result.errors]


# --- Every rule can be broken -----------------------------------------------------


@cache
def small() -> bytes:
    """A short document with one of everything."""
    table = Table(
        "Two rows",
        ("Lead", "By when", "Standard"),
        (("HSCP", "30 June 2027", "none set"), ("Police", "31 June 2027", "met")),
        (60, 50, 50),
        "One row an action.",
    )
    chart = LineChart((Point("2026-27-Q1", 4, "4"), Point("2026-27-Q2", 5, "5")))
    blocks = (
        Paragraph("A small document", Look.COVER_TITLE),
        Heading("Recommendations", 1),
        Paragraph("The ICPC is asked to:"),
        NumberedList((("Note", "this."),)),
        Contents("Contents", 2),
        *(Heading(f"Part {number}", 2) for number in range(7)),
        Heading("Action tracker", 1),
        table,
        Paragraph("A note.", Look.NOTE),
        Figure("It is 5", (Picture(chart, "Line chart of two quarters: 4, then 5"),)),
    )
    return word.write(
        with_pictures(blocks),
        word.Properties(
            title="A small document",
            subject="July to September 2026",
            author="The committee",
            marking=MARKING,
            version="1.0",
            released_at=RELEASED_AT,
        ),
    )


def test_the_small_document_breaks_no_rule() -> None:
    assert findings(small(), MARKING) == []


Change = Callable[[dict[str, bytes]], None]


def swapped(part: str, old: str, new: str, count: int = 1) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        assert re.search(old, text, re.DOTALL), old
        changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
        parts[part] = changed.encode()

    return change


def added(name: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = b"x"

    return change


def related(attributes: str) -> Change:
    return swapped(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rX" {attributes}/></Relationships>',
    )


_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RUN = r"<w:r><w:t xml:space=\"preserve\">"
BREAKS: list[tuple[str, Change]] = [
    ("PKG-OK", related(f'Type="{_TYPE}/styles" Target="gone.xml"')),
    ("PKG-OK", swapped("[Content_Types].xml", "/word/styles.xml", "/word/gone.xml")),
    ("PKG-OK", swapped(BODY, r'r:embed="rId\d+"', 'r:embed="rId999"')),
    ("SEC-MACRO", added("word/vbaProject.bin")),
    ("SEC-EMBED", added("word/embeddings/book.xlsx")),
    (
        "SEC-EXTERNAL",
        related(f'Type="{_TYPE}/attachedTemplate" Target="x" TargetMode="External"'),
    ),
    ("SEC-EXTERNAL", swapped(BODY, r" SEQ Table", " INCLUDETEXT Table")),
    ("SEC-IMGLINK", swapped(BODY, r"<a:blip r:embed", "<a:blip r:link")),
    ("SEC-HIDDEN", swapped(BODY, _RUN, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>")),
    ("SEC-REVISION", swapped(BODY, "<w:body>", "<w:body><w:ins/>")),
    (
        "SEC-REVISION",
        swapped("word/settings.xml", "<w:zoom", "<w:trackRevisions/><w:zoom"),
    ),
    (
        "FIELD-PROMPT",
        swapped("word/settings.xml", "<w:zoom", '<w:updateFields w:val="1"/><w:zoom'),
    ),
    ("SEC-LEFTOVER", swapped(BODY, r"Recommendations", "{{ title }}")),
    ("SEC-LEFTOVER", swapped(BODY, r">none set<", ">nan<")),
    ("SEC-NONE", swapped(BODY, r">none set<", ">None<")),
    ("META-TITLE", swapped("docProps/core.xml", r"<dc:title>.*?</dc:title>", "")),
    (
        "META-AUTHOR",
        swapped("docProps/core.xml", r"<dc:creator>.*?<", "<dc:creator>python-docx<"),
    ),
    ("META-LANG", swapped("word/styles.xml", 'w:val="en-GB"', 'w:val="en-US"')),
    ("PAGE-A4", swapped(BODY, 'w:w="11906"', 'w:w="12240"')),
    ("COMPAT", swapped("word/settings.xml", 'w:val="15"', 'w:val="14"')),
    ("HEAD-FIRST", swapped(BODY, '"Heading1"', '"Heading2"')),
    ("HEAD-SKIP", swapped(BODY, '"Heading2"', '"Heading4"')),
    ("HEAD-DUP", swapped(BODY, ">Action tracker<", ">Recommendations<", 9)),
    ("HEAD-EMPTY", swapped(BODY, ">Recommendations<", "><", 9)),
    ("HEAD-TITLE", swapped(BODY, '"Title"', '"Normal"')),
    (
        "HEAD-FAKE",
        swapped(
            BODY,
            "The ICPC is asked to:",
            "</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold words",
        ),
    ),
    ("TOC-PRESENT", swapped(BODY, r" TOC \\o", " NOTOC")),
    ("TOC-FRESH", swapped(BODY, ">Recommendations</w:t>", ">Other</w:t>")),
    ("IMG-ALT", swapped(BODY, r' descr="[^"]*"', ' descr=""')),
    ("IMG-ALTQ", swapped(BODY, r' descr="[^"]*"', ' descr="figure1.png of it"')),
    ("IMG-ALTLEN", swapped(BODY, r' descr="', f' descr="{"long " * 80}')),
    ("IMG-INLINE", swapped(BODY, "wp:inline", "wp:anchor", 2)),
    ("IMG-FIT", swapped(BODY, r'<wp:extent cx="\d+"', '<wp:extent cx="9999999"')),
    ("IMG-DPI", swapped(BODY, r'cy="\d+"/><wp:docPr', 'cy="99999999"/><wp:docPr')),
    ("TBL-HEADER", swapped(BODY, "<w:tblHeader/>", "")),
    ("TBL-EMPTYHDR", swapped(BODY, ">By when</w:t>", ">Lead</w:t>")),
    ("TBL-MERGED", swapped(BODY, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>')),
    ("TBL-GAPS", swapped(BODY, ">none set<", "><")),
    (
        "TBL-COLOUR",
        swapped(
            BODY,
            r"(<w:tcPr>)((?:(?!<w:tcPr>).)*?)>none set<",
            r'\1<w:shd w:fill="FF0000"/>\2><',
        ),
    ),
    ("TBL-SPLIT", swapped(BODY, "<w:cantSplit/>", "")),
    ("TBL-DESC", swapped(BODY, r"<w:tblDescription [^>]*/>", "")),
    ("CAP-TBL", swapped(BODY, r">Table </w:t>", ">Tab </w:t>")),
    ("CAP-FIG", swapped(BODY, r">Figure </w:t>", ">Fig </w:t>")),
    ("CAP-SEQ", swapped(BODY, r" SEQ Table", " PAGEREF x")),
    ("FONT-SIZE", swapped(BODY, _RUN, '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>')),
    (
        "FONT-SANS",
        swapped(BODY, _RUN, '<w:r><w:rPr><w:rFonts w:ascii="Cambria"/></w:rPr><w:t>'),
    ),
    (
        "COL-CONTRAST",
        swapped(BODY, _RUN, '<w:r><w:rPr><w:color w:val="AAAAAA"/></w:rPr><w:t>'),
    ),
    (
        "COL-UNSEEN",
        swapped(BODY, _RUN, '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>'),
    ),
    ("TYPO", swapped(BODY, "<w:pPr>", '<w:pPr><w:jc w:val="both"/>')),
    ("TYPO", swapped(BODY, _RUN, "<w:r><w:rPr><w:caps/></w:rPr><w:t>")),
    ("PAGE-NUM", swapped("word/footer1.xml", " PAGE ", " DATE ")),
    ("PAGE-OF", swapped("word/footer1.xml", "NUMPAGES", "SECTION")),
    ("MARK", swapped("word/header1.xml", MARKING, "OFFICIAL")),
    ("LIST-REAL", swapped(BODY, "The ICPC is asked to:", "1. The ICPC is asked to:")),
    ("SPACE", swapped(BODY, "<w:body>", "<w:body><w:p/>")),
    (
        "LINK-TEXT",
        swapped(BODY, r"(<w:hyperlink[^>]*>.*?)>[^<>]+</w:t>", r"\1>here</w:t>"),
    ),
    ("SDT-TITLE", swapped(BODY, "<w:body>", "<w:body><w:sdt><w:sdtPr/></w:sdt>")),
]


@pytest.mark.parametrize(
    ("rule", "change"),
    BREAKS,
    ids=[f"{n} {rule}" for n, (rule, _) in enumerate(BREAKS)],
)
def test_a_rule_that_is_broken_is_told(rule: str, change: Change) -> None:
    content, marking = small(), MARKING
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        for name, body in parts.items():
            package.writestr(name, body)
    assert rule in {finding.rule for finding in findings(broken.getvalue(), marking)}


# --- A second opinion: PDF/UA by LibreOffice --------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pypdf.PdfReader]:
    """Every document as a tagged PDF for accessibility (PDF/UA)."""
    folder = tmp_path_factory.mktemp("pdf")
    files = [folder / f"{name}.docx" for name in NAMES]
    for file in files:
        file.write_bytes(documents()[file.stem][0])
    return dict(zip(NAMES, printed_as_pdf(files, folder), strict=True))


@pytest.mark.real
@pytest.mark.parametrize("name", NAMES)
def test_it_prints_as_a_tagged_pdf_that_names_what_it_is(
    name: str, printed: dict[str, pypdf.PdfReader]
) -> None:
    assert list(faults_of_pdf(printed[name])) == []


@pytest.mark.real
def test_the_briefing_has_two_pages_and_the_report_s_body_few(
    printed: dict[str, pypdf.PdfReader],
) -> None:
    assert len(printed["chief-officers-briefing"].pages) == 2
    assert len(printed["agency-letter"].pages) == 1
    assert 8 <= pages_of_body(printed["quarterly-report"]) <= MOST_OF_BODY
