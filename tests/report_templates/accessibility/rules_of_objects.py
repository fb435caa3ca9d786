"""Rules of tables and pictures: headed, plain, described, captioned, sharp."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import Image

from tests.report_templates.accessibility.looks import Looks
from tests.report_templates.accessibility.package import (
    DECORATIVE,
    DOCUMENT,
    WP,
    A,
    Element,
    Finding,
    Package,
    R,
    is_on,
    text_of,
    value,
    w,
)
from tests.report_templates.accessibility.rules_of_text import numbers_of_captions

_EMU_AN_INCH, _EMU_A_TWIP = 914_400, 635
_LEAST_DPI, _SHORTEST, _LONGEST = 150, 12, 350
_SMALL_MM = 30
_FILE_NAME = re.compile(r"\.(png|jpe?g|svg|gif|docx?)\b", re.IGNORECASE)
_EMPTY_WORDS = re.compile(r"^(image|picture|graphic|photo) of|^chart \d+$", re.I)


def tables(package: Package) -> Iterator[Finding]:
    looks = Looks(package)
    for table in package.tables:
        name = value(table.find(f"{w('tblPr')}/{w('tblCaption')}")) or "a table"
        rows = [row.findall(w("tc")) for row in table.findall(w("tr"))]
        first = table.find(w("tr"))
        assert first is not None
        if not is_on(first.find(f"{w('trPr')}/{w('tblHeader')}")):
            yield Finding("TBL-HEADER", name)
        heads = [text_of(cell).strip() for cell in rows[0]]
        if not all(heads) or len(set(heads)) != len(heads):
            yield Finding("TBL-EMPTYHDR", f"{name}: {heads}")
        if _is_merged(table) or len({len(row) for row in rows}) != 1:
            yield Finding("TBL-MERGED", name)
        yield from _cells(name, rows)
        if any(
            not is_on(r.find(f"{w('trPr')}/{w('cantSplit')}"))
            for r in table.findall(w("tr"))
        ):
            yield Finding("TBL-SPLIT", name)
        if not value(table.find(f"{w('tblPr')}/{w('tblDescription')}")):
            yield Finding("TBL-DESC", name)
        yield from _captioned(table, "Table", "CAP-TBL", looks)
    for label, times in numbers_of_captions(package).items():
        if times > 1:
            yield Finding("CAP-SEQ", label)


def _is_merged(table: Element) -> bool:
    spans = [int(value(s) or 1) for s in table.iter(w("gridSpan"))]
    inner = [t for t in table.iter(w("tbl")) if t is not table]
    merged = [*table.iter(w("vMerge"), w("hMerge"))]
    return any(span > 1 for span in spans) or bool(inner or merged)


def _cells(name: str, rows: list[list[Element]]) -> Iterator[Finding]:
    texts = [[text_of(cell).strip() for cell in row] for row in rows]
    if any(not any(row) for row in texts) or any(
        not any(column[1:]) for column in zip(*texts, strict=True) if len(texts) > 1
    ):
        yield Finding("TBL-BLANK", name)
    if len(rows) < 2:
        yield Finding("TBL-BLANK", f"{name} has no row")
    if not all(cell for row in texts for cell in row):
        yield Finding("TBL-GAPS", name)
    for row in rows:
        for cell in row:
            shading = cell.find(f"{w('tcPr')}/{w('shd')}")
            if shading is not None and not text_of(cell).strip():
                yield Finding("TBL-COLOUR", name)


def _captioned(
    element: Element, kind: str, rule: str, looks: Looks
) -> Iterator[Finding]:
    beside = [element.getprevious(), element.getnext()]
    captions = [
        b
        for b in beside
        if b is not None and b.tag == w("p") and looks.name(b) == "caption"
    ]
    mine = [c for c in captions if text_of(c).startswith(kind)]
    if not mine:
        yield Finding(rule, text_of(element)[:40])
        return
    fields = [f.text or "" for c in mine for f in c.iter(w("instrText"))]
    if not any("SEQ" in field for field in fields):
        yield Finding("CAP-SEQ", text_of(mine[0]))


def pictures(package: Package) -> Iterator[Finding]:
    looks, seen = Looks(package), set[str]()
    for part, story in package.stories.items():
        for drawing in story.iter(w("drawing")):
            properties = drawing.find(f".//{{{WP}}}docPr")
            assert properties is not None
            said = (properties.get("descr") or "").strip()
            decorative = any(
                d.get("val") == "1"
                for d in properties.iter(f"{{{DECORATIVE}}}decorative")
            )
            if not said and not decorative:
                yield Finding("IMG-ALT", part)
            if said:
                yield from _alt(said, seen)
            yield from _drawn(package, part, drawing)
            if part == DOCUMENT and not _is_small(drawing):
                paragraph = next(drawing.iterancestors(w("p")))
                yield from _captioned(paragraph, "Figure", "CAP-FIG", looks)


def _alt(said: str, seen: set[str]) -> Iterator[Finding]:
    useless = _FILE_NAME.search(said) or _EMPTY_WORDS.search(said)
    if useless or len(said) <= _SHORTEST or said in seen:
        yield Finding("IMG-ALTQ", said)
    if len(said) > _LONGEST:
        yield Finding("IMG-ALTLEN", f"{len(said)}: {said[:60]}")
    seen.add(said)


def _drawn(package: Package, part: str, drawing: Element) -> Iterator[Finding]:
    inline = drawing.find(f"{{{WP}}}inline")
    if inline is None:
        yield Finding("IMG-INLINE", part)
        return
    width, height = _extent(drawing)
    if part == DOCUMENT and width > _column(package, drawing):
        yield Finding("IMG-FIT", part)
    for blip in drawing.iter(f"{{{A}}}blip"):
        relation = package.related(part, blip.get(f"{{{R}}}embed") or "")
        if relation is None or not relation.target.endswith((".png", ".jpeg", ".jpg")):
            yield Finding("IMG-SVG", part)
            continue
        pixels = Image.open(io.BytesIO(package.parts[relation.target])).size
        dots = min(pixels[0] * _EMU_AN_INCH / width, pixels[1] * _EMU_AN_INCH / height)
        if dots < _LEAST_DPI:
            yield Finding("IMG-DPI", f"{dots:.0f}")


def _extent(drawing: Element) -> tuple[int, int]:
    extent = drawing.find(f".//{{{WP}}}extent")
    assert extent is not None
    return int(extent.get("cx", "0")), int(extent.get("cy", "0"))


def _is_small(drawing: Element) -> bool:
    return max(_extent(drawing)) < _SMALL_MM * _EMU_AN_INCH / 25.4


def _column(package: Package, drawing: Element) -> int:
    """Width of the text on the pages that a drawing stands on."""
    top = drawing
    while top.getparent() is not package.body:
        top = top.getparent()
    section = top.find(f".//{w('sectPr')}") if top is not None else None
    while section is None:
        top = top.getnext()
        section = top if top.tag == w("sectPr") else top.find(f".//{w('sectPr')}")
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    sides = int(value(margins, "left") or 0) + int(value(margins, "right") or 0)
    return (int(value(size, "w") or 0) - sides) * _EMU_A_TWIP
