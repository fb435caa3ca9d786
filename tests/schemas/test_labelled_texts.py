"""How much of what identifies a person is found, and how much else is taken for it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from schemas.identifiers import Identifier, found_in, may_hold_name
from tests.schemas.labelled_texts import labelled, labelled_names

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TEXTS = list(labelled())


@pytest.mark.parametrize("kind", [k for k in Identifier if k is not Identifier.COLUMN])
def test_nearly_all_of_each_kind_is_found_and_hardly_anything_else(kind):
    found = [(kind in found_in(text), label is kind) for text, label in TEXTS]
    right = sum(is_found and is_there for is_found, is_there in found)
    recall = right / sum(is_there for _, is_there in found)
    precision = right / sum(is_found for is_found, _ in found)

    assert recall >= 0.98, [t for t, k in TEXTS if k is kind and k not in found_in(t)]
    assert precision >= 0.98, [
        t for t, k in TEXTS if k is not kind and kind in found_in(t)
    ]


def test_a_text_that_holds_nothing_is_hardly_ever_turned_away():
    nothing = [text for text, label in TEXTS if label is None]
    wrong = [text for text in nothing if found_in(text)]

    assert len(wrong) / len(nothing) <= 0.005, wrong


def test_most_names_are_asked_about_and_few_titles_are():
    asked = [(may_hold_name(text), label) for text, label in labelled_names()]
    right = sum(is_asked and is_name for is_asked, is_name in asked)

    assert right / sum(is_name for _, is_name in asked) >= 0.85
    assert right / sum(is_asked for is_asked, _ in asked) >= 0.95


def test_no_cell_of_any_sample_is_taken_for_an_identifier():
    cells = set()
    for file in SAMPLES.rglob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            cells |= {cell for row in csv.reader(stream) for cell in row}

    assert len(cells) > 1000
    assert not [cell for cell in cells if found_in(cell)]
