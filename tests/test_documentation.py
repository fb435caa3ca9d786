"""Pages made from declarations say what the declarations say."""

from __future__ import annotations

import re
from pathlib import Path

from schemas.dictionary import data_dictionary
from transforms.catalogue_page import catalogue_page

DOCS = Path(__file__).parents[1] / "docs"


def test_the_data_dictionary_is_that_of_the_declarations() -> None:
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == data_dictionary()


def test_the_page_of_indicators_is_that_of_the_catalogue() -> None:
    assert (DOCS / "indicators.md").read_text("utf-8") == catalogue_page()


def test_the_table_in_the_page_on_disclosure_control_is_protected_as_it_says() -> None:
    page = (DOCS / "disclosure-control.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert example is not None
    said: list[object] = []
    exec(example[1], {"print": said.append})  # noqa: S102 - our own page
    [girls] = said
    assert (girls.low, girls.high) == (1, 11)  # type: ignore[attr-defined]
