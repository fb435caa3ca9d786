"""Documents printed by LibreOffice as tagged PDFs for accessibility (PDF/UA)."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdf
import pytest

_AS_PDF_UA = (
    'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)


MOST_OF_BODY = 16
"""Pages of a quarterly report before its annexes, the committee's comments apart."""


def printed_as_pdf(files: Sequence[Path], folder: Path) -> list[pypdf.PdfReader]:
    """The files as PDFs in a folder, in the same order; no two names are alike."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is needed: .ci/run installs it.")
    subprocess.run(  # noqa: S603 -- a program of this machine, on our own files
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            _AS_PDF_UA,
            "--outdir",
            str(folder),
            *(str(file) for file in files),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return [pypdf.PdfReader(folder / f"{file.stem}.pdf") for file in files]


def faults_of_pdf(pdf: pypdf.PdfReader) -> Iterator[str]:
    """What a tagged PDF lacks: language, title, words of pictures, head cells."""
    root = pdf.trailer["/Root"]
    if not root["/MarkInfo"]["/Marked"] or root["/Lang"] != "en-GB":
        yield "not marked, or not in British English"
    if not root["/ViewerPreferences"]["/DisplayDocTitle"]:
        yield "does not show its title"
    if b"pdfuaid:part" not in root["/Metadata"].get_object().get_data():
        yield "does not say that it is PDF/UA"
    found = list(tags(root["/StructTreeRoot"]["/K"]))
    kinds = [str(tag["/S"]) for tag in found]
    figures = [tag for tag in found if tag["/S"] == "/Figure"]
    if not all(str(tag.get("/Alt", "")).strip() for tag in figures):
        yield "a picture without words"
    if kinds.count("/TH") < kinds.count("/Table"):
        yield "a table without head cells"
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    if levels[:1] != [1]:
        yield "does not begin with a heading of level 1"
    last = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        if f"Page {number} of {last}" not in page.extract_text():
            yield f"page {number} is not numbered"


def tags(element: object) -> Iterator[dict[str, object]]:
    """Every tag of a PDF's structure."""
    resolved = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(resolved, list):
        for each in resolved:
            yield from tags(each)
    elif isinstance(resolved, dict):
        if "/S" in resolved:
            yield resolved
        if "/K" in resolved:
            yield from tags(resolved["/K"])


def pages_of_body(pdf: pypdf.PdfReader) -> int:
    """How many pages stand before the first annex of a quarterly report."""
    return next(
        number
        for number, page in enumerate(pdf.pages)
        if "Actions of priority 1" in page.extract_text()
    )
