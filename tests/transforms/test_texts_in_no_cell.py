"""Comments, properties, headers, drawings: searched as cells are, in every format."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from schemas.extracts import police
from schemas.issues import Verdict
from tests.transforms.dresses import OdsError, ods_of, xls_book, xls_of
from tests.transforms.valid_files import (
    errors_of,
    judged,
    queries_of,
    table_of,
    valid_rows,
)
from transforms.submission import Judged

CEOP = police.CEOP_REPORTS
TABLE = table_of(CEOP, valid_rows(CEOP, "police", 5))
CHI, PHONE, MAIL = "0101111231", "01475 712345", "a.b@inverclyde.gov.uk"


def places_of(verdict: Judged) -> list[str]:
    """Where an identifier was found, in the message's words."""
    assert verdict.verdict is Verdict.REJECTED
    assert not verdict.was_searched
    assert errors_of(verdict) == [(None, None, "identifier")] * len(verdict.issues)
    told = [issue.message.partition(" in ")[2] for issue in verdict.issues]
    assert CHI not in str(verdict)
    return [where.partition(".")[0] for where in told]


def comment(book: openpyxl.Workbook, text: str) -> None:
    book.active["B2"].comment = Comment(text, "Duty team")


def title(book: openpyxl.Workbook, text: str) -> None:
    book.properties.title = text


def creator(book: openpyxl.Workbook, text: str) -> None:
    book.properties.creator = text


def custom(book: openpyxl.Workbook, text: str) -> None:
    book.custom_doc_props.append(StringProperty(name="about", value=text))


def page_header(book: openpyxl.Workbook, text: str) -> None:
    book.active.oddHeader.center.text = text


def defined_name(book: openpyxl.Workbook, text: str) -> None:
    book.defined_names["about"] = DefinedName("about", attr_text=f'"{text}"')


def hint(book: openpyxl.Workbook, text: str) -> None:
    validation = DataValidation(type="list", formula1='"a,b"', prompt=text)
    validation.add("C2:C9")
    book.active.add_data_validation(validation)


def link(book: openpyxl.Workbook, text: str) -> None:
    book.active["A2"].hyperlink = f"mailto:a.b@inverclyde.gov.uk?subject={text}"


XLSX = {
    comment: "the comments",
    title: "the document's properties",
    creator: "the document's properties",
    custom: "the document's properties",
    page_header: "the headers, footers or hints of a sheet",
    hint: "the headers, footers or hints of a sheet",
    defined_name: "the defined names",
    link: "a part that no sheet shows",
}


def xlsx_with(change, text: str) -> bytes:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    change(book, text)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("text", [f"child {CHI}", f"ring {PHONE}", MAIL, "PA16 8XX"])
@pytest.mark.parametrize("change", XLSX, ids=lambda change: change.__name__)
def test_an_identifier_in_no_cell_of_an_xlsx_is_found(change, text):
    verdict = judged(xlsx_with(change, text), CEOP, "police", "xlsx")

    assert XLSX[change] in places_of(verdict)


@pytest.mark.parametrize(
    "change", [c for c in XLSX if c is not link], ids=lambda change: change.__name__
)
def test_ordinary_words_in_no_cell_are_no_identifier(change):
    verdict = judged(xlsx_with(change, "see guidance"), CEOP, "police", "xlsx")

    assert verdict.issues == []


def test_who_made_a_workbook_is_not_asked_about_but_a_name_in_a_comment_is():
    made = judged(xlsx_with(creator, "Fiona McAllister"), CEOP, "police", "xlsx")
    noted = judged(xlsx_with(comment, "Fiona McAllister"), CEOP, "police", "xlsx")

    assert made.issues == []
    assert queries_of(noted) == [(None, None, "name_elsewhere")]
    assert "Fiona" not in str(noted.issues)


def test_a_text_box_and_a_chart_are_searched():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(TABLE):
            sheet.write_row(at, 0, row)
        sheet.insert_textbox("H2", f"ask on {PHONE}")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
        chart.set_title({"name": "PA16 8XX"})
        sheet.insert_chart("H20", chart)

    verdict = judged(content.getvalue(), CEOP, "police", "xlsx")

    assert set(places_of(verdict)) == {"a text box, drawing or chart"}


def test_runs_of_one_text_are_read_together():
    content = xlsx_with(comment, "01475 MARK")
    halves = "</t></r><r><t>"
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        for name in old.namelist():
            xml = old.read(name)
            new.writestr(name, xml.replace(b" MARK", f" 7{halves}12345".encode()))

    assert places_of(judged(changed.getvalue(), CEOP, "police", "xlsx"))


ANNOTATION = "<office:annotation><text:p>{}</text:p></office:annotation>"
ODS = {
    "the comments": {"in_first_cell": ANNOTATION},
    "the document's properties": {"parts": "meta.xml"},
    "the headers or footers": {"parts": "styles.xml"},
    "a text box, drawing or chart": {
        "after_table": "<table:shapes><text:p>{}</text:p></table:shapes>"
    },
    "the defined names": {
        "after_table": '<table:named-expressions><table:named-range table:name="{}"/>'
        "</table:named-expressions>"
    },
}


@pytest.mark.parametrize("where", ODS)
def test_an_identifier_in_no_cell_of_an_ods_is_found(where):
    def written(text: str) -> bytes:
        [(kind, form)] = ODS[where].items()
        if kind == "parts":
            return ods_of(TABLE, parts=[(form, f"<x><p>{text}</p></x>")])
        return ods_of(TABLE, **{kind: form.format(text)})

    assert judged(written("guidance"), CEOP, "police", "ods").issues == []
    assert places_of(judged(written(f"{PHONE}"), CEOP, "police", "ods")) == [where]


def test_an_identifier_in_no_cell_of_an_xls_is_found():
    def written(text: str) -> bytes:
        book = xls_book(TABLE)
        book.get_sheet(0).header_str = text.encode()
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    assert judged(written("&P of &N"), CEOP, "police", "xls").issues == []
    verdict = judged(written(f"ring {PHONE}"), CEOP, "police", "xls")
    assert places_of(verdict) == ["a sheet's header"]


NULLABLE = police.MISSING_PERSONS


def with_error(cell: object) -> list[list[object]]:
    table: list[list[object]] = [
        list(row) for row in table_of(NULLABLE, valid_rows(NULLABLE, "police", 4))
    ]
    table[2][table[0].index("returned_at")] = cell
    return table


def test_an_error_in_a_cell_of_an_xls_is_told_and_is_no_blank():
    book = xls_book(with_error(""))
    column = NULLABLE.column_names.index("returned_at")
    book.get_sheet(0).row(2).set_cell_error(column, 0x2A)
    book.get_sheet(0).write(3, column, xlwt.Formula("1/0"))
    content = io.BytesIO()
    book.save(content)
    calculated = re.sub(
        rb"(\x06\x00..\x03\x00" + re.escape(bytes([column])) + rb"\x00..).{8}",
        lambda match: match[1] + b"\x02\x00\x07\x00\x00\x00\xff\xff",
        content.getvalue(),
        flags=re.DOTALL,
    )

    verdict = judged(calculated, NULLABLE, "police", "xls")

    assert errors_of(verdict) == [
        (3, "returned_at", "cell_error"),
        (4, "returned_at", "cell_error"),
    ]
    assert verdict.rows_loaded == 2


def test_an_error_in_a_cell_of_an_ods_is_told_and_is_no_blank():
    content = ods_of(with_error(OdsError("#N/A")))

    verdict = judged(content, NULLABLE, "police", "ods")

    assert errors_of(verdict) == [(3, "returned_at", "cell_error")]


def test_an_old_workbook_and_an_opendocument_table_are_clean_when_they_are():
    for extension, content in (("xls", xls_of(TABLE)), ("ods", ods_of(TABLE))):
        verdict = judged(content, CEOP, "police", extension)
        assert (verdict.issues, verdict.rows_loaded) == ([], 5)
