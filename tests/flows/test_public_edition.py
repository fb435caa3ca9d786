"""Both editions of a quarter, from drops to documents, and the door they pass."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from flows.document_content import content_of, seen_by
from flows.document_gate import let_through
from flows.documents_due import document_named
from schemas.errors import DocumentNotProvedError
from schemas.period import Period
from schemas.released import ReleasedValue
from tests.flows.commands_typed import Ended, typed
from transforms.home import Home

Q1 = "2024-25-Q1"
PUBLIC_REPORT = f"icpc-quarterly-report-public_{Q1}_v1.0.docx"
HIDDEN = "[c]"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after one run that made both editions."""
    home = Home(tmp_path_factory.mktemp("homes") / "a home")
    assert typed("init", home.root).code == 0
    text = home.settings.read_text("utf-8")
    assert "public_edition = false" in text
    home.settings.write_text(
        text.replace("public_edition = false", "public_edition = true"), "utf-8"
    )
    typed("samples", "--out", home.drops, "--quarters", Q1, "--scale", "0.6")
    ended = run(home)
    assert ended.code == 0, ended.err
    assert f"Release 1 of {Q1} for the public: made now" in ended.out
    return home


def run(home: Home, *words: object) -> Ended:
    return typed("run", Q1, "--direct", "--home", home.root, *words)


def exported(home: Home, edition: str, to: Path) -> dict[tuple[str, str, str], str]:
    out = to / f"{edition}.csv"
    words = ("export", Q1, "--edition", edition, "--out", out, "--home", home.root)
    assert typed(*words).code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return {
            (row["indicator"], row["breakdown"], row["category"]): row["shown"]
            for row in csv.DictReader(stream)
        }


def test_the_public_is_shown_nothing_that_the_committee_is_not(
    finished: Home, tmp_path: Path
) -> None:
    committee = exported(finished, "committee", tmp_path)
    public = exported(finished, "public", tmp_path)
    assert committee.keys() == public.keys()
    hidden = {place for place, shown in committee.items() if HIDDEN in shown}
    hidden_from_all = {place for place, shown in public.items() if HIDDEN in shown}
    assert hidden
    assert hidden < hidden_from_all
    both_show = committee.keys() - hidden_from_all
    assert all(committee[place] == public[place] for place in both_show)
    offending = {place for place in hidden_from_all if place[0].startswith("A2")}
    assert offending - hidden


def test_its_documents_lie_beside_the_committee_s_and_verify(finished: Home) -> None:
    folder = finished.documents / Q1
    assert sorted(file.name for file in folder.iterdir()) == [
        f"icpc-chief-officers-briefing_{Q1}_v1.0.docx",
        f"icpc-quarterly-report-public_{Q1}_v1.0.docx",
        f"icpc-quarterly-report_{Q1}_v1.0.docx",
        f"icpc-released-figures-public_{Q1}_v1.0.xlsx",
        f"icpc-released-figures_{Q1}_v1.0.xlsx",
        "manifest.json",
    ]
    ended = typed("verify", folder / PUBLIC_REPORT, "--home", finished.root)
    assert ended.code == 0, ended.out
    text = "\n".join(
        p.text for p in docx.Document(str(folder / PUBLIC_REPORT)).paragraphs
    )
    assert "Recommendations" not in text


def test_an_edition_that_was_never_released_says_what_to_set(
    finished: Home, tmp_path: Path
) -> None:
    out = tmp_path / "figures.csv"
    words = ("--out", out, "--home", finished.root)
    ended = typed("export", "2024-25-H1", "--edition", "public", *words)
    assert ended.code != 0
    assert "public_edition = true" in ended.err
    ended = typed("export", Q1, "--edition", "council", *words)
    assert ended.code == 2
    assert "committee and public" in ended.err


def test_a_document_with_one_other_digit_does_not_pass(finished: Home) -> None:
    seen = seen_by(finished, Period.parse(Q1), "committee")
    name = f"icpc-quarterly-report_{Q1}_v1.0.docx"
    content = content_of(finished, document_named("icpc-quarterly-report"), seen)
    let_through(finished, seen, content, name=name)
    other = next(
        value
        for value in seen.values
        if value.indicator == "A06.1" and not value.breakdown and value.value
    )
    values = tuple(
        each if each is not other else _one_more(each) for each in seen.values
    )
    with pytest.raises(DocumentNotProvedError, match=r"A06\.1"):
        let_through(finished, replace(seen, values=values), content, name=name)


def _one_more(value: ReleasedValue) -> ReleasedValue:
    assert value.value is not None
    assert value.numerator is not None
    return replace(value, value=value.value + 1, numerator=value.numerator + 1)


def test_without_certificates_there_is_no_document_until_it_is_proved_again(
    finished: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(finished.root, home.root)
    shutil.rmtree(home.certificates)
    shutil.rmtree(home.documents)
    ended = run(home, "--from", "documents")
    assert ended.code == 3
    assert "no proof" in ended.err
    assert f"icpc run {Q1} --from release --force" in ended.err
    assert not (home.documents / Q1 / PUBLIC_REPORT).exists()
    ended = run(home, "--from", "release", "--force")
    assert ended.code == 0, ended.err
    made = home.documents / Q1 / PUBLIC_REPORT
    assert made.read_bytes() == (finished.documents / Q1 / PUBLIC_REPORT).read_bytes()
