"""Workbooks under a password are opened with the agency's own, and with no other."""

from __future__ import annotations

import pytest

from schemas.extracts import police
from schemas.issues import Verdict
from tests.transforms.dresses import protected_xls, protected_xlsx, xls_book
from tests.transforms.valid_files import (
    SCHOOLS,
    SEEN_AT,
    name_of,
    queries_of,
    table_of,
    valid_rows,
    xlsx_of,
)
from transforms.submission import Judged, judge

CEOP = police.CEOP_REPORTS
TABLE = table_of(CEOP, valid_rows(CEOP, "police", 80))
OLD, NEW = "winter pass", "s\u00f6mmer 26"

FILES = {
    "xlsx": ("xlsx", protected_xlsx(xlsx_of(TABLE), NEW)),
    "xls rc4": ("xls", protected_xls(xls_book(TABLE), NEW, "rc4")),
    "xls xor": ("xls", protected_xls(xls_book(TABLE), "secret 26", "xor")),
}
RIGHT = {"xlsx": (NEW,), "xls rc4": (OLD, NEW), "xls xor": (OLD, "secret 26")}
in_each = pytest.mark.parametrize("kind", FILES)


def judged_with(kind: str, *passwords: str) -> Judged:
    extension, content = FILES[kind]
    return judge(
        content,
        name_of(CEOP, "police", extension),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
        passwords=passwords,
    )


@in_each
def test_a_known_password_opens_it_and_that_is_told(kind):
    verdict = judged_with(kind, "x" * 30, *RIGHT[kind])

    assert queries_of(verdict) == [(None, None, "protected")]
    assert (verdict.verdict, verdict.rows_loaded) == (Verdict.ACCEPTED, 80)


@in_each
@pytest.mark.parametrize("passwords", [(), (OLD, "s\u00f6mmer 27")])
def test_without_a_known_password_it_is_rejected(kind, passwords):
    verdict = judged_with(kind, *passwords)

    assert [issue.rule for issue in verdict.issues] == ["encrypted"]
    assert not verdict.was_searched


def test_what_excel_opens_unasked_is_opened():
    content = protected_xlsx(xlsx_of(TABLE), "VelvetSweatshop")
    verdict = judge(
        content,
        name_of(CEOP, "police", "xlsx"),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
    )

    assert verdict.rows_loaded == 80


@in_each
@pytest.mark.parametrize("share", [0.3, 0.95])
def test_a_protected_file_that_is_cut_off_is_rejected(kind, share):
    extension, content = FILES[kind]
    verdict = judge(
        content[: int(len(content) * share)],
        name_of(CEOP, "police", extension),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
        passwords=RIGHT[kind],
    )

    assert verdict.verdict is Verdict.REJECTED
