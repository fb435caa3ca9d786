"""A Word document as its parts: opened without any Word library, so as to judge it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DOCUMENT = "word/document.xml"

Element = etree._Element


class Finding(NamedTuple):
    """A rule that a document breaks, and where."""

    rule: str
    where: str


class Relation(NamedTuple):
    """A relationship of a part."""

    source: str
    key: str
    kind: str
    target: str
    external: bool


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def value(element: Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(w(name))


def is_on(element: Element | None) -> bool:
    """Whether an on-off property is there and on."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def text_of(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(w("t")))


@dataclass(frozen=True)
class Package:
    """The parts of a .docx, each parsed once."""

    content: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def trees(self) -> dict[str, Element]:
        return {
            name: etree.fromstring(body)
            for name, body in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }

    @property
    def body(self) -> Element:
        found = self.trees[DOCUMENT].find(w("body"))
        assert found is not None
        return found

    @cached_property
    def relations(self) -> list[Relation]:
        return list(self._relations())

    def _relations(self) -> Iterator[Relation]:
        for name, tree in self.trees.items():
            if not name.endswith(".rels"):
                continue
            folder, _, file = name.rpartition("_rels/")
            source = folder + file.removesuffix(".rels")
            for each in tree:
                target, external = each.get("Target", ""), each.get("TargetMode")
                if external != "External":
                    joined = posixpath.join(posixpath.dirname(source), target)
                    target = posixpath.normpath(joined).lstrip("/")
                kind = each.get("Type", "").rpartition("/")[2]
                key = each.get("Id", "")
                yield Relation(source, key, kind, target, external == "External")

    def related(self, source: str, key: str) -> Relation | None:
        for relation in self.relations:
            if (relation.source, relation.key) == (source, key):
                return relation
        return None

    @cached_property
    def stories(self) -> dict[str, Element]:
        """The document, its headers and its footers."""
        wanted = {"header", "footer", "footnotes", "endnotes"}
        names = [r.target for r in self.relations if r.kind in wanted]
        return {name: self.trees[name] for name in (DOCUMENT, *dict.fromkeys(names))}

    @cached_property
    def sections(self) -> list[Element]:
        return list(self.body.iter(w("sectPr")))

    @cached_property
    def paragraphs(self) -> list[Element]:
        return list(self.body.iter(w("p")))

    @cached_property
    def tables(self) -> list[Element]:
        return list(self.body.iter(w("tbl")))

    @property
    def language_neutral_text(self) -> str:
        return "\n".join(
            text_of(paragraph)
            for story in self.stories.values()
            for paragraph in story.iter(w("p"))
        )
