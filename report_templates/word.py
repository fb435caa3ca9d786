"""Blocks to a finished .docx on the base document; the same blocks give the same bytes.

The base document owns the look; here its marking is set, its body filled, its
properties and the places of its figures written, and the package packed with a fixed
time.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading

from report_templates import provenance
from report_templates.base_document import BASE_DOCUMENT, LANGUAGE
from report_templates.section import Block, Heading, Turn
from report_templates.word_xml import NAMESPACES, Body, ending, turned
from schemas.errors import PipelineError

_PACKED = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_MARKING_STYLE = "Protective Marking"
_CUSTOM = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_STORE_ITEM = "{4C0B0F5E-6D0A-4C57-9F0E-1B5F0B7C2A11}"


class TemplateError(PipelineError):
    """The base document lacks a style that the documents name."""


@dataclass(frozen=True)
class Properties:
    """What a document says of itself.

    Attributes:
        title: in the title bar and for screen readers.
        subject: the period.
        author: the committee.
        marking: protective marking of header and footer.
        version: of the document.
        released_at: stands as created and modified.
        description: what the document is, in a sentence; the title if empty.
        about: what the list of its figures says of the document, as period="...".
    """

    title: str
    subject: str
    author: str
    marking: str
    version: str
    released_at: dt.datetime
    description: str = ""
    about: dict[str, str] = field(default_factory=dict)


def write(
    blocks: Sequence[Block], properties: Properties, base: Path = BASE_DOCUMENT
) -> bytes:
    """The finished document.

    Args:
        blocks: the body, in reading order.
        properties: what it says of itself.
        base: the base document.

    Raises:
        TemplateError: the base document is none, or lacks a style.
    """
    document = _opened(base)
    headings = tuple(block for block in blocks if isinstance(block, Heading))
    body = Body(_styles(document), headings, lambda png: _embed(document, png))
    page = serialize_for_reading(document.element.body.sectPr)
    try:
        written, last_page = _written(blocks, body, page)
    except KeyError as missing:
        raise TemplateError(
            f"The base document has no style {missing}.",
            f"Put the style back into {base.name} and run again.",
        ) from missing
    _fill(document, written, last_page)
    _mark(document, properties.marking)
    _describe(document, properties)
    if properties.about:
        _name_figures(document, body, properties.about)
    return _packed(document)


def check_base(base: Path) -> None:
    """See that a base document has every style and a place for the marking.

    Raises:
        TemplateError: it lacks one.
    """
    styles = _styles(_opened(base))
    ours = _styles(_opened(BASE_DOCUMENT))
    missing = sorted(set(ours) - set(styles))
    if missing:
        raise TemplateError(
            f"The base document {base.name} has no style “{missing[0]}”.",
            "Put the style back, or take a fresh copy of report_templates/icpc.docx.",
        )


def _opened(base: Path) -> Document:
    try:
        return docx.Document(str(base))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as fault:
        raise TemplateError(
            f"The base document {base.name} can't be opened as a Word document.",
            "Put back a copy of report_templates/icpc.docx and run again.",
        ) from fault


def _written(blocks: Sequence[Block], body: Body, page: str) -> tuple[str, str]:
    """The blocks as XML, and the properties of the last section's page."""
    written, landscape = "", False
    for block in blocks:
        if isinstance(block, Turn):
            written = ending(written, turned(page) if landscape else page)
            landscape = block.landscape
        else:
            written += body.xml(block)
    return written, turned(page) if landscape else page


def _styles(document: Document) -> dict[str, str]:
    return {
        style.name.lower(): style.style_id
        for style in document.styles
        if style.name is not None
    }


def _embed(document: Document, png: bytes) -> str:
    key, _ = document.part.get_or_add_image(io.BytesIO(png))
    return key


def _fill(document: Document, written: str, last_page: str) -> None:
    body = document.element.body
    old = body.sectPr
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{written}</w:body>")):
        old.addprevious(element)
    old.addprevious(parse_xml(last_page))
    body.remove(old)


def _mark(document: Document, marking: str) -> None:
    """Set the protective marking at the head and foot of every page."""
    for part in document.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")):
            for paragraph in part.element.iter(qn("w:p")):
                if _is_marking(paragraph, document):
                    texts = list(paragraph.iter(qn("w:t")))
                    for place, text in enumerate(texts):
                        text.text = marking if place == 0 else ""


def _is_marking(paragraph: Any, document: Document) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    key = None if style is None else style.get(qn("w:val"))
    return key == _styles(document).get(_MARKING_STYLE.lower())


def _describe(document: Document, properties: Properties) -> None:
    moment = properties.released_at
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title = properties.title
    core.subject = properties.subject
    core.author = core.last_modified_by = properties.author
    core.version = properties.version
    core.language = LANGUAGE
    core.created = core.modified = moment
    core.comments = properties.description or properties.title
    core.revision = 1


def _name_figures(document: Document, body: Body, about: dict[str, str]) -> None:
    """Put the list of printed figures into the package, as Word keeps custom data."""
    package = document.part.package
    pictures = [
        part.blob
        for part in package.iter_parts()
        if part.partname.startswith("/word/media/")
    ]
    content = provenance.part(body.figures, document.element.body, pictures, **about)
    item = Part(PackURI(provenance.PART), "application/xml", content, package)
    document.part.relate_to(item, f"{_OFFICE}/relationships/customXml")
    described = (
        f'<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" '
        f'ds:itemID="{_STORE_ITEM}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{provenance.NAMESPACE}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    ).encode()
    properties = Part(PackURI("/customXml/itemProps1.xml"), _CUSTOM, described, package)
    item.relate_to(properties, f"{_OFFICE}/relationships/customXmlProps")


def _packed(document: Document) -> bytes:
    """The package with fixed times and order, so that equal content is equal bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        names = sorted(source.namelist(), key=lambda n: (n != _CONTENT_TYPES, n))
        for name in names:
            entry = zipfile.ZipInfo(name, _PACKED)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
