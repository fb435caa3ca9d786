"""Blocks to Word: structure that a screen reader can follow, and the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from report_templates import word
from report_templates.charts import draw
from report_templates.section import (
    Block,
    BulletList,
    Contents,
    Facts,
    Figure,
    Heading,
    LineChart,
    Look,
    NumberedList,
    Paragraph,
    Picture,
    Point,
    Quoted,
    Table,
    Turn,
)
from schemas.period import LONDON

PROPERTIES = word.Properties(
    title="A report",
    subject="July to September 2026",
    author="A committee",
    marking="OFFICIAL",
    version="1.1",
    released_at=dt.datetime(2026, 10, 20, 7, 0, tzinfo=LONDON),
)
TABLE = Table(
    caption="Things",
    header=("Thing", "Number"),
    rows=(("Apples & pears", "3"), ("Plums <ripe>", "[c]")),
    widths_mm=(100, 60),
    alt="One row a thing.",
    numbers_from=1,
)


def written(*blocks: Block) -> bytes:
    return word.write(blocks, PROPERTIES)


def opened(*blocks: Block) -> Document:
    return docx.Document(io.BytesIO(written(*blocks)))


def looks(document: Document) -> Sequence[tuple[str, str]]:
    return [(p.style.name if p.style else "", p.text) for p in document.paragraphs]


def test_each_block_has_its_style_of_the_base_document() -> None:
    document = opened(
        Paragraph("Made up", Look.KEY_FACT),
        Heading("First", 1),
        Paragraph("words", lead="Lead"),
        Facts((("By when", "soon."), ("Status", "complete"))),
        Quoted("“List:", ("one", "two"), "end”"),
        BulletList((("Lead", "item"), ("", "plain"))),
        NumberedList((("Direct", "this"),)),
        Paragraph("theirs", Look.COMMENTARY),
    )
    assert looks(document) == [
        ("Key fact", "Made up"),
        ("Heading 1", "First"),
        ("Normal", "Lead: words"),
        ("Normal", "By when: soon. Status: complete. "),
        ("Quotation", "“List:"),
        ("Quotation Bullet", "one"),
        ("Quotation Bullet", "two"),
        ("Quotation", "end”"),
        ("List Bullet", "Lead: item"),
        ("List Bullet", "plain"),
        ("List Number", "Direct: this"),
        ("Commentary", "theirs"),
    ]


def test_a_table_has_a_repeated_header_whole_rows_and_a_description() -> None:
    (table,) = opened(TABLE).tables
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["Thing", "Number"],
        ["Apples & pears", "3"],
        ["Plums <ripe>", "[c]"],
    ]
    properties = [row._tr.trPr for row in table.rows]
    assert all(p.find(qn("w:cantSplit")) is not None for p in properties)
    headers = [p.find(qn("w:tblHeader")) is not None for p in properties]
    assert headers == [True, False, False]
    described = {
        name: table._tbl.tblPr.find(qn(f"w:{name}")).get(qn("w:val"))
        for name in ("tblCaption", "tblDescription")
    }
    assert described == {"tblCaption": "Things", "tblDescription": "One row a thing."}
    assert table.style is not None
    assert table.style.name == "Committee Table"


def test_captions_carry_a_counting_field_with_its_number_filled_in() -> None:
    document = opened(TABLE, TABLE)
    captions = [p for p in document.paragraphs if p.style and p.style.name == "Caption"]
    assert [p.text for p in captions] == ["Table 1: Things", "Table 2: Things"]
    for caption in captions:
        assert "SEQ Table" in caption._p.xml
    assert "dirty" not in document.element.xml


def test_the_contents_list_is_a_field_filled_with_links_to_the_headings() -> None:
    document = opened(
        Contents("Contents", 2),
        Heading("One", 1),
        Heading("Two", 2),
        Heading("Three", 3),
    )
    body = document.element.body
    entries = [text for style, text in looks(document) if style.startswith("toc")]
    assert entries == ["One", "Two"]
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert links < marks
    kinds = [m.get(qn("w:fldCharType")) for m in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert "updateFields" not in document.settings.element.xml


def test_a_picture_lies_in_line_with_its_caption_above_and_words_for_it() -> None:
    chart = LineChart((Point("2026-27-Q2", 5, "5"),))
    picture = Picture(chart, "Line chart: 5")
    drawn = replace(picture, png=draw([picture])[0])
    document = opened(Figure("It is 5", (drawn,)))
    (shape,) = document.inline_shapes
    assert (shape.width.mm, shape.height.mm) == (160, 80)
    assert shape._inline.docPr.get("descr") == "Line chart: 5"
    assert document.paragraphs[0].text == "Figure 1: It is 5"


def test_pages_lie_between_two_turns_and_keep_header_and_footer() -> None:
    document = opened(
        Paragraph("stands"),
        Turn(landscape=True),
        TABLE,
        Paragraph("lies"),
        Turn(landscape=False),
        Paragraph("stands again"),
    )
    sizes = [(s.page_width.mm, s.page_height.mm) for s in document.sections]
    assert [(round(w), round(h)) for w, h in sizes] == [
        (210, 297),
        (297, 210),
        (210, 297),
    ]
    for section in document.sections:
        assert section.header.paragraphs[0].text == "OFFICIAL"


def test_a_section_that_would_end_in_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="end in a paragraph"):
        opened(TABLE, Turn(landscape=True))


def test_the_marking_replaces_the_base_document_s_at_head_and_foot() -> None:
    section = opened(Paragraph("words")).sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL"
    assert section.footer.paragraphs[0].text == "OFFICIAL"
    fields = section.footer._element.xml
    assert "NUMPAGES" in fields
    assert " PAGE " in fields


def test_properties_name_title_author_language_and_the_moment_of_release() -> None:
    core = opened(Paragraph("words")).core_properties
    assert (core.title, core.author, core.language) == (
        "A report",
        "A committee",
        "en-GB",
    )
    assert core.version == "1.1"
    assert core.created == core.modified == dt.datetime(2026, 10, 20, 6, tzinfo=dt.UTC)


def test_the_same_blocks_are_the_same_bytes_packed_at_a_fixed_time() -> None:
    one = written(Heading("One", 1), TABLE)
    assert one == written(Heading("One", 1), TABLE)
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_characters_that_no_xml_may_hold_are_dropped() -> None:
    document = opened(Paragraph("a\x00b\x0bc & <d> \U0001f600"))
    assert document.paragraphs[0].text == "abc & <d> \U0001f600"


def test_a_row_that_does_not_fit_its_header_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit the header"):
        Table("Things", ("One", "Two"), (("1",),), (80, 80), "Things")


def test_a_base_document_without_a_style_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word, "_styles", lambda _: {})
    with pytest.raises(word.TemplateError, match="no style 'normal'"):
        written(Paragraph("words"))
