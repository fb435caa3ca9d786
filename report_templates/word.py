"""Blocks to a finished .docx on the base document; the same blocks give the same bytes.

The base document owns the look; here its marking is set, its body filled, its
properties written, and the package packed with a fixed time.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.oxml import parse_xml

from report_templates.base_document import BASE_DOCUMENT, LANGUAGE
from report_templates.section import Block, Heading
from report_templates.word_xml import NAMESPACES, Body
from schemas.errors import PipelineError

_PACKED = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_MARKING_STYLE = "Protective Marking"


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
    """

    title: str
    subject: str
    author: str
    marking: str
    version: str
    released_at: dt.datetime


def write(blocks: Sequence[Block], properties: Properties) -> bytes:
    """The finished document.

    Raises:
        TemplateError: the base document lacks a style.
    """
    document = docx.Document(str(BASE_DOCUMENT))
    headings = tuple(block for block in blocks if isinstance(block, Heading))
    body = Body(_styles(document), headings, lambda png: _embed(document, png))
    try:
        written = "".join(body.xml(block) for block in blocks)
    except KeyError as missing:
        raise TemplateError(
            f"The base document has no style {missing}.",
            "Put the style back into report_templates/icpc.docx and run again.",
        ) from missing
    _fill(document, written)
    _mark(document, properties.marking)
    _describe(document, properties)
    return _packed(document)


def _styles(document: Document) -> dict[str, str]:
    return {
        style.name.lower(): style.style_id
        for style in document.styles
        if style.name is not None
    }


def _embed(document: Document, png: bytes) -> str:
    key, _ = document.part.get_or_add_image(io.BytesIO(png))
    return key


def _fill(document: Document, written: str) -> None:
    body = document.element.body
    page = body.sectPr
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{written}</w:body>")):
        page.addprevious(element)


def _mark(document: Document, marking: str) -> None:
    """Set the protective marking at the head and foot of every page."""
    for section in document.sections:
        for place in (section.header, section.footer):
            for paragraph in place.paragraphs:
                if paragraph.style is not None and (
                    paragraph.style.name == _MARKING_STYLE
                ):
                    paragraph.runs[0].text = marking
                    for run in paragraph.runs[1:]:
                        run.text = ""


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
    core.revision = 1


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
