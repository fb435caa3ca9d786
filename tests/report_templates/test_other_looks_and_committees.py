"""The base document restyled, another palette and mark; another committee's subject."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.shared import Pt, RGBColor

from report_templates import word
from report_templates.appearance import Appearance
from report_templates.base_document import BASE_DOCUMENT
from report_templates.charts import draw
from report_templates.cse import CSE
from report_templates.documents import DOCUMENTS, Document, make, named
from report_templates.section import LineChart, Picture, Point
from report_templates.seen import Seen
from schemas.period import Period
from tests.report_templates.accessibility import findings
from tests.report_templates.other_committee import ICE, ice_report
from tests.report_templates.test_documents import PERIODS, seen_by

PURPLE = RGBColor(0x4B, 0x1D, 0x6B)


@pytest.fixture(scope="module")
def restyled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base document, opened and restyled as a person would in Word."""
    base = docx.Document(str(BASE_DOCUMENT))
    heading = base.styles["Heading 1"]
    heading.font.color.rgb = PURPLE
    heading.font.size = Pt(20)
    base.styles["Normal"].font.name = "Verdana"
    base.sections[0].header.add_paragraph("Together for children").style = "header"
    path = tmp_path_factory.mktemp("look") / "ours.docx"
    base.save(str(path))
    return path


def opened(content: bytes) -> Word:
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_every_document_follows_the_restyled_base(
    document: Document, restyled: Path
) -> None:
    made = opened(make(document, seen_by(document), Appearance(base=restyled)))
    heading = made.styles["Heading 1"]
    assert heading.font.color.rgb == PURPLE
    assert heading.font.size == Pt(20)
    first = next(p for p in made.paragraphs if p.style and p.style.name == "Heading 1")
    assert all(run.font.color.rgb is None for run in first.runs)
    assert all(run.font.size is None for run in first.runs)
    for section in made.sections:
        texts = [paragraph.text for paragraph in section.header.paragraphs]
        assert texts == ["OFFICIAL-SENSITIVE", "Together for children"]


def test_the_mark_stands_before_the_title_small_and_with_words() -> None:
    chart = LineChart((Point("2026-27-Q2", 5, "5"),))
    logo = draw([Picture(chart, "", width_mm=100)])[0]
    look = Appearance(logo=logo, logo_alt="Mark of the committee: three hills")
    document = named("chief-officers-briefing")
    content = make(document, seen_by(document), look)
    shape = opened(content).inline_shapes[0]
    assert shape.height.mm == 16
    assert shape._inline.docPr.get("descr") == "Mark of the committee: three hills"
    assert findings(content, "OFFICIAL-SENSITIVE") == []


def test_a_base_document_that_lacks_a_style_is_told_by_name(tmp_path: Path) -> None:
    base = docx.Document(str(BASE_DOCUMENT))
    base.styles["Note"].delete()
    path = tmp_path / "ours.docx"
    base.save(str(path))
    with pytest.raises(word.TemplateError, match="no style “note”"):
        word.check_base(path)
    word.check_base(BASE_DOCUMENT)
    path.write_text("no document", "utf-8")
    with pytest.raises(word.TemplateError, match="can't be opened"):
        word.check_base(path)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_another_committee_s_documents_say_nothing_of_this_one(
    document: Document,
) -> None:
    seen = Seen(ice_report(PERIODS[document.name]), ICE)
    content = make(document, seen)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = b"".join(package.read(n) for n in package.namelist()).decode("latin-1")
    for stranger in ("Inverclyde", "ICPC", "VYP", "Barnardo", "exploitation"):
        assert not re.search(rf"\b{stranger}", parts), stranger
    said = "\n".join(paragraph.text for paragraph in opened(content).paragraphs)
    assert "Shetland Ice Committee" in said or "SIC" in said
    assert findings(content, "OFFICIAL") == []
    assert document.file_name(seen).startswith("shetland-")


def test_this_committee_s_subject_is_whole() -> None:
    ids = {indicator.id for indicator in CSE.catalogue}
    named_ids = {
        *(i for _, chosen in CSE.summary for i in chosen),
        *CSE.briefing,
        *CSE.briefing_charts,
        *CSE.reconciliations,
        *(i for part in CSE.review.parts for i in part.indicators),
    }
    assert named_ids <= ids
    prefixes = {prefix for group in CSE.groups for prefix in group.prefixes}
    actions = {action.id for action in CSE.actions}
    assert {each.action for each in CSE.catalogue} == actions | prefixes
    assert len(CSE.outcomes) == len(CSE.priorities)
    assert Period.parse("2026-27-H1").code == PERIODS["six-monthly-review"].code
