"""What an agency gets and types: templates, the specification, a check in no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.extracts import due
from schemas.period import Period
from tests.flows.commands_typed import typed

SAMPLE = Path(__file__).parents[2] / "data/samples/police"
SMALL = SAMPLE / "police_ceop_reports_2026-27-Q2.xlsx"


def names_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_quarters_templates_lie_in_a_folder_for_each_agency(tmp_path: Path) -> None:
    ended = typed("template", "2026-27-Q2", "--out", tmp_path)
    assert ended.code == 0
    assert "36 templates for 2026-27-Q2" in ended.out
    assert names_in(tmp_path) == sorted(
        f"{agency}/{agency}_{extract.name}_2026-27-Q2.xlsx"
        for agency, extract in due(Period.parse("2026-27-Q2"))
    )


def test_templates_can_be_asked_for_by_agency_and_extract(tmp_path: Path) -> None:
    words = ["--agency", "health", "--agency", "police", "--extract", "training"]
    ended = typed("template", "2026-27-Q4", "--out", tmp_path, *words)
    assert "2 templates" in ended.out
    assert names_in(tmp_path) == [
        f"{agency}/{agency}_training_2026-27-Q4.xlsx" for agency in ("health", "police")
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["soon"],
        ["2026-27"],
        ["2026-27-H1"],
        ["2026-27-Q2", "--agency", "nobody"],
        ["2026-27-Q2", "--extract", "nothing"],
        ["2026-27-Q2", "--extract", "pathway_knowledge"],
        ["2026-27-Q2", "--agency", "icpc", "--extract", "training"],
    ],
)
def test_a_template_that_there_is_not_is_wrong_use(
    words: list[str], tmp_path: Path
) -> None:
    ended = typed("template", *words, "--out", tmp_path)
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_template_can_be_checked_as_it_is(tmp_path: Path) -> None:
    typed("template", "2024-25-Q4", "--out", tmp_path, "--agency", "barnardos")
    ended = typed("check", *sorted((tmp_path / "barnardos").iterdir()))
    assert ended.code == 0
    assert ended.out.count("would be accepted (no rows read") == 6


def test_the_specification_is_a_workbook_and_a_document(tmp_path: Path) -> None:
    ended = typed("dictionary", "--out", tmp_path)
    assert ended.code == 0
    assert names_in(tmp_path) == [
        "icpc-extract-specification.docx",
        "icpc-extract-specification.xlsx",
    ]
    again = typed("dictionary", "--out", tmp_path)
    assert again.out.count("(unchanged)") == 2
