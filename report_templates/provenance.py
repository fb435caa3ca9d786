"""Where a document's figures come from, kept inside it, and held against the store.

Every printed figure stands in a bookmark; a part of the package, `customXml/item1.xml`,
names for each the indicator, period, breakdown, category and release, and the form in
which it was put into words. Figures of alternative texts are named by their place in
the text, figures drawn in a chart by their picture. Beside them stand fingerprints of
every paragraph, text of a picture or table, and picture, so that nothing can be altered
by hand without being seen, wherever it stands.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from report_templates.printed import FORMS, Source
from report_templates.symbols import from_words, translation
from schemas.errors import UsageError
from schemas.released import ReleasedValue, Symbols
from transforms.indicator import Indicator

NAMESPACE = "urn:committee-assurance:printed-figures:1"
PART = "/customXml/item1.xml"
BOOKMARK = "_Fig"
_FIELDS = ("form", "period", "release", "indicator", "breakdown", "category")
_DIGITS = 12
_CONTENTS = "toc"
_DESCRIPTION = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
)


class Kind(StrEnum):
    """Where a figure is printed."""

    TEXT = "text"
    ALT = "alt"
    CHART = "chart"


@dataclass(frozen=True)
class Printed:
    """A printed figure.

    Attributes:
        kind: in the text, in the alternative text of a picture, or drawn in it.
        at: name of the bookmark, or of the picture.
        source: where it comes from.
        start: where it begins in the alternative text.
        end: where it ends there.
    """

    kind: Kind
    at: str
    source: Source
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Verdict:
    """What became of a printed figure, or of words beside it.

    Attributes:
        ok: it is what the store released.
        what: the figure's place in words.
        found: as the document has it.
        expected: as the store has it; empty where that is not known.
    """

    ok: bool
    what: str
    found: str
    expected: str


Released = Callable[[str, int], dict[tuple[str, str, str], ReleasedValue]]
"""Values of a release, from the code of a period and the number of its release."""


# --- Written into a document ------------------------------------------------------


def part(
    figures: Sequence[Printed], body: Any, pictures: Iterable[bytes], **document: str
) -> bytes:
    """The part of the package that names every figure and fingerprints the rest."""
    rows = "".join(_row(figure) for figure in figures)
    about = "".join(f' {name}="{text}"' for name, text in document.items())
    words = " ".join(fingerprint(text) for text in texts_of(body))
    seen = " ".join(fingerprint(png) for png in pictures)
    return (
        f'<figures xmlns="{NAMESPACE}"{about}>{rows}'
        f"<words>{words}</words><pictures>{seen}</pictures></figures>"
    ).encode()


def _row(figure: Printed) -> str:
    source = figure.source
    place = "".join(f' {name}="{getattr(source, name)}"' for name in _FIELDS)
    where = (
        f' start="{figure.start}" end="{figure.end}"' if figure.kind is Kind.ALT else ""
    )
    return f'<{figure.kind} at="{figure.at}"{where}{place}/>'


def fingerprint(content: str | bytes) -> str:
    """The beginning of the SHA-256 of a text or picture."""
    content = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def texts_of(body: Any) -> Iterator[str]:
    """Every paragraph but those of the contents list, and every text beside them."""
    for element in body.iter(
        qn("w:p"), _DESCRIPTION, qn("w:tblCaption"), qn("w:tblDescription")
    ):
        if element.tag == _DESCRIPTION:
            yield element.get("descr", "")
        elif element.tag != qn("w:p"):
            yield element.get(qn("w:val"), "")
        elif not _is_contents(element):
            yield _text(element)


def _is_contents(paragraph: Any) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val"), "").lower().startswith(
        _CONTENTS
    )


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


# --- Held against the store -------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """A finished document, opened to be verified."""

    body: Any
    record: Any
    pictures: tuple[bytes, ...]

    @property
    def figures(self) -> Iterator[Printed]:
        """Every figure that the document says it prints."""
        for row in self.record:
            kind = row.tag.rpartition("}")[2]
            if kind in set(Kind):
                texts = {name: row.get(name, "") for name in _FIELDS}
                source = Source(**{**texts, "release": int(texts["release"])})
                start, end = int(row.get("start", 0)), int(row.get("end", 0))
                yield Printed(Kind(kind), row.get("at", ""), source, start, end)

    @property
    def edition(self) -> str:
        """For whom it was made."""
        return str(self.record.get("edition", ""))

    @property
    def symbols(self) -> Symbols:
        """Its marks that are not the usual ones."""
        return from_words(str(self.record.get("symbols", "")))

    @property
    def period(self) -> str:
        """Code of the period it is about."""
        return str(self.record.get("period", ""))

    def listed(self, name: str) -> list[str]:
        """Fingerprints of the words, or of the pictures."""
        found = self.record.find(f"{{{NAMESPACE}}}{name}")
        return (found.text or "").split() if found is not None else []


def opened(content: bytes) -> Document:
    """A document of ours.

    Raises:
        UsageError: it is no Word document, or none that names its figures.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = parse_xml(package.read("word/document.xml"))
            records = [
                package.read(name)
                for name in package.namelist()
                if name.startswith("customXml/item") and "Props" not in name
            ]
            pictures = tuple(
                package.read(name)
                for name in sorted(package.namelist())
                if name.startswith("word/media/")
            )
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise UsageError(
            "That is no Word document (.docx).", "Name a document of the committee."
        ) from None
    ours = [record for record in records if NAMESPACE.encode() in record]
    if not ours:
        raise UsageError(
            "That document does not say where its figures come from.",
            "Name a report, briefing or review that this software wrote.",
        )
    return Document(body, parse_xml(ours[0]), pictures)


def verified(
    document: Document, indicators: dict[str, Indicator], released: Released
) -> Iterator[Verdict]:
    """A verdict on every figure, then one on whatever else was altered."""
    marked = _marked_texts(document.body)
    described = _descriptions(document.body)
    marks = translation(document.symbols)
    for figure in document.figures:
        if figure.kind is Kind.CHART:
            continue
        if figure.kind is Kind.TEXT:
            found = marked.get(figure.at, "")
        else:
            found = described.get(figure.at, "")[figure.start : figure.end]
        expected = marks(_expected(figure.source, indicators, released))
        yield Verdict(found == expected, in_words(figure), found, expected)
    yield from _drawn(document)
    yield from _altered(document)


def _expected(
    source: Source, indicators: dict[str, Indicator], released: Released
) -> str:
    place = (source.indicator, source.breakdown, source.category)
    value = released(source.period, source.release).get(place)
    indicator = indicators.get(source.indicator)
    if value is None or indicator is None or source.form not in FORMS:
        return "not released"
    return FORMS[source.form](indicator, value)


def in_words(figure: Printed) -> str:
    """A figure's place: `A17.2 2026-27-Q2, by sex female, release 1`."""
    source = figure.source
    parts = [f"{source.indicator} {source.period}"]
    if source.breakdown:
        parts.append(f"by {source.breakdown} {source.category}")
    parts.append(f"release {source.release}")
    if figure.kind is not Kind.TEXT:
        parts.append(f"in {figure.at}")
    return ", ".join(parts)


def _marked_texts(body: Any) -> dict[str, str]:
    """What stands between the beginning and the end of every bookmark of a figure."""
    found: dict[str, str] = {}
    open_ones: dict[str, str] = {}
    for element in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:t")):
        if element.tag == qn("w:bookmarkStart"):
            name = element.get(qn("w:name"), "")
            if name.startswith(BOOKMARK):
                open_ones[element.get(qn("w:id"))] = name
                found[name] = ""
        elif element.tag == qn("w:bookmarkEnd"):
            open_ones.pop(element.get(qn("w:id")), None)
        else:
            for name in open_ones.values():
                found[name] += element.text or ""
    return found


def _descriptions(body: Any) -> dict[str, str]:
    return {
        element.get("name", ""): element.get("descr", "")
        for element in body.iter(_DESCRIPTION)
    }


def _drawn(document: Document) -> Iterator[Verdict]:
    """Figures drawn in charts: their pictures are those that were drawn, or are not."""
    there = {fingerprint(picture) for picture in document.pictures}
    missing = [each for each in document.listed("pictures") if each not in there]
    for figure in document.figures:
        if figure.kind is Kind.CHART and not missing:
            yield Verdict(True, in_words(figure), "as drawn", "as drawn")
    for each in missing:
        yield Verdict(False, "a picture", "another picture", each)


def _altered(document: Document) -> Iterator[Verdict]:
    """Words that are not those that were written."""
    texts = list(texts_of(document.body))
    now = [fingerprint(text) for text in texts]
    then = document.listed("words")
    # Word may leave out or add a paragraph that holds nothing.
    empty = fingerprint("")
    kept = [(each, text) for each, text in zip(now, texts, strict=True) if text]
    wanted = [each for each in then if each != empty]
    matcher = difflib.SequenceMatcher(
        None, [each for each, _ in kept], wanted, autojunk=False
    )
    for tag, first, last, was_first, was_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        for _, text in kept[first:last]:
            yield Verdict(False, "words that were altered or added", text, "")
        if last - first < was_last - was_first:
            gone = (was_last - was_first) - (last - first)
            yield Verdict(False, "words that are missing", "", f"{gone} paragraphs")
