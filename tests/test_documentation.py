"""Pages made from declarations say what the declarations say."""

from __future__ import annotations

from pathlib import Path

from schemas.dictionary import data_dictionary
from transforms.catalogue_page import catalogue_page

DOCS = Path(__file__).parents[1] / "docs"


def test_the_data_dictionary_is_that_of_the_declarations() -> None:
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == data_dictionary()


def test_the_page_of_indicators_is_that_of_the_catalogue() -> None:
    assert (DOCS / "indicators.md").read_text("utf-8") == catalogue_page()
