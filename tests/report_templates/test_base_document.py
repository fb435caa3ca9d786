"""The base document is ours: its look, its page, its marking, and no leftovers."""

from __future__ import annotations

import zipfile
from itertools import chain
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from report_templates import base_document
from report_templates.base_document import BASE_DOCUMENT, STYLES, TABLE_STYLE, build

BODY, TABLE, MARGIN_TEXT = Pt(12), Pt(11), Pt(10)
"""The least sizes promised: body; tables, captions; header and footer."""
ENHANCED_CONTRAST = 7


@pytest.fixture(scope="module")
def base() -> Document:
    return docx.Document(str(BASE_DOCUMENT))


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return parts_of(BASE_DOCUMENT)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def part(parts: dict[str, bytes], name: str) -> BaseOxmlElement:
    return parse_xml(parts[name])


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_what_is_committed_is_what_the_script_builds(
    tmp_path: Path, parts: dict[str, bytes]
) -> None:
    build(tmp_path / "built.docx")
    assert parts_of(tmp_path / "built.docx") == parts, "run base_document again"


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.docx", tmp_path / "second.docx"
    build(first)
    build(second)
    assert first.read_bytes() == second.read_bytes()


def test_the_package_holds_these_parts_and_no_leftover(parts: dict[str, bytes]) -> None:
    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]


def test_every_part_has_a_type_and_every_relationship_a_part(
    parts: dict[str, bytes],
) -> None:
    types = part(parts, "[Content_Types].xml")
    named = {each.get("PartName") for each in types if each.get("PartName")}
    written = {f"/{name}" for name in parts if not name.endswith((".rels", "s].xml"))}
    assert named == written
    related = set()
    for folder, rels in (
        ("", "_rels/.rels"),
        ("word/", "word/_rels/document.xml.rels"),
    ):
        for each in part(parts, rels):
            assert each.get("TargetMode") is None
            related.add(f"/{folder}{each.get('Target')}")
    assert related == written


@pytest.mark.parametrize(
    "leftover",
    [
        b"python-docx",
        b"en-US",
        b"Cambria",
        b"Calibri",
        b"MS Mincho",
        b"12240",
        b"stylesWithEffects",
        b"updateFields",
        b"w:dirty",
        b"w:rsid",
        b"lsdException",
        b"customXml",
        b"w:vanish",
        b"attachedTemplate",
        b"TargetMode",
        b"{{",
        b"{%",
        b"w:ins ",
        b"w:del ",
        b"w:comment",
        b"w:caps",
    ],
)
def test_no_part_holds_a_leftover(parts: dict[str, bytes], leftover: bytes) -> None:
    assert [name for name, content in parts.items() if leftover in content] == []


def test_the_schema_checker_finds_nothing() -> None:
    audit = pytest.importorskip("openxml_audit")
    result = audit.OpenXmlValidator().validate(str(BASE_DOCUMENT))
    assert result.is_valid, result.errors


def test_the_page_is_a4_with_margins_of_25_mm(base: Document) -> None:
    (section,) = base.sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
    for side in ("left", "right", "top", "bottom"):
        margin = getattr(section, f"{side}_margin")
        assert abs(margin - Mm(25)) < Mm(0.1), side


def test_the_body_is_empty(base: Document) -> None:
    assert base.paragraphs == []
    assert base.tables == []


def test_language_and_font_are_the_default_of_every_run(
    parts: dict[str, bytes],
) -> None:
    styles = part(parts, "word/styles.xml")
    (defaults,) = styles.findall(qn("w:docDefaults"))
    (language,) = defaults.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"
    (settings_language,) = part(parts, "word/settings.xml").iter(qn("w:themeFontLang"))
    assert settings_language.get(qn("w:val")) == "en-GB"
    assert len(list(styles.iter(qn("w:lang")))) == 1
    everywhere = chain(
        styles.iter(qn("w:rFonts")),
        part(parts, "word/numbering.xml").iter(qn("w:rFonts")),
    )
    assert {name for fonts in everywhere for name in fonts.attrib.values()} == {"Arial"}


def test_word_opens_it_in_its_current_mode(parts: dict[str, bytes]) -> None:
    modes = [
        each.get(qn("w:val"))
        for each in part(parts, "word/settings.xml").iter(qn("w:compatSetting"))
        if each.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_title_and_author_are_the_committee_s(base: Document) -> None:
    assert base.core_properties.author == "The committee"
    assert base.core_properties.title == "Base document of the committee's reports"
    assert base.core_properties.language == "en-GB"


@pytest.mark.parametrize(
    ("name", "size", "bold"),
    [
        ("Normal", 12, False),
        ("Heading 1", 18, True),
        ("Heading 2", 16, True),
        ("Heading 3", 14, True),
        ("Heading 4", 12, True),
        ("Title", 26, True),
        ("Subtitle", 16, False),
        ("Caption", 11, True),
        ("Table Text", 11, False),
        ("Table Number", 11, False),
        ("Table Bullet", 11, False),
        ("Note", 12, False),
        ("Commentary", 12, False),
        ("Picture", 12, False),
        ("Quotation", 12, False),
        ("Quotation Bullet", 12, False),
        ("List Bullet", 12, False),
        ("List Number", 12, False),
        ("Key fact", 14, False),
        ("TOC Heading", 18, True),
        ("toc 1", 12, False),
        ("toc 2", 12, False),
        ("toc 3", 12, False),
        ("Header", 10, False),
        ("Footer", 10, False),
        ("Protective Marking", 10, True),
        ("Cover Detail", 12, False),
    ],
)
def test_a_style_has_its_size_and_weight(
    base: Document, name: str, size: int, bold: bool
) -> None:
    style = base.styles[name]
    assert style.font.size == Pt(size)
    assert bool(style.font.bold) is bold


def test_no_style_is_smaller_than_its_floor() -> None:
    small = {style.name: style.size for style in STYLES if Pt(style.size) < BODY}
    tables = {"caption", "Table Text", "Table Number", "Table Bullet"}
    margins = {"header", "footer", "Protective Marking"}
    assert set(small) == tables | margins
    assert all(Pt(small[name]) >= TABLE for name in tables)
    assert all(Pt(small[name]) >= MARGIN_TEXT for name in margins)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_headings_are_real_and_stay_with_what_follows(
    base: Document, level: int
) -> None:
    style = base.styles[f"Heading {level}"]
    outline = style.element.find(f".//{qn('w:outlineLvl')}")
    assert outline is not None
    assert outline.get(qn("w:val")) == str(level - 1)
    assert style.paragraph_format.keep_with_next
    assert style.paragraph_format.keep_together


def test_a_caption_stays_with_the_table_or_figure_below_it(base: Document) -> None:
    assert base.styles["Caption"].paragraph_format.keep_with_next


def test_every_colour_of_text_stands_out_from_its_ground() -> None:
    assert {style.colour for style in STYLES} == {"", base_document.DARK}
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    for ground in ("FFFFFF", base_document.TINT):
        assert contrast(base_document.DARK, ground) > ENHANCED_CONTRAST


def test_text_is_never_justified_in_capitals_italics_or_hidden(
    parts: dict[str, bytes],
) -> None:
    styles = part(parts, "word/styles.xml")
    sides = {each.get(qn("w:val")) for each in styles.iter(qn("w:jc"))}
    assert sides <= {"center", "right"}
    for tag in ("w:i", "w:caps", "w:smallCaps", "w:vanish"):
        assert list(styles.iter(qn(tag))) == [], tag


def test_the_table_style_has_a_dark_header_row_and_horizontal_rules_only(
    base: Document,
) -> None:
    style = base.styles[TABLE_STYLE].element
    (borders,) = style.iter(qn("w:tblBorders"))
    assert [each.tag for each in borders] == [
        qn("w:top"),
        qn("w:bottom"),
        qn("w:insideH"),
    ]
    (header,) = (
        each
        for each in style.iter(qn("w:tblStylePr"))
        if each.get(qn("w:type")) == "firstRow"
    )
    (fill,) = (each.get(qn("w:fill")) for each in header.iter(qn("w:shd")))
    (colour,) = (each.get(qn("w:val")) for each in header.iter(qn("w:color")))
    assert contrast(fill, colour) > ENHANCED_CONTRAST
    assert len(list(header.iter(qn("w:b")))) == 1
    (padding,) = style.iter(qn("w:tblCellMar"))
    assert all(int(each.get(qn("w:w"))) > 0 for each in padding)


@pytest.mark.parametrize(
    "name", ["List Bullet", "List Number", "Quotation Bullet", "Table Bullet"]
)
def test_a_list_style_bears_a_mark_of_a_list_that_exists(
    base: Document, parts: dict[str, bytes], name: str
) -> None:
    style = base.styles[name]
    (number,) = style.element.iter(qn("w:numId"))
    numbering = part(parts, "word/numbering.xml")
    marked = {
        each.getparent().getparent().get(qn("w:abstractNumId")): each.get(qn("w:val"))
        for each in numbering.iter(qn("w:pStyle"))
    }
    assert marked[number.get(qn("w:val"))] == style.style_id
    instances = {each.get(qn("w:numId")) for each in numbering.iter(qn("w:num"))}
    assert number.get(qn("w:val")) in instances


def test_the_marking_stands_top_and_bottom_of_every_page(base: Document) -> None:
    (section,) = base.sections
    assert not section.different_first_page_header_footer
    assert not base.settings.odd_and_even_pages_header_footer
    for place in (section.header, section.footer):
        marking = place.paragraphs[0]
        assert marking.text == "OFFICIAL-SENSITIVE"
        assert marking.style is not None
        assert marking.style.name == "Protective Marking"
        assert len(marking.runs) == 1, "so that another marking can take its place"


def test_the_footer_numbers_the_pages(base: Document) -> None:
    (section,) = base.sections
    line = section.footer.paragraphs[-1]
    assert line.text == "Page 1 of 1"
    fields = [each.text.strip() for each in line._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_document_made_on_it_is_sound(base: Document, tmp_path: Path) -> None:
    document = docx.Document(str(BASE_DOCUMENT))
    document.add_heading("Summary", 1)
    document.add_paragraph("A point", "List Bullet")
    table = document.add_table(rows=2, cols=2, style=TABLE_STYLE)
    table.rows[0].cells[0].paragraphs[0].style = document.styles["Table Text"]
    document.save(str(tmp_path / "made.docx"))
    made = docx.Document(str(tmp_path / "made.docx"))
    assert [each.style.name for each in made.paragraphs if each.style] == [
        "Heading 1",
        "List Bullet",
    ]
    assert len(made.styles) == len(base.styles)
    assert b"python-docx" not in b"".join(parts_of(tmp_path / "made.docx").values())
