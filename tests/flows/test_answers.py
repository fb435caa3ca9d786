"""What an agency is answered: the right words at the right cell, in the right place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from flows.answers import Answer, answer_agency
from flows.documents_out import State
from report_templates import feedback_workbook
from report_templates.feedback_list import COLUMNS
from schemas.errors import PipelineError
from schemas.issues import Severity
from schemas.period import LONDON, Period
from tests.transforms.homes import CEOP_ROWS, TWENTIETH, ceop, drop, make_home, receive
from tests.transforms.valid_files import xlsx_of
from transforms.difference import bring_differences_up_to_date
from transforms.feedback import Sender
from transforms.home import Home
from transforms.questions import bring_questions_up_to_date
from transforms.register import Register

Q2 = Period.parse("2026-27-Q2")
TWELFTH = dt.datetime(2026, 10, 12, 9, 30, tzinfo=LONDON)
SENDER = Sender("A committee", "OFFICIAL", synthetic=False)
STEM = f"police_ceop_reports_{Q2}"
PLANTED = "Planted"
MESSY = f"""{PLANTED} title line;;;
action taken;RECEIVED ON;Report-Type;report_ref
yes;2026-07-01;grooming;CEOP-1
{PLANTED};2026-07-02;=1+1;CEOP-2
no;;@SUM(A1);- {PLANTED}
no;2026-07-03;other;CEOP-4
no;2026-07-04;other;CEOP-4
no;2026-07-05;other;CEOP-5
no;2026-07-06;other;CEOP-6
yes;2026-07-07;other;CEOP-7
Total;8;;
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def answered(home: Home, now: dt.datetime = TWELFTH, agency: str = "police") -> Answer:
    receive(home, agency, now)
    return answer_agency(home, agency, Q2, sender=SENDER)


def theirs(home: Home, agency: str = "police") -> Path:
    return home.drops / agency / "feedback" / Q2.code


def ours(home: Home, agency: str = "police") -> Path:
    return home.feedback / agency / Q2.code


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def sheets(home: Home, name: str = f"{STEM}_feedback.xlsx") -> list[Worksheet]:
    return list(openpyxl.load_workbook(theirs(home) / name).worksheets)


def marked(sheet: Worksheet) -> dict[str, str]:
    """The outlined cells, each with its comment."""
    return {
        cell.coordinate: cell.comment.text if cell.comment else ""
        for row in sheet.iter_rows()
        for cell in row
        if cell.border.left.style == "medium" and cell.fill.fill_type == "solid"
    }


def listed(sheet: Worksheet) -> list[tuple[str, str, str, str]]:
    """Severity, cell, column and rule of each finding, in the order of the list."""
    rows = list(sheet.iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[0] == "Severity") + 1
    return [(str(r[0]), str(r[1]), str(r[4]), str(r[5])) for r in rows[first:]]


def letter(home: Home, agency: str = "police") -> list[str]:
    file = ours(home, agency) / f"{agency}_feedback_{Q2}.docx"
    return [p.text for p in docx.Document(str(file)).paragraphs]


WRONG = {
    "A4": "code",
    "C4": "code",
    "B5": "required",
    "C5": "code",
    "D5": "ref_form",
    "D7": "key_repeated",
    "A1": "title_skipped",
    "A11": "total_skipped",
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_wrong_cells_are_outlined_and_commented_where_the_agency_sees_them(
    home: Home, ending: str
) -> None:
    table = [line.split(";") for line in MESSY.splitlines()]
    content = xlsx_of(table, sheet="My sheet") if ending == "xlsx" else MESSY
    drop(home, f"{STEM}.{ending}", content)
    answered(home)
    _, rows = sheets(home)
    found = marked(rows)
    assert found.keys() == WRONG.keys()
    assert all(f"({rule})" in found[cell] for cell, rule in WRONG.items())
    as_sent = [[cell or "" for cell in row] for row in rows.iter_rows(values_only=True)]
    assert as_sent == table


def test_the_list_comes_first_worst_first_and_links_to_the_cells(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    errors, rows = sheets(home)
    assert errors["A1"].value == "Accepted, 3 rows to mend"
    found = listed(errors)
    assert {cell: rule for _, cell, _, rule in found} == WRONG
    severities = [severity for severity, *_ in found]
    assert severities == sorted(severities, key=["Must fix", "Please check"].index)
    for row in errors.iter_rows():
        for cell in row:
            if cell.hyperlink:
                sheet, _, place = str(cell.hyperlink.location).partition("!")
                assert (sheet.strip("'"), place) == (rows.title, cell.value)
                assert place in marked(rows)


def test_the_next_step_names_version_and_deadline(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    told = [str(row[0]) for row in sheets(home)[0].iter_rows(values_only=True)]
    assert any(f"{STEM}_v2.csv, by 15 October 2026" in line for line in told)
    assert any("This list is complete" in line for line in told)
    assert any("8 rows read: 5 loaded, 2 in error, 1 repeated" in line for line in told)


def test_nothing_is_live_and_no_value_stands_outside_the_rows(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    errors, rows = sheets(home)
    cells = [cell for sheet in (errors, rows) for row in sheet for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert rows["C4"].value == "=1+1"
    assert rows["C4"].number_format == "@"
    comments = [cell.comment.text for cell in cells if cell.comment]
    texts = [str(cell.value) for row in errors for cell in row]
    spreadsheet = (ours(home) / f"police_feedback_{Q2}.csv").read_text("utf-8-sig")
    for text in (*comments, *texts, *letter(home), spreadsheet):
        assert PLANTED not in text
        assert "SUM" not in text


def test_the_list_as_csv_parses_and_has_every_file(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    drop(home, f"police_team_meetings_{Q2}.csv", "service,teams\n")
    (home.drops / "police" / "-notes.csv").write_text("x", "utf-8")
    answered(home)
    text = (ours(home) / f"police_feedback_{Q2}.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row
    )
    assert len([row for row in rows if row[0] == f"{STEM}.csv"]) == len(WRONG)
    assert [row[0] for row in rows if row[0].endswith("notes.csv")] == ["'-notes.csv"]
    assert {row[2] for row in rows[1:]} == {"accepted_with_row_errors", "rejected"}


def test_the_workbook_lies_in_the_agencys_own_drop_alone(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    plain = [f"police_feedback_{Q2}.csv", f"police_feedback_{Q2}.docx"]
    assert names(ours(home)) == plain
    assert names(theirs(home)) == sorted([f"{STEM}_feedback.xlsx", *plain])
    found = [file.name for file in home.root.rglob("*.xlsx")]
    assert found == [f"{STEM}_feedback.xlsx"]
    assert not list(home.received.rglob(".feedback-*"))


def test_answers_in_a_drop_are_not_read_as_extracts(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    assert receive(home, "police").n_files == 1


def test_the_same_arrivals_give_the_same_bytes_and_nothing_is_written_again(
    home: Home,
) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    first = answered(home)
    before = {
        p.path: (p.path.read_bytes(), p.path.stat().st_mtime_ns) for p in first.placed
    }
    again = answered(home, TWENTIETH)
    assert {p.state for p in again.placed} == {State.UNCHANGED}
    after = {
        p.path: (p.path.read_bytes(), p.path.stat().st_mtime_ns) for p in again.placed
    }
    assert before == after


def test_a_workbook_that_is_open_is_left_and_the_new_one_put_beside_it(
    home: Home,
) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    name = f"{STEM}_feedback.xlsx"
    (theirs(home) / f"~${name}").write_bytes(b"")
    drop(home, f"{STEM}_v2.csv", MESSY.replace("grooming", "nonsense"))
    answer = answered(home)
    assert answer.beside == (f"{STEM}_feedback-new.xlsx",)


@pytest.mark.parametrize(
    "content",
    [
        "report_ref,received_on,report_type,action_taken\nC-1,2026-07-01,other,a@b.org\n",
        b"PK\x03\x04 cut off",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "nothing;of;it\n",
    ],
)
def test_what_is_turned_away_unread_gets_the_list_alone(
    home: Home, content: str | bytes
) -> None:
    drop(home, f"{STEM}.csv", content)
    answered(home)
    [errors] = sheets(home)
    assert errors["A1"].value == "Returned: please send again"
    assert "a@b.org" not in str(list(errors.iter_rows(values_only=True)))


def test_a_missing_column_is_told_beside_the_rows_and_the_list_is_not_complete(
    home: Home,
) -> None:
    drop(home, f"{STEM}.csv", MESSY.replace("Report-Type", "kind"))
    answered(home)
    errors, _ = sheets(home)
    told = [str(row[0]) for row in errors.iter_rows(values_only=True)]
    assert any("This list is not complete" in line for line in told)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, "Nothing received: please send 7 extracts"),
        ({STEM: ceop(*CEOP_ROWS)}, "Accepted; still owed: 6 extracts"),
        ({STEM: MESSY}, "Accepted, 3 rows to mend; still owed: 6 extracts"),
        ({STEM: "a,b\n"}, "Returned: please send again (1 of 1 file)"),
        ({STEM: "a,b\n", f"{STEM}_v2": ceop()}, "Accepted; still owed: 6 extracts"),
    ],
)
def test_the_letter_says_the_status_in_its_first_line(
    home: Home, files: dict[str, str], status: str
) -> None:
    for name, content in files.items():
        drop(home, f"{name}.csv", content)
    answered(home)
    assert letter(home)[0] == status


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (
            TWELFTH,
            "by 15 October 2026, the quarter's deadline (3 working days after",
        ),
        (
            dt.datetime(2026, 10, 16, 9, tzinfo=LONDON),
            "before 20 October 2026, 07:00, when the reports are made (2 working days",
        ),
        (TWENTIETH, "by 27 October 2026 (5 working days after the newest file came)"),
    ],
)
def test_by_when_follows_from_when_the_newest_file_came(
    home: Home, now: dt.datetime, when: str
) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home, now)
    assert when in letter(home)[-1]
    assert f"{STEM}_v2.csv" in letter(home)[-1]


def test_a_later_version_is_told_in_place_of_the_earlier(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    drop(home, f"{STEM}_v2.csv", ceop(*CEOP_ROWS))
    answered(home)
    assert "Must fix" not in " ".join(letter(home))
    told = [str(row[0]) for row in sheets(home)[0].iter_rows(values_only=True)]
    assert any("version 2 has arrived since" in line for line in told)


def test_what_may_identify_somebody_is_told_before_all_else(home: Home) -> None:
    day = "2026-08-01"
    drop(home, f"{STEM}.csv", "report_ref,received_on\nC-1,2026-08-01\n")
    drop(
        home,
        f"police_disruption_{Q2}.csv",
        "record_ref,record_type,recorded_on,legislation,outcome,notes\n"
        f"D-1,warrant_executed,{day},,,mail a@b.org\n",
    )
    answered(home)
    told = [text for text in letter(home) if "Expected: " in text]
    assert "may identify a person" in told[0]
    assert "a@b.org" not in " ".join(told)


def test_the_same_bytes_again_are_refused_politely(home: Home) -> None:
    for version in ("", "_v2"):
        drop(home, f"{STEM}{version}.csv", ceop(*CEOP_ROWS))
        answered(home)
    text = " ".join(letter(home))
    assert f"The same bytes as {STEM}.csv." in text
    [table] = docx.Document(str(theirs(home) / f"police_feedback_{Q2}.docx")).tables
    assert {row.cells[1].text for row in table.rows[1:]} == {"Accepted", "Unchanged"}
    assert ceop_rows_counted(home) == len(CEOP_ROWS)


def ceop_rows_counted(home: Home) -> int:
    standing = Register(home.register).standing()
    return sum(arrival.rows_loaded for arrival in standing)


def test_what_a_new_version_changed_is_told_without_a_value(home: Home) -> None:
    drop(home, f"{STEM}.csv", ceop(*CEOP_ROWS))
    answered(home)
    changed = CEOP_ROWS[0].replace("grooming", "other")
    drop(home, f"{STEM}_v2.csv", ceop(changed, "CEOP-9,2026-07-09,other,no"))
    receive(home, "police", TWELFTH)
    bring_differences_up_to_date(home, "police", 72)
    answered(home)
    said = next(text for text in letter(home) if "Against version 1" in text)
    assert "1 row added, 1 removed, 1 changed (report_type)" in said
    assert "figures that move: A25.1." in said
    listed_as = (theirs(home) / f"police_feedback_{Q2}.csv").read_text("utf-8-sig")
    [note] = [r for r in csv.reader(io.StringIO(listed_as)) if "difference" in r]
    assert note[COLUMNS.index("message")] in said
    assert "CEOP-" not in listed_as + said


def test_questions_stand_in_letter_list_and_workbook(home: Home) -> None:
    for quarter in ("2025-26-Q2", "2025-26-Q3", "2025-26-Q4", "2026-27-Q1"):
        day = Period.parse(quarter).first_day
        rows = [f"C-{quarter}-{n},{day},other,no" for n in range(40)]
        drop(home, f"police_ceop_reports_{quarter}.csv", ceop(*rows))
    drop(home, f"{STEM}.csv", ceop(*CEOP_ROWS))
    receive(home, "police", TWELFTH)
    bring_questions_up_to_date(home, "police")
    answered(home)
    assert "less than half as many rows" in " ".join(letter(home))
    errors, _ = sheets(home)
    assert "rows_unusual" in str(list(errors.iter_rows(values_only=True)))
    assert letter(home)[0].startswith("Accepted")


def test_a_late_quarter_is_answered_once_and_not_again(home: Home) -> None:
    name = "police_ceop_reports_2026-27-Q1"
    drop(home, f"{name}.csv", "report_ref\n")
    assert answered(home).n_letters == 2
    assert answered(home).n_letters == 1
    drop(home, f"{name}_v2.csv", "report_ref\n\n")
    assert answered(home).n_letters == 2


def test_a_name_that_may_not_be_repeated_is_not(home: Home) -> None:
    drop(home, f"police_{PLANTED}@example.org.csv", "x")
    answered(home)
    told = (ours(home) / f"police_feedback_{Q2}.csv").read_text("utf-8-sig")
    assert PLANTED not in told + " ".join(letter(home))
    [arrival] = Register(home.register).arrivals()
    assert f"file-{arrival.sha256[:12]}" in told


def test_a_link_among_the_answers_is_not_followed(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home.drops / "police" / "feedback").symlink_to(elsewhere)
    drop(home, f"{STEM}.csv", MESSY)
    with pytest.raises(PipelineError, match="links are not followed"):
        answered(home)
    assert not list(elsewhere.iterdir())


def test_comments_are_capped_and_said_to_be(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_workbook, "MOST_COMMENTS", 3)
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    errors, rows = sheets(home)
    assert sum(bool(text) for text in marked(rows).values()) == 3
    told = [str(row[0]) for row in errors.iter_rows(values_only=True)]
    assert any("the worst 3 of 8 also have a comment" in line for line in told)


def test_a_workbook_too_large_for_memory_is_the_same(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_workbook, "_MOST_IN_MEMORY", 0)
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    errors, rows = sheets(home)
    assert marked(rows).keys() == WRONG.keys()
    assert len(listed(errors)) == len(WRONG)


def test_a_workbook_sent_back_unmended_has_the_same_findings(home: Home) -> None:
    drop(home, f"{STEM}.csv", MESSY)
    answered(home)
    shutil.copy(
        theirs(home) / f"{STEM}_feedback.xlsx",
        home.drops / "police" / f"{STEM}_v2.xlsx",
    )
    receive(home, "police", TWELFTH)
    first, second = Register(home.register).arrivals()

    def errors(issues: object) -> list[tuple[object, ...]]:
        return [
            (i.row, i.column, i.rule)
            for i in issues  # type: ignore[attr-defined]
            if i.severity is Severity.ERROR
        ]

    assert errors(first.issues) == errors(second.issues)


@pytest.mark.real
@pytest.mark.parametrize("agency", ["police", "hscp"])
def test_the_letter_about_every_sample_with_errors_is_one_page(
    home: Home, tmp_path: Path, agency: str
) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or reader is None:
        pytest.skip("LibreOffice and poppler are not here")
    samples = Path(__file__).parents[2] / "data" / "samples" / agency
    for file in samples.iterdir():
        content = file.read_bytes()
        if file.suffix == ".csv":
            content = content.replace(b"yes", b"perhaps", 3).replace(b"low", b"", 2)
        drop(home, file.name, content)
    drop(home, f"{agency}_notes.txt", "x")
    answered(home, agency=agency)
    written = ours(home, agency) / f"{agency}_feedback_{Q2}.docx"
    subprocess.run(  # noqa: S603 - our own file
        [
            *(office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(written)),
        ],
        check=True,
        capture_output=True,
    )
    pdf = tmp_path / written.with_suffix(".pdf").name
    told = subprocess.run([reader, str(pdf)], check=True, capture_output=True)  # noqa: S603 - as above
    assert b"Pages:           1\n" in told.stdout
