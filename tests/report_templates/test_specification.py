"""The specification in Excel and in Word holds every column, code and rule."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from openpyxl.workbook import Workbook

from report_templates import specification_tables as tables
from report_templates.specification_document import (
    specification_blocks,
    specification_document,
)
from report_templates.specification_workbook import (
    CODES,
    CONTENTS,
    RULES,
    specification_workbook,
)
from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.rules import RULES as EVERY_RULE
from schemas.specification import facts_of, in_general

every_extract = pytest.mark.parametrize("extract", EXTRACTS, ids=lambda e: e.name)


@cache
def workbook() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(specification_workbook()))


@cache
def document() -> Document:
    return docx.Document(io.BytesIO(specification_document()))


@cache
def tables_of_document() -> dict[tuple[str, ...], list[list[tuple[str, ...]]]]:
    """Rows of the document's tables under their headers."""
    found: dict[tuple[str, ...], list[list[tuple[str, ...]]]] = {}
    for table in document().tables:
        header, *rows = (tuple(c.text for c in row.cells) for row in table.rows)
        found.setdefault(header, []).append(rows)
    return found


def test_every_sheet_is_reached_from_the_contents() -> None:
    names = [extract.name for extract in EXTRACTS]
    assert workbook().sheetnames == [CONTENTS, *names, CODES, RULES]
    links = {
        cell.hyperlink.location
        for row in workbook()[CONTENTS].iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }
    assert links == {f"'{name}'!A1" for name in (*names, CODES, RULES)}


@every_extract
def test_a_sheet_holds_every_fact_column_and_rule_of_its_extract(
    extract: Extract,
) -> None:
    rows = list(workbook()[extract.name].iter_rows(values_only=True))
    assert {sentence for _, sentence in facts_of(extract)} <= {row[1] for row in rows}
    at = [row[0] for row in rows].index(tables.COLUMNS_HEADER[0])
    columns = rows[at + 1 : at + 1 + len(extract.columns)]
    assert rows[at] == tables.COLUMNS_HEADER
    for column, row in zip(extract.columns, columns, strict=True):
        assert row[:3] == (column.name, column.description, column.kind.value)
        assert row[-1]
        assert set(column.codes) <= set(str(row[3]).replace(",", " ").split()) | {
            code for code in column.codes if code in str(row[3])
        }
    under = [row[:2] for row in rows[at + 2 + len(extract.columns) :] if row[0]]
    assert under == [tables.TOLD_AT_HEADER, *tables.told_at_rows(extract)]


def test_the_workbook_holds_every_code_and_every_rule_with_what_to_do() -> None:
    _, *codes = workbook()[CODES].iter_rows(values_only=True)
    assert {row[1] for row in codes} == {
        code for e in EXTRACTS for column in e.columns for code in column.codes
    }
    _, *rules = workbook()[RULES].iter_rows(values_only=True)
    assert [(row[0], row[1], row[3]) for row in rules] == [
        (rule.id, in_general(rule.message), rule.mend) for rule in EVERY_RULE
    ]


@every_extract
def test_the_document_has_every_column_of_every_extract(extract: Extract) -> None:
    listed = tables_of_document()[
        "Column", "Meaning", "Allowed, with an example", "Required"
    ]
    rows = listed[EXTRACTS.index(extract)]
    assert tuple(row[0] for row in rows) == extract.column_names
    for column, row in zip(extract.columns, rows, strict=True):
        assert column.description in row[1]
        assert "Example: " in row[2]


def test_the_document_has_every_code_and_every_rule_with_what_to_do() -> None:
    ((*codes,),) = tables_of_document()[tables.CODES_HEADER]
    assert codes == list(tables.code_rows())
    ((*rules,),) = tables_of_document()[
        "Rule", "What it says and expects", "What to do"
    ]
    assert [row[2] for row in rules] == [rule.mend for rule in EVERY_RULE]
    assert [row[0].split()[0] for row in rules] == [rule.id for rule in EVERY_RULE]


def test_the_documents_headings_are_listed_and_its_tables_have_header_rows() -> None:
    headings = [
        p.text
        for p in document().paragraphs
        if p.style is not None and p.style.name in {"Heading 1", "Heading 2"}
    ]
    listed = [
        p.text
        for p in document().paragraphs
        if p.style is not None and p.style.name.lower() in {"toc 1", "toc 2"}
    ]
    assert listed == headings
    assert [f"{e.name}: {e.title}" for e in EXTRACTS] == [
        heading for heading in headings if ": " in heading
    ]
    for table in document().tables:
        header = table.rows[0]._tr
        assert header.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_the_same_specification_is_the_same_bytes() -> None:
    assert specification_workbook() == specification_workbook()
    assert specification_document() == specification_document()


def test_another_specification_is_another_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = tables.edition()
    monkeypatch.setattr(tables, "data_dictionary", lambda: "another")
    assert tables.edition() != before


def test_nothing_in_it_is_left_to_fill() -> None:
    text = "\n".join(str(block) for block in specification_blocks())
    assert "{" not in text
    assert "}" not in text


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_it_is_a_file_as_the_standard_has_it(ending: str, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    made = {"xlsx": specification_workbook, "docx": specification_document}[ending]()
    path = tmp_path / f"specification.{ending}"
    path.write_bytes(made)
    result = audit.OpenXmlValidator().validate(str(path))
    assert result.is_valid, [error.description for error in result.errors]
